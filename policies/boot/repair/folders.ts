import { oneOf, set, type Effect } from "../machine/effect";
import { trait, type Machine } from "../machine/machine";
import { candidates, type Origin } from "../machine/prediction";

const SOUND = 0o755;

/**
 * What the program does to the folders on the way to the keys outside of homes, where StrictModes looks at every one of
 * them, and to /home: they are there, root's, nobody else writes to them, and everybody gets through.
 */
export const folderEffects = (machine: Machine, since: Origin): readonly Effect[] =>
  ["/", "/etc", "/etc/ssh", "/home"].flatMap((path) => soundFolder(machine, path, since));

function soundFolder(machine: Machine, path: string, since: Origin): readonly Effect[] {
  const exists = trait(machine, "file", path, "exists");
  const mode = trait(machine, "file", path, "mode");
  const owner = trait(machine, "file", path, "owner");
  if (exists.certain && !exists.value)
    return [set("file", path, { exists: true, mode: SOUND, owner: "root", group: "root" }, since)];
  const touched = [exists, mode, owner].filter((prediction) => prediction.since.from === "user-data");
  if (touched.length === 0) return [];
  // What no bit of is known is sound all the same: only those are told of it that decide.
  const modes =
    candidates(mode).length === 0 ? [SOUND] : candidates(mode).map((bits) => soundMode(path, bits));
  return [
    ...(exists.certain ? [] : [set("file", path, { exists: true }, since)]),
    oneOf("file", path, "mode", modes, "its mode before the repair is not known", since),
    set("file", path, { owner: "root", group: "root" }, since),
  ];
}

function soundMode(path: string, mode: number): number {
  const sound = (mode & ~0o022) | 0o111;
  if (path === "/" || path === "/etc") return sound | 0o444;
  return path === "/home" && sound !== mode ? SOUND : sound;
}
