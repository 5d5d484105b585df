import { trait } from "../../machine/machine";
import { fork, type Result, type Session } from "../session";
import { ANY, type Value } from "../value";

/** Runs something with another account's rights, home and, for a log-in shell, folder. */
export function asUser(
  session: Session,
  user: Value,
  login: boolean,
  run: (inner: Session) => Result,
): Result {
  if (user === session.user && !login) return run(session);
  const inner = fork(session);
  const home = trait(session.machine, "account", user, "home");
  inner.user = user;
  inner.variables.set("HOME", home.certain ? home.value : ANY);
  inner.variables.set("USER", user);
  if (login) inner.cwd = home.certain ? home.value : `/${ANY}`;
  const result = run(inner);
  session.machine = inner.machine;
  return result;
}
