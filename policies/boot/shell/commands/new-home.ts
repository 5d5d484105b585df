import { blur, oneOf, set, type Effect } from "../../machine/effect";
import { trait, type Machine } from "../../machine/machine";
import { loginPaths } from "../../machine/paths";
import { is, type Origin } from "../../machine/prediction";

export interface NewHome {
  readonly name: string;
  readonly group: string;
  readonly home: string;
  /** Those that releases of the distribution give a home. */
  readonly modes: readonly number[];
  readonly made: boolean | "unknown";
  readonly since: Origin;
}

/** What useradd(8) does about a new account's home: what is there already it leaves as it is. */
export function newHomeEffects(
  machine: Machine,
  { name, group, home, modes, made, since }: NewHome,
): readonly Effect[] {
  return loginPaths(home).flatMap((path): readonly Effect[] => {
    const before = trait(machine, "file", path, "exists");
    if (before.since.from === "user-data" && !is(before, false)) return [];
    if (path !== home || made === false)
      return [set("file", path, { exists: false, mode: 0o700, owner: name, group }, since)];
    if (made === "unknown") return [blur("file", path, "whether a home is made depends on the image", since)];
    return [
      set("file", path, { exists: true, owner: name, group }, since),
      oneOf("file", path, "mode", modes, "the mode of a new home differs between releases", since),
    ];
  });
}
