import { normalisePath } from "../../machine/paths";
import { DONE, fork, SOME_PARAMETERS, type Command, type Session, type Status, type Stop } from "../session";
import { binaryTest, negated, unaryTest } from "../test-command";
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
  if (name === "errexit") session.errexit = on;
  if (name === "nounset") session.nounset = on;
  if (name !== "pipefail") return;
  // dash up to 0.5.12 knows no such option, and a shell that runs a script ends there (dash(1)).
  if (session.posix && DASH.has(session.machine.family)) session.stopped ??= { kind: "exit", failed: true };
  else if (session.posix && !BASH.has(session.machine.family))
    session.left = [...session.left, { kind: "exit", session: fork(session) }];
  session.pipefail = on;
}

/** The families whose /bin/sh is dash, and those whose is bash. */
const DASH: ReadonlySet<string> = new Set(["debian", "ubuntu"]);
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

/** Commands that are asked rather than told: how they end decides nothing by itself. */
export const question: Command = () => ({ status: "unknown" });
