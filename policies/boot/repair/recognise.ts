import { createHash } from "node:crypto";
import { trait, type Machine } from "../machine/machine";
import { RELEASED } from "./released";

/** Where the component's boothook puts the program, and the files that go with it. */
export const PROGRAM = "/usr/local/sbin/latchkey-repair";
export const CONFIGURATION = "/etc/latchkey/repair.conf";
export const REPAIR_UNIT = "/etc/systemd/system/latchkey-repair.service";
export const EMERGENCY_UNIT = "/etc/systemd/system/latchkey-emergency.service";

/** The service by which the program runs at each boot, under the name that the model keeps it by. */
export const REPAIR_SERVICE = "latchkey-repair";
export const EMERGENCY_SERVICE = "latchkey-emergency";

/**
 * Whether a text is the one that the component releases under a path, to the letter: nothing is believed of an imitation,
 * nor of a version that is not known here.
 */
export function isReleased(path: string, text: string): boolean {
  const released = RELEASED.get(path);
  if (released?.length !== text.length) return false;
  if (FOUND.get(path) === text) return true;
  const isSame = createHash("sha256").update(text).digest("hex") === released.sha256;
  if (isSame) FOUND.set(path, text);
  return isSame;
}

// Asked for several times a boot, and always the same few texts.
const FOUND = new Map<string, string>();

/** Whether the file at one of those paths is there as released. */
export function holdsReleased(machine: Machine, path: string): boolean {
  const exists = trait(machine, "file", path, "exists");
  const content = trait(machine, "file", path, "content");
  return exists.certain && exists.value && content.certain && isReleased(path, content.value.text);
}
