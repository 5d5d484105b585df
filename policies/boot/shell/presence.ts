import { trait, type Machine } from "../machine/machine";
import { isComponentsOwn, isOwnPlace } from "../machine/own-places";
import { isBelow, modelledPaths, normalisePath } from "../machine/paths";
import { is } from "../machine/prediction";
import type { Session } from "./session";
import { isExact, type Value } from "./value";

const mayBeThere = (machine: Machine, path: string): boolean => {
  const exists = trait(machine, "file", path, "exists");
  return exists.certain ? exists.value : exists.since.from === "user-data";
};

/**
 * Whether a path is there, for a decision: a vendor's image has nothing of its own in the places that it leaves to its
 * users, and as long as everything that ran is followed nothing has come there that no line made.
 *
 * @returns `undefined` where it cannot be told.
 */
export function isPresent(session: Session, operand: Value): boolean | undefined {
  const { machine, cwd } = session;
  const path = normalisePath(operand, cwd);
  if (!isExact(path)) return undefined;
  const exists = trait(machine, "file", path, "exists");
  if (exists.certain) return exists.value;
  if (exists.since.from === "image" && isComponentsOwn(path)) return false;
  const untouched = is(trait(machine, "host", "", "filesKnown"), true) && machine.opaque.length === 0;
  if (!untouched || exists.since.from !== "image" || !isOwnPlace(path)) return undefined;
  // A folder with something in it is there, whichever line made it.
  return modelledPaths(machine).some((each) => isBelow(each, path) && mayBeThere(machine, each))
    ? undefined
    : false;
}
