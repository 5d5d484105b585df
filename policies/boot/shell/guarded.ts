import type { Session, Status } from "./session";

/** Runs the commands of a condition, with `set -e` out of force. */
export function runGuarded(session: Session, run: (inner: Session) => Status): Status {
  const before = session.guarded;
  session.guarded = true;
  const status = run(session);
  session.guarded = before;
  return status;
}
