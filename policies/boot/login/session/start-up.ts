import { runScript } from "../../shell/run";
import { sourceOfText } from "../../machine/file-text";
import { trait, type Machine } from "../../machine/machine";
import { newBudget, newSession } from "../../shell/session";
import { isExact } from "../../shell/value";
import type { Check } from "../check";
import { hostText } from "./texts";

const BASH = /^(?:\/usr)?\/bin\/bash$/u;

/**
 * Whether bash ends before it runs a command that came over SSH: it reads its start-up files for one as well (bash(1),
 * "INVOCATION", the remote shell daemon). What only a log-in shell reads (`/etc/profile`) has no say in that.
 */
export function startUpFiles(machine: Machine, account: string): Check {
  const shell = trait(machine, "account", account, "shell");
  const home = trait(machine, "account", account, "home");
  if (!shell.certain || !home.certain || !BASH.test(shell.value)) return {};
  const system = machine.family === "debian" || machine.family === "ubuntu" ? ["/etc/bash.bashrc"] : [];
  for (const path of [...system, `${home.value}/.bashrc`]) {
    const check = ends(machine, path, account);
    if (check.closed !== undefined) return check;
  }
  return {};
}

function ends(machine: Machine, path: string, account: string): Check {
  const text = hostText(machine, path);
  // A line put before or behind what is not known may not be come to; an `exec` may well run the command.
  if (text.state !== "known" || !isExact(text.file.text) || /\bexec\b/u.test(text.file.text)) return {};
  const source = sourceOfText(text.file);
  if (source === undefined) return {};
  const session = newSession(machine, newBudget());
  session.user = account;
  // A file that is read as these are may end with `return`, as a function does.
  session.hidden = new Map();
  session.variables.set("-", "hBc");
  session.variables.set("PS1", "");
  session.machine = { ...machine, opaque: [] };
  runScript(source, session);
  const { stopped } = session;
  if (stopped?.kind !== "exit" || session.machine.opaque.length > 0) return {};
  const at = source.text.search(/(?:^|[\s;&|])exit\b/u);
  const place = source.placeAt(at === -1 ? 0 : at);
  return {
    closed: [
      {
        what: "a file that its shell reads first ends the shell",
        since: { from: "user-data", place, construct: "exit" },
      },
    ],
  };
}
