import { isPresent } from "../presence";
import type { Call, Command, Result } from "../session";
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
  (call) =>
    withPaths(call, needed(call.args.filter((arg) => !/^-./u.test(arg))), run);

/** The same for paths that are told apart already. */
export function withPaths(call: Call, paths: readonly Value[], run: Command): Result {
  const lacks = paths.some((path) => isPathMissing(call, path));
  const doubtful = !lacks && paths.some((path) => isDoubtful(call.session, path));
  const result = run(call);
  if (result.status !== "presumed") return result;
  if (lacks) return { ...result, status: "failure" };
  if (!doubtful) return result;
  call.session.budget.doubtful = true;
  return { ...result, status: "unknown" };
}

/** Whether a path is known not to be there. */
export const isPathMissing = ({ session }: Pick<Call, "session">, path: Value): boolean =>
  isExact(path) && path !== "" && isPresent(session, path) === false;
