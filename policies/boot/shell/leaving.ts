import { join } from "../machine/machine";
import { draw } from "../work";
import { fork, SOME_PARAMETERS, type Declared, type Session, type Status, type Stop } from "./session";
import { ANY, type Value } from "./value";

/** Runs in a shell process of its own: only what it does to the machine stays. */
export function inSubshell(session: Session, run: (inner: Session) => Status): Status {
  const inner: Session = { ...fork(session), left: [], onExit: undefined };
  const status = run(inner);
  endShell(inner);
  session.machine = inner.machine;
  return status;
}

/** Ends a shell process: the exit trap runs, and the courses that may have left it early are joined. */
export function endShell(session: Session): void {
  const { onExit } = session;
  session.onExit = undefined;
  session.stopped = undefined;
  onExit?.(session);
  arrive(session, "exit");
}

/** Runs a loop, inside which `break` and `continue` mean something. */
export function inLoop(session: Session, run: (session: Session) => Status): Status {
  session.loops += 1;
  const status = run(session);
  session.loops -= 1;
  arrive(session, "break");
  return status;
}

/** Joins the courses that may have come here by `exit`, `return`, `break` or `continue`, and goes on from here. */
export function arrive(session: Session, kind: Stop["kind"]): void {
  const { stopped } = session;
  if (stopped?.kind === kind) {
    const levels = stopped.levels ?? 1;
    // A `continue` of an outer loop breaks this one.
    if (levels === 1) session.stopped = undefined;
    else if (kind === "break") session.stopped = { ...stopped, levels: levels - 1 };
  } else if (kind === "break" && stopped?.kind === "continue") {
    session.stopped = { ...stopped, levels: (stopped.levels ?? 2) - 1 };
  }
  if (session.left.length === 0) return;
  const why = `whether a ${kind} came first cannot be told`;
  for (const each of session.left) if (each.kind === kind) joinInto(session, session, each.session, why);
  session.left = session.left.filter((each) => each.kind !== kind);
}

/** What two courses agree on; `into` may be one of them. */
export function joinInto(into: Session, one: Session, other: Session, why: string): void {
  into.machine = join(one.machine, other.machine, why);
  mergeVariables(into, one, other);
}

export function mergeVariables(session: Session, one: Session, other: Session): void {
  draw(session.machine.work, 50 + 4 * (one.variables.size + other.variables.size));
  for (const name of new Set([
    ...session.variables.keys(),
    ...one.variables.keys(),
    ...other.variables.keys(),
  ])) {
    const value = one.variables.get(name);
    const isSame = value === other.variables.get(name);
    if (isSame && value === undefined) session.variables.delete(name);
    else session.variables.set(name, isSame && value !== undefined ? value : ANY);
  }
  for (const [name, declared] of [...one.functions, ...other.functions]) {
    session.functions.set(
      name,
      sameDeclared(one.functions.get(name), other.functions.get(name)) ? declared : "unclear",
    );
  }
  session.cwd = one.cwd === other.cwd ? one.cwd : `/${ANY}`;
  session.errexit = one.errexit && other.errexit;
  session.nounset = one.nounset && other.nounset;
  session.unsetKnown = one.unsetKnown && other.unsetKnown;
  session.pipefail = one.pipefail && other.pipefail;
  session.umask = one.umask;
  session.parameters = same(one.parameters, other.parameters) ? one.parameters : SOME_PARAMETERS;
  session.onExit = one.onExit ?? other.onExit;
}

export const same = (one: readonly Value[], other: readonly Value[]): boolean =>
  one === other || (one.length === other.length && one.every((value, at) => value === other[at]));

const sameDeclared = (one: Declared | undefined, other: Declared | undefined): boolean =>
  one === other ||
  (one !== undefined &&
    other !== undefined &&
    one !== "unclear" &&
    other !== "unclear" &&
    one.body === other.body);
