import { normalisePath } from "../../machine/paths";
import type { Machine } from "../../machine/machine";
import {
  DONE,
  fork,
  SOME_PARAMETERS,
  takeInput,
  type Command,
  type Session,
  type Status,
  type Stop,
} from "../session";
import { binaryTest, negated, unaryTest } from "../test-command";
import { hasProgram } from "../programs";
import { ANY, isExact, type Value } from "../value";
import { assignedInArithmetic } from "../arithmetic";

export const yes: Command = () => ({ status: "success", output: "" });
export const no: Command = () => ({ status: "failure", output: "" });

export const cd: Command = (call) => {
  const to = call.args.find((arg) => !/^-[LPe@]+$/u.test(arg)) ?? call.session.variables.get("HOME") ?? ANY;
  call.session.cwd = isExact(to) && to !== "-" ? normalisePath(to, call.session.cwd) : `/${ANY}`;
  return { status: "presumed", output: "" };
};

/** `popd`: where it leads is not kept. */
export const popd: Command = (call) => {
  call.session.cwd = `/${ANY}`;
  return DONE;
};

/** `pwd`. */
export const pwd: Command = ({ session }) => ({ status: "success", output: `${session.cwd}\n` });

/** `exit`, `return`, `break`, `continue`. */
export const leave: Command = (call) => {
  const kind = call.name as Stop["kind"];
  if (kind === "break" || kind === "continue") {
    const levels = Math.min(Number(call.args[0] ?? 1) || 1, call.session.loops);
    // Outside a loop they do nothing.
    if (levels > 0) call.session.stopped = { kind, failed: false, levels };
    return { status: "success", output: "" };
  }
  const status = leavingStatus(call.args[0]);
  if (kind === "return" && call.session.hidden === undefined) {
    // Outside a function dash ends the script, and bash goes on.
    call.session.left = [...call.session.left, { kind: "exit", session: fork(call.session) }];
    return { status: "unknown", output: "" };
  }
  call.session.stopped = { kind, failed: status === "failure" };
  return { status, output: "" };
};

function leavingStatus(code: Value | undefined): Status {
  if (code === undefined || !/^\d+$/u.test(code)) return "unknown";
  return Number(code) % 256 === 0 ? "success" : "failure";
}

/** `export`, `local`, `declare`, `readonly`: the assignments among their words. */
export const declareVariables: Command = (call) => {
  const { session } = call;
  if (call.name === "local" && session.hidden === undefined) return { status: "failure", output: "" };
  const flags = call.args.filter((arg) => arg.startsWith("-")).join("");
  const isLocal = call.name === "local" || call.name === "declare" || call.name === "typeset";
  for (const arg of call.args) {
    if (arg.startsWith("-")) continue;
    const at = arg.indexOf("=");
    const name = at === -1 ? arg : arg.slice(0, at);
    if (call.name === "export" || flags.includes("x"))
      session.budget.exported.add(isExact(name) ? name : "*");
    if (!isExact(name)) session.unsetKnown = false;
    if (isLocal && session.hidden !== undefined && !session.hidden.has(name))
      session.hidden.set(name, session.variables.get(name));
    if (at === -1) {
      if (isLocal) session.variables.set(name, ANY);
      continue;
    }
    // A number, an array, a reference or a change of case is not worked out.
    const value = /[aAinluc]/u.test(flags) || name.endsWith("+") ? ANY : arg.slice(at + 1);
    session.variables.set(name.replace(/\+$/u, ""), value);
  }
  return { status: "success", output: call.args.length === 0 ? ANY : "" };
};

/** `read`, `getopts`, `mapfile`: variables whose value cannot be told. */
export const readVariables: Command = (call) => {
  takeInput(call);
  for (const arg of [...call.args, "REPLY", "MAPFILE"])
    if (!isExact(arg)) call.session.unsetKnown = false;
    else if (!arg.startsWith("-")) call.session.variables.set(arg, ANY);
  return { status: "unknown", output: "" };
};

/** `let`. */
export const letVariables: Command = (call) => {
  for (const name of assignedInArithmetic(call.args.join(" "))) call.session.variables.set(name, ANY);
  return { status: "unknown", output: "" };
};

export const unset: Command = (call) => {
  for (const arg of call.args) {
    if (call.args[0] === "-f") call.session.functions.delete(arg);
    else call.session.variables.delete(arg);
  }
  return { status: "success", output: "" };
};

