import { trait } from "../../machine/machine";
import { is } from "../../machine/prediction";
import { FAILED, fork, type Result, type Session } from "../session";
import { ANY, isExact, type Value } from "../value";
import { isMissing } from "./account-names";

/** Shells that chsh(1) takes for a real one's, where it asks (/etc/shells). */
const LISTED = /^(?:|(?:\/usr)?\/bin\/(?:sh|bash|rbash|dash))$/u;

/**
 * Whether PAM lets the session's own account give the command: sudo(8) and chsh(1) ask about whoever calls them, and an
 * account that has expired or whose password has is refused (pam_unix(8)). Debian's chsh looks at its shell too
 * (pam_shells(8)).
 */
export function mayActAs({ machine, user }: Session, program: "sudo" | "chsh"): boolean {
  if (isOutdated(machine, user)) return false;
  const shell = trait(machine, "account", user, "shell");
  const asks = program === "chsh" && (machine.family === "debian" || machine.family === "ubuntu");
  return !asks || !shell.certain || LISTED.test(shell.value);
}

const isOutdated = (machine: Session["machine"], user: Value): boolean =>
  is(trait(machine, "account", user, "expired"), true) ||
  is(trait(machine, "account", user, "passwordExpired"), true);

/** Whether su(1) starts an account's shell, which has to be one that takes commands. */
export function startsShell({ machine }: Session, user: Value, own: Value | undefined): boolean {
  const shell = trait(machine, "account", user, "shell");
  const used = own ?? (shell.certain ? shell.value : undefined);
  if (isOutdated(machine, user)) return false;
  if (used === undefined || !isExact(used)) return true;
  return !/\/(?:nologin|false|true|sync)$/u.test(used) && !is(trait(machine, "file", used, "exists"), false);
}

/** Runs something with another account's rights, home and, for a log-in shell, folder. */
export function asUser(
  session: Session,
  user: Value,
  login: boolean,
  run: (inner: Session) => Result,
): Result {
  if (user === session.user && !login) return run(session);
  if (isExact(user) && !user.startsWith("#") && isMissing({ session }, user)) return FAILED;
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
