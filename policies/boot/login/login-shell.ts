import { trait, type Machine } from "../machine/machine";
import { is } from "../machine/prediction";
import { needs, type Check } from "./check";

/** sshd refuses a shell that is not there or cannot be run, and these run but end at once (nologin(8), false(1)). */
export const isLoginShell = (shell: string): boolean =>
  !/\/(?:nologin|false|true|sync|git-shell)$/u.test(shell);

/** Shells that every image has. */
const USUAL = /^(?:|(?:\/usr)?\/bin\/(?:sh|bash|dash|rbash))$/u;

/** Shells that take a command with `-c` as sshd gives it. */
const SHELLS = /\/(?:zsh|fish|ksh|ksh93|mksh|tcsh|csh|ash|yash)$/u;

/** Whether the account's shell lets it in and is installed (auth.c, allowed_user: it must be there and executable). */
export function checkShell(machine: Machine, account: string): Check {
  const shell = trait(machine, "account", account, "shell");
  const check = needs(shell, isLoginShell, "its shell lets nobody in");
  if (!shell.certain || check.closed !== undefined || USUAL.test(shell.value)) return check;
  const exists = trait(machine, "file", shell.value, "exists");
  // A package or an archive may have brought what no line names.
  const settled = exists.since.from === "user-data" || is(trait(machine, "host", "", "filesKnown"), true);
  if (is(exists, false) && settled)
    return { closed: [{ what: "its shell is not installed", since: shell.since }] };
  if (is(exists, true) && SHELLS.test(shell.value)) return {};
  return { unknown: [{ what: "whether its shell is installed is not known", since: shell.since }] };
}
