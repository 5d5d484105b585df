import { set, type Effect } from "../machine/effect";
import { hasHostKey } from "../machine/host-keys";
import { trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import { namedHostKeys } from "../login/sshd-start";

/** The program leaves sshd a host key: one that others may read is root's alone again, and where none is left it makes some. */
export function hostKeyEffects(machine: Machine, since: Origin): readonly Effect[] {
  const paths = namedHostKeys(machine);
  const usable = is(hasHostKey(machine, paths), true);
  return paths.flatMap((path): readonly Effect[] => {
    const there = trait(machine, "file", path, "exists");
    if (usable && !is(there, true)) return [];
    const mode = trait(machine, "file", path, "mode");
    if (usable && (mode.since.from === "image" || is(mode, 0o600))) return [];
    return [set("file", path, { exists: true, mode: 0o600, owner: "root", group: "root" }, since)];
  });
}
