import { withoutLast } from "../../../facts/text";
import { trait, type Machine } from "../../machine/machine";
import { isBelow, modelledPaths, normalisePath } from "../../machine/paths";
import type { Call } from "../session";
import { isExact, type Value } from "../value";

/** Where a copy goes. */
export interface Destination {
  readonly path: Value;
  /** The source's content goes there, rather than the source itself under its own name. */
  readonly content: boolean;
}

/** Into a folder the source goes under its own name; what ends in /. (and for rsync in /) is merged into it. */
export function placeOf(call: Call, source: Value, target: Value, folder: boolean): Destination {
  const path = normalisePath(target, call.session.cwd);
  if (source.endsWith("/.") || (call.name === "rsync" && source.endsWith("/")))
    return { path, content: true };
  const machine = call.session.machine;
  const isFolder =
    folder ||
    target.endsWith("/") ||
    (isExact(path) && modelledPaths(machine).some((each) => isBelow(each, path) && isThere(machine, path)));
  const name = withoutLast(source, "/").replace(/^.*\//u, "");
  return { path: isFolder ? normalisePath(`${path}/${name}`, "/") : path, content: false };
}

/** Whether a path is not known to be missing. */
export function isThere(machine: Machine, path: string): boolean {
  const exists = trait(machine, "file", path, "exists");
  return !exists.certain || exists.value;
}
