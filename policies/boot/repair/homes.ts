import { blur, oneOf, set, type Effect } from "../machine/effect";
import { trait, type Machine } from "../machine/machine";
import { authorizedKeysOf } from "../machine/paths";
import { locate } from "../machine/places";
import { candidates, is, type Origin } from "../machine/prediction";
import type { Configuration, Declared } from "./configuration";

/**
 * Homes of declared accounts, as far as an account may mend its own: a home that is gone is made, and what others may
 * write to, or its owner not enter, has the usual mode again. What belongs to somebody else inside it stays.
 */
export const homeEffects = (
  machine: Machine,
  { accounts }: Configuration,
  since: Origin,
): readonly Effect[] => accounts.flatMap((account) => homeOf(machine, account, since));

const FULL = 0o700;

function homeOf(machine: Machine, { name }: Declared, since: Origin): readonly Effect[] {
  const home = trait(machine, "account", name, "home");
  if (name === "root" || !home.certain || !/^\/home\/[^/]+$/u.test(home.value)) return [];
  const exists = trait(machine, "file", home.value, "exists");
  if (exists.certain && !exists.value && exists.since.from === "user-data") {
    const group = trait(machine, "account", name, "group");
    const team = group.certain ? group.value : name;
    return [set("file", home.value, { exists: true, mode: FULL, owner: name, group: team }, since)];
  }
  // The folder that it knows from an earlier boot is given back.
  const owner = trait(machine, "file", home.value, "owner");
  if (owner.certain && owner.value !== name && owner.since.from === "user-data")
    return [blur("file", home.value, "the repair program may have given it back", since, ["owner"])];
  const ssh = `${home.value}/.ssh`;
  const paths = [
    [home.value, FULL],
    [ssh, FULL],
    [authorizedKeysOf(home.value), 0o600],
  ] as const;
  return paths.flatMap(([path, want]) => mended(machine, name, { path, want }, since));
}

interface Wanted {
  readonly path: string;
  readonly want: number;
}

function mended(machine: Machine, account: string, { path, want }: Wanted, since: Origin): readonly Effect[] {
  const mode = trait(machine, "file", path, "mode");
  const isOwn = is(trait(machine, "file", path, "owner"), account);
  const isThere = is(trait(machine, "file", path, "exists"), true);
  if (!isOwn || !isThere || mode.since.from === "image" || locate(machine.places, path).real !== path)
    return [];
  const before = candidates(mode);
  if (before.length === 0) return [];
  const needed = want === FULL ? 0o500 : 0o400;
  const after = before.map((bits) => ((bits & 0o022) !== 0 || (bits & needed) !== needed ? want : bits));
  // Without setpriv the step is left out.
  const known = machine.family === "amazon-linux-2" ? [...before, ...after] : after;
  return [oneOf("file", path, "mode", known, "the repair program may have given it its mode back", since)];
}
