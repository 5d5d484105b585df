import { join } from "../machine/machine";
import { arrive, inLoop, joinInto, mergeVariables, same } from "./leaving";
import { fork, SOME_PARAMETERS, type Session, type Status } from "./session";
import { ANY } from "./value";

type Course = (inner: Session) => Status;

/** Runs both courses on copies and keeps what they agree on. */
export function either(
  session: Session,
  left: Course,
  right: Course,
  why = "it depends on a condition that cannot be told",
): Status {
  const one = fork(session);
  const other = fork(session);
  const first = left(one);
  other.left = one.left;
  const second = right(other);
  return settle(session, { one, other, first, second, why });
}

/** Runs a course that may be taken or not. */
export function perhaps(session: Session, why: string, run: Course): Status {
  const taken = fork(session);
  const first = run(taken);
  settle(session, {
    one: taken,
    other: { ...fork(session), left: taken.left },
    first,
    second: "unknown",
    why,
  });
  return "unknown";
}

/**
 * Runs the body of a loop whose number of turns cannot be told: none, one, or several. What a turn leaves in a variable
 * may be what the next one starts with, so a variable that the body changes is not known inside it either.
 */
export function someTurns(session: Session, turn: Course): Status {
  return inLoop(session, (loop) => perhapsTurns(loop, turn));
}

function perhapsTurns(session: Session, turn: Course): Status {
  return perhaps(session, "a loop whose turns are not known", (inner) => {
    const trial = fork(inner);
    turn(trial);
    const changed = [...trial.variables].filter(([name, value]) => inner.variables.get(name) !== value);
    const stays = trial.cwd === inner.cwd && same(trial.parameters, inner.parameters);
    if (changed.length === 0 && stays) {
      Object.assign(inner, trial);
      return endTurns(inner);
    }
    for (const [name] of changed) inner.variables.set(name, ANY);
    if (trial.cwd !== inner.cwd) inner.cwd = `/${ANY}`;
    if (!same(trial.parameters, inner.parameters)) inner.parameters = SOME_PARAMETERS;
    turn(inner);
    return endTurns(inner);
  });
}

function endTurns(session: Session): Status {
  arrive(session, "continue");
  return "unknown";
}

interface Courses {
  readonly one: Session;
  readonly other: Session;
  readonly first: Status;
  readonly second: Status;
  readonly why: string;
}

function settle(session: Session, { one, other, first, second, why }: Courses): Status {
  session.left = other.left;
  const stays = (inner: Session): boolean => inner.stopped === undefined;
  if (stays(one) !== stays(other)) {
    const [leaves, goesOn] = stays(one) ? [other, one] : [one, other];
    goOnWith(session, leaves, goesOn, why);
    return stays(one) ? first : second;
  }
  if (one.stopped !== undefined && other.stopped !== undefined && one.stopped.kind !== other.stopped.kind) {
    // Two ways of leaving at once: the one that leaves less decides what runs next, the other one is joined later.
    const [further, nearer] = one.stopped.kind === "exit" ? [one, other] : [other, one];
    goOnWith(session, further, nearer, why);
    session.stopped = nearer.stopped;
    return "unknown";
  }
  session.stopped = one.stopped;
  joinInto(session, one, other, why);
  return first === second ? first : "unknown";
}

// A branch that ends the script with a failure is the author's own check: like any command it is presumed to pass.
function goOnWith(session: Session, leaves: Session, goesOn: Session, why: string): void {
  const stop = leaves.stopped;
  if (stop?.kind === "exit" && stop.failed) session.machine = join(goesOn.machine, leaves.machine, why);
  else {
    session.machine = goesOn.machine;
    if (stop !== undefined) session.left = [...session.left, { kind: stop.kind, session: leaves }];
  }
  mergeVariables(session, goesOn, goesOn);
}
