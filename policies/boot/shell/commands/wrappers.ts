import { opaque } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { collapsedSource } from "../parse";
import { fork, MAX_DEPTH, type Call, type Result, type Session } from "../session";
import type { Context } from "../simple-command";
import { isExact, type Value } from "../value";

/** A command that starts another one. */
export type Wrapper = (
  call: Call,
  context: Context,
  dispatch: (name: Value, args: readonly Value[], context: Context) => Result,
) => Result;

/** `sudo`, `env`, `nohup`, `timeout`, `exec`, `command`, `nice`, `time`: the command behind their own options. */
export const prefix =
  (valued: string, skip = 0): Wrapper =>
  (call, context, dispatch) => {
    const user = sudoUser(call);
    const rest = commandWords(call.args, valued).slice(skip);
    const [name, ...args] = rest;
    if (name === undefined) return { status: "presumed" };
    if (user === undefined || user === context.session.user) return dispatch(name, args, context);
    return asUser(context.session, user, (session) => dispatch(name, args, { ...context, session }));
  };

function sudoUser(call: Call): Value | undefined {
  if (call.name !== "sudo" && call.name !== "doas" && call.name !== "runuser") return undefined;
  const at = call.args.findIndex((arg) => arg === "-u" || arg === "--user");
  return at === -1 ? undefined : call.args[at + 1];
}

// Options, then VAR=value words, then the command: which letters take a value differs per wrapper.
function commandWords(args: readonly Value[], valued: string): readonly Value[] {
  let at = 0;
  while (at < args.length) {
    const arg = args[at] ?? "";
    if (arg === "--") return args.slice(at + 1);
    if (/^-[A-Za-z]$/u.test(arg) && valued.includes(arg.slice(1))) at += 2;
    else if (arg === "--user" || arg === "--group" || arg === "--signal") at += 2;
    else if (arg.startsWith("-") || /^[A-Za-z_][A-Za-z0-9_]*=/u.test(arg)) at += 1;
    else break;
  }
  return args.slice(at);
}

function asUser(session: Session, user: Value, run: (inner: Session) => Result): Result {
  const inner = fork(session);
  inner.user = user;
  const home = trait(session.machine, "account", user, "home");
  inner.variables.set("HOME", home.certain ? home.value : "\uE000");
  const result = run(inner);
  session.machine = inner.machine;
  return result;
}

/** `sh -c TEXT`, `bash FILE`, and a shell that reads its standard input. */
export const shell: Wrapper = (call, context) => {
  const at = call.args.findIndex((arg) => /^-[a-z]*c$/u.test(arg));
  if (at !== -1) return runText(call, context, at + 1);
  const file = call.args.find((arg) => !arg.startsWith("-"));
  if (file === undefined && call.stdin !== undefined && isExact(call.stdin)) {
    return runKnown(call.stdin, context);
  }
  const why = file === undefined ? "a script is read from a pipe" : "a script that is not in the user data is run";
  return { status: "presumed", effects: [opaque(why, call.since(call.name))] };
};

function runText(call: Call, context: Context, argument: number): Result {
  const source = call.sourceOf(argument);
  if (source === undefined) {
    return { status: "presumed", effects: [opaque("a command line that is not known is run", call.since(call.name))] };
  }
  return inSubshell(context, (session) => context.runner.runScript(source, session));
}

function runKnown(text: string, context: Context): Result {
  const source = collapsedSource(text, context.source, context.node.pos);
  return inSubshell(context, (session) => context.runner.runScript(source, session));
}

function inSubshell({ session }: Context, run: (inner: Session) => Result["status"]): Result {
  if (session.depth >= MAX_DEPTH) return { status: "unknown" };
  const inner = fork(session);
  inner.depth += 1;
  const status = run(inner);
  session.machine = inner.machine;
  return { status };
}

/** `su [-] USER -c TEXT`. */
export const su: Wrapper = (call, context) => {
  const at = call.args.indexOf("-c");
  const user = call.args.find((arg, index) => !arg.startsWith("-") && index !== at + 1) ?? "root";
  if (at === -1) return { status: "presumed" };
  return asUser(context.session, user, (session) => runText(call, { ...context, session }, at + 1));
};

/** `eval TEXT`. */
export const evaluate: Wrapper = (call, context) => {
  const text = call.args.join(" ");
  if (!isExact(text) || context.session.depth >= MAX_DEPTH) {
    return { status: "unknown", effects: [opaque("a command line that is not known is run", call.since("eval"))] };
  }
  context.session.depth += 1;
  const status = context.runner.runScript(collapsedSource(text, context.source, context.node.pos), context.session);
  context.session.depth -= 1;
  return { status };
};

/** Files that every distribution ships and that only set variables. */
const KNOWN_FILES = /^\/etc\/(?:os-release|lsb-release|environment|profile|default\/)|^\/usr\/lib\/os-release$/u;

/** `. FILE`, `source FILE`. */
export const source: Wrapper = (call) => {
  const file = call.args[0] ?? "";
  if (KNOWN_FILES.test(file)) return { status: "presumed" };
  return { status: "presumed", effects: [opaque("a file that is not in the user data is read as commands", call.since("source"))] };
};