export const shift: Command = (call) => {
  const { session } = call;
  const by = Number(call.args[0] ?? 1);
  // Shifting by more than there are does nothing (bash(1)).
  if (session.parameters !== SOME_PARAMETERS && by <= session.parameters.length)
    session.parameters = session.parameters.slice(by);
  return { status: "success", output: "" };
};

/** `set`: whether a failure ends the script, and the parameters. */
export const setOptions: Command = (call) => {
  const { session } = call;
  for (const [at, arg] of call.args.entries()) {
    if (arg === "--" || !/^[-+]/u.test(arg)) {
      const words = call.args.slice(arg === "--" ? at + 1 : at);
      // A word that cannot be told may be several.
      session.parameters = words.every(isExact) ? words : SOME_PARAMETERS;
      break;
    }
    if (arg === "-o" || arg === "+o") {
      setOption(session, call.args[at + 1], arg === "-o");
      if (call.args.length === at + 2) break;
    } else {
      if (/^-[a-zA-Z]*a/u.test(arg)) session.budget.exported.add("*");
      if (/^[-+][a-zA-Z]*e/u.test(arg)) session.errexit = arg.startsWith("-");
      if (/^[-+][a-zA-Z]*u/u.test(arg)) session.nounset = arg.startsWith("-");
      if (arg.endsWith("o")) {
        setOption(session, call.args[at + 1], arg.startsWith("-"));
        break;
      }
    }
  }
  return { status: "success", output: call.args.length === 0 ? ANY : "" };
};

function setOption(session: Session, name: Value | undefined, on: boolean): void {
  if (name === "allexport") session.budget.exported.add("*");
  if (name === "errexit") session.errexit = on;
  if (name === "nounset") session.nounset = on;
  if (name !== "pipefail") return;
  const known = !session.posix || knowsPipefail(session.machine);
  // A shell that runs a script ends at an option that it does not know (dash(1)).
  if (known === false) session.stopped ??= { kind: "exit", failed: true };
  else if (known === undefined) session.left = [...session.left, { kind: "exit", session: fork(session) }];
  session.pipefail = on;
}

/** Whether /bin/sh has `pipefail`: bash, or dash since Debian 13 and Ubuntu 25.04. */
function knowsPipefail({ family, release }: Machine): boolean | undefined {
  if (family === "ubuntu") return release === undefined ? undefined : Number(release) >= 25.04;
  if (family === "debian") return release === undefined ? undefined : Number(release) >= 13;
  return BASH.has(family) ? true : undefined;
}

/** The families whose /bin/sh is bash. */
const BASH: ReadonlySet<string> = new Set(["amazon-linux-2", "al2023", "rhel-like", "suse"]);

/** `umask`: the mode that new files go without. */
export const umask: Command = (call) => {
  const mask = call.args.find((arg) => /^[0-7]{1,4}$/u.test(arg));
  if (mask !== undefined) call.session.umask = Number.parseInt(mask, 8);
  return { status: "success", output: mask === undefined ? ANY : "" };
};

/** test(1) and `[`. */
export const test: Command = (call) => {
  const args = call.name === "[" ? call.args.slice(0, -1) : call.args;
  return { status: testWords(args, call), output: "" };
};

function testWords(words: readonly Value[], call: Parameters<Command>[0]): Status {
  const [first = "", second = "", third = ""] = words;
  if (words.length === 0) return "failure";
  if (words.length === 1) return unaryTest("-n", first, call.session);
  if (words.length === 3 && /^(?:=|==|!=|-[a-z]{2})$/u.test(second)) return binaryTest(first, second, third);
  if (first === "!") return negated(testWords(words.slice(1), call));
  return words.length === 2 ? unaryTest(first, second, call.session) : "unknown";
}

export const whoami: Command = (call) => ({ status: "success", output: `${call.session.user}\n` });

/** `command -v`, `which`, `type`, `hash`: whether a program is there. */
export const lookUpProgram: Command = ({ args, session }) => {
  const names = args.filter((arg) => !arg.startsWith("-"));
  const found = names.map((name) =>
    !isExact(name) ? undefined : session.functions.has(name) ? true : hasProgram(session, name),
  );
  if (found.length === 0 || found.includes(undefined)) return { status: "unknown" };
  if (found.length > 1 && found.includes(false)) return { status: "unknown" };
  return found[0] === true ? { status: "success" } : { status: "failure", output: "" };
};

/** Commands that are asked rather than told: how they end decides nothing by itself. */
export const question: Command = () => ({ status: "unknown" });
