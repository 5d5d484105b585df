import type { SourceText } from "../../facts/place";
import { set } from "../machine/effect";
import { applyEffects, trait, type Machine } from "../machine/machine";
import { IMAGE, is } from "../machine/prediction";
import { scriptFile } from "../shell/commands/scripts";
import { commandNames } from "../shell/parse";
import { runScript } from "../shell/run";
import { newBudget, newSession, type Session } from "../shell/session";
import { ANY, isExact } from "../shell/value";
import type { Answer } from "../sshd/patterns";
import { within } from "../work";
import { isLoginShell } from "./login-shell";

/** A file that only whoever logs in would make: where it is there, the command ran, or a shell took what was typed. */
const TRACE = "/tmp/.somebody-logged-in";
const COMMAND = `touch ${TRACE}`;
const NOWHERE = { part: 1, parts: 1, line: 1, column: 1 };
const textOf = (text: string): SourceText => ({ text, placeAt: () => NOWHERE });

/** Commands that hand nothing over, whatever their words are. */
const HARMLESS =
  /^(?:echo|printf|exit|true|false|:|test|\[|\[\[|logger|sleep|date|id|whoami|hostname|logout|return|\/bin\/(?:echo|false|true|sleep|date)|\/usr\/bin\/(?:echo|logger|sleep|date))$/u;

/**
 * Whether `ForceCommand` lets a person do what they came for (sshd_config(5)): the account's shell runs it by `-c`, and
 * what was asked for stands in SSH_ORIGINAL_COMMAND. It is run on paper twice, for `ssh host COMMAND` and for a terminal.
 */
export const handsOver = (machine: Machine, account: string, command: string): Answer =>
  within(
    () => follow(machine, account, command),
    () => "unknown",
  );

function follow(machine: Machine, account: string, command: string): Answer {
  const shell = trait(machine, "account", account, "shell");
  if (!shell.certain || !isLoginShell(shell.value) || command.includes("%")) return "unknown";
  const [program = ""] = command.split(/\s/u);
  if (program.includes("/") && !mayRun(machine, account, program)) return "unknown";
  const visits = ["command", "terminal"].map((kind) => visit(machine, account, command, kind === "terminal"));
  if (visits.includes("yes")) return "yes";
  const script = scriptFile(newSession(machine, newBudget()), program);
  const isHarmless =
    script.kind === "shell" && commandNames(script.source).every((name) => HARMLESS.test(name));
  return isHarmless && visits.every((answer) => answer === "no") ? "no" : "unknown";
}

function visit(machine: Machine, account: string, command: string, atTerminal: boolean): Answer {
  const session = newVisit(machine, account);
  if (atTerminal) {
    session.typed = textOf(COMMAND);
    session.variables.set("SSH_TTY", "/dev/pts/0");
  } else session.variables.set("SSH_ORIGINAL_COMMAND", COMMAND);
  runScript(textOf(command), session);
  const trace = trait(session.machine, "file", TRACE, "exists");
  if (is(trace, true)) return "yes";
  return is(trace, false) && session.machine.opaque.length === 0 ? "no" : "unknown";
}

function newVisit(machine: Machine, account: string): Session {
  const untouched = applyEffects(machine, [set("file", TRACE, { exists: false }, IMAGE)]);
  const budget = newBudget();
  for (const name of ["SSH_ORIGINAL_COMMAND", "SSH_TTY"]) budget.exported.add(name);
  const session = newSession({ ...untouched, opaque: [] }, budget);
  const home = trait(machine, "account", account, "home");
  const shell = trait(machine, "account", account, "shell");
  session.user = account;
  session.posix = false;
  session.cwd = home.certain ? home.value : `/${ANY}`;
  session.variables.set("HOME", home.certain ? home.value : ANY);
  session.variables.set("USER", account);
  // No shell of an account that its image has is told by another name than bash.
  session.variables.set("SHELL", shell.certain && shell.value !== "" ? shell.value : "/bin/bash");
  for (const name of ["UID", "EUID"]) session.variables.set(name, account === "root" ? "0" : ANY);
  for (const name of ["SSH_CLIENT", "SSH_CONNECTION"]) session.variables.set(name, ANY);
  return session;
}

// A script has to be readable, too. One without an interpreter's line is run by bash alone as what it is.
function mayRun(machine: Machine, account: string, path: string): boolean {
  if (!isExact(path)) return false;
  const script = scriptFile(newSession(machine, newBudget()), path);
  if (script.kind !== "shell") return /^(?:\/usr)?\/bin\/(?:ba|da|z)?sh$/u.test(path);
  const shell = trait(machine, "account", account, "shell");
  if (!script.source.text.startsWith("#!") && !(shell.certain && /(?:^|\/bash)$/u.test(shell.value)))
    return false;
  const mode = trait(machine, "file", path, "mode");
  return (
    mode.certain &&
    (mode.value & 0o005) === 0o005 &&
    foldersOf(path).every((folder) => enters(machine, folder))
  );
}

const foldersOf = (path: string): readonly string[] =>
  path
    .split("/")
    .slice(1, -1)
    .map((_, at, steps) => `/${steps.slice(0, at + 1).join("/")}`);

function enters(machine: Machine, folder: string): boolean {
  const mode = trait(machine, "file", folder, "mode");
  return mode.certain ? (mode.value & 0o001) !== 0 : mode.since.from === "image";
}
