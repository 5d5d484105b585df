import { trait } from "../../machine/machine";
import { normalisePath } from "../../machine/paths";
import type { Call, Command } from "../session";
import { isExact, type Value } from "../value";
import { isDoubtful } from "./file-content";

/** Of a command's words without its options, those that name what has to be there. */
export type Needed = (operands: readonly Value[]) => readonly Value[];

/** The first word is a mode or an owner. */
export const butFirst: Needed = (operands) => operands.slice(1);
/** The folders of files that may be made. */
export const parentsOf: Needed = (operands) =>
  operands.flatMap((path) =>
    path.startsWith("/") && path.lastIndexOf("/") > 0 ? [path.slice(0, path.lastIndexOf("/"))] : [],
  );
/** The last word is where things go. */
export const butLast: Needed = (operands) => operands.slice(0, -1);

/** A command that fails where what it works on is not there (chmod(1), chown(1), cp(1), mv(1)): after `set -e` that ends the script. */
export const needs =
  (needed: Needed, run: Command): Command =>
  (call) => {
    const paths = needed(call.args.filter((arg) => !/^-./u.test(arg)));
    const lacks = paths.some((path) => isMissing(call, path));
    const doubtful = !lacks && paths.some((path) => isDoubtful(call.session, path));
    const result = run(call);
    if (result.status !== "presumed") return result;
    if (lacks) return { ...result, status: "failure" };
    if (!doubtful) return result;
    call.session.budget.doubtful = true;
    return { ...result, status: "unknown" };
  };

function isMissing({ session }: Call, path: Value): boolean {
  if (!isExact(path)) return false;
  const exists = trait(session.machine, "file", normalisePath(path, session.cwd), "exists");
  return exists.certain && !exists.value;
}
