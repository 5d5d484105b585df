import { withoutLast } from "../../../facts/text";
import { set, type Effect } from "../../machine/effect";
import { isBelow, modelledPaths, normalisePath } from "../../machine/paths";
import { linkAt } from "../../machine/places";
import type { Call, Command } from "../session";
import { isExact, type Value } from "../value";
import { copy } from "./copies";
import { readOptions } from "./options";
import { isAnything, touchedEffects } from "./touched";
import { mayExist } from "./writes";

/** ln(1): symbolic links are followed, and a hard link is taken as a copy. */
export const link: Command = (call) => {
  const options = readOptions(call.args, ["t", "target-directory", "S", "suffix"]);
  if (!options.has("s", "symbolic")) return copy(call);
  const folder = options.get("t", "target-directory");
  const target = folder ?? (options.operands.length > 1 ? options.operands.at(-1) : ".");
  const sources =
    folder === undefined && options.operands.length > 1 ? options.operands.slice(0, -1) : options.operands;
  if (target === undefined) return { status: "failure" };
  const force = options.has("f", "force");
  const plain = options.has("n", "no-dereference", "T", "no-target-directory");
  const results = sources.map((source) =>
    linkOne(call, source, target, { force, into: folder !== undefined, plain }),
  );
  return {
    status: results.includes("exists") ? "failure" : "presumed",
    effects: results.flatMap((result) => (result === "exists" ? [] : result)),
  };
};

interface How {
  readonly force: boolean;
  readonly into: boolean;
  /** A link that leads to a folder is replaced rather than gone into. */
  readonly plain: boolean;
}

function linkOne(call: Call, source: Value, target: Value, how: How): readonly Effect[] | "exists" {
  const { session } = call;
  const since = call.since("ln --symbolic");
  const path = normalisePath(target, session.cwd);
  const why = "where it leads is not known";
  if (!isExact(path)) return isAnything(path) ? [] : touchedEffects(session.machine, path, why, since);
  const isLink = linkAt(session.machine.places, path) !== undefined;
  const into = how.into || (!(how.plain && isLink) && isFolder(call, path));
  const name = withoutLast(source, "/").replace(/^.*\//u, "");
  const at = into ? normalisePath(`${path}/${name}`, "/") : path;
  if (!isExact(at) || !isExact(source)) return touchedEffects(session.machine, at, why, since);
  const there = linkAt(session.machine.places, at) !== undefined || mayExist(session, at) !== false;
  if (there && !how.force && mayExist(session, at) === true) return "exists";
  const to = normalisePath(source, at.slice(0, at.lastIndexOf("/")) || "/");
  if (mayExist(session, to) === undefined && !isKept(call, to))
    return touchedEffects(session.machine, at, why, since);
  return [set("file", at, { exists: false }, since), { kind: "link", at, to, since }];
}

const isKept = (call: Call, path: string): boolean =>
  modelledPaths(call.session.machine).some((each) => each === path || isBelow(each, path));

const isFolder = (call: Call, path: string): boolean =>
  modelledPaths(call.session.machine).some((each) => isBelow(each, path)) &&
  mayExist(call.session, path) !== false;
