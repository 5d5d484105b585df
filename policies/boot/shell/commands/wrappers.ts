import { inSubshell } from "../leaving";
import { opaque } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { collapsedSource } from "../parse";
import { fork, giveUp, MAX_DEPTH, type Call, type Result, type Session } from "../session";
import type { Context } from "../simple-command";
import { ANY, isExact, type Value } from "../value";
import { leadingOptions, readOptions } from "./options";

/** A command that starts another one. */
export type Wrapper = (
  call: Call,
  context: Context,
  dispatch: (name: Value, args: readonly Value[], context: Context) => Result,
) => Result;

/** `env`, `nohup`, `timeout`, `command`, `nice`, `time`: the command behind their own options. */
export const prefix =
  (valued: string, skip = 0): Wrapper =>
  (call, context, dispatch) => {
    const [name, ...args] = commandWords(call.args, valued).slice(skip);
    return name === undefined ? { status: "presumed" } : dispatch(name, args, context);
  };

/** `exec`: alone it only redirects, with a command it takes the script's place. */
export const exec: Wrapper = (call, context, dispatch) => {
  const [name, ...args] = commandWords(call.args, "a");
  if (name === undefined) return { status: "success" };
  const result = dispatch(name, args, context);
  context.session.stopped ??= { kind: "exit", failed: false };
  return result;
};

/** sudo(8), doas(1), runuser(1) with `-u`: the command with another account's rights. */
export const sudo: Wrapper = (call, context, dispatch) => {
  if (call.name === "runuser" && !call.args.some((arg) => /^-[a-z]*u|^--user/u.test(arg)))
    return su(call, context, dispatch);
  const options = leadingOptions(call.args, [
    "u",
    "user",
    "g",
    "group",
    "C",
    "p",
    "prompt",
    "R",
    "r",
    "t",
    "T",
    "D",
    "h",
  ]);
  const user = options.get("u", "user") ?? "root";
  const [name, ...args] = withoutAssignments(options.operands);
  const login = options.has("i", "login");
  return asUser(context.session, user, login, (session) => {
    const inner = { ...context, session };
    if (name !== undefined) return dispatch(name, args, inner);
    return options.has("i", "login", "s", "shell") ? readShell(call, inner) : { status: "presumed" };
  });
};

// Options, then VAR=value words, then the command: which letters take a value differs per wrapper.
function commandWords(args: readonly Value[], valued: string): readonly Value[] {
  return withoutAssignments(
    leadingOptions(args, [...valued.split(""), "signal", "kill-after", "adjustment", "unset", "chdir"])
      .operands,
  );
}

function withoutAssignments(words: readonly Value[]): readonly Value[] {
  const at = words.findIndex((word) => !/^[A-Za-z_][A-Za-z0-9_]*=/u.test(word));
  return at === -1 ? [] : words.slice(at);
}

function asUser(session: Session, user: Value, login: boolean, run: (inner: Session) => Result): Result {
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

/** `sh -c TEXT`, `bash FILE`, and a shell that reads its standard input. */
export const shell: Wrapper = (call, context) => {
  const options = leadingOptions(call.args, ["o", "O", "rcfile", "init-file"]);
  if (options.has("c")) return runText(call, context, options.operands[0]);
  const file = options.has("s") ? undefined : options.operands[0];
  if (file === undefined) return readShell(call, context);
  if (options.has("n") || (call.args.length === 1 && /^--(?:version|help)$/u.test(file)))
    return { status: "presumed" };
  return {
    status: "presumed",
    effects: [opaque("a script that is not in the user data is run", call.since(call.name))],
  };
};

// A shell without a command reads its standard input; cloud-init's own is empty.
function readShell(call: Call, context: Context): Result {
  if (call.stdin === undefined) return { status: "presumed" };
  if (isExact(call.stdin)) return runKnown(call.stdin, context);
  return { status: "presumed", effects: [opaque("a script is read from a pipe", call.since(call.name))] };
}

function runText(call: Call, context: Context, text: Value | undefined): Result {
  const argument = text === undefined ? -1 : call.args.indexOf(text);
  const source = argument === -1 ? undefined : call.sourceOf(argument);
  if (source !== undefined) return runInside(context, (session) => context.runner.runScript(source, session));
  return {
    status: "presumed",
    effects: [opaque("a command line that is not known is run", call.since(call.name))],
  };
}

function runKnown(text: string, context: Context): Result {
  const source = collapsedSource(text, context.source, context.node.pos);
  return runInside(context, (session) => context.runner.runScript(source, session));
}

function runInside(context: Context, run: (inner: Session) => Result["status"]): Result {
  if (isTooDeep(context)) return { status: "unknown" };
  const status = inSubshell(context.session, (inner) => {
    inner.depth += 1;
    inner.errexit = false;
    return run(inner);
  });
  return { status };
}

function isTooDeep({ session, source, node }: Context): boolean {
  if (session.depth < MAX_DEPTH) return false;
  giveUp(session, "a script is nested too deeply to follow", {
    from: "user-data",
    place: source.placeAt(node.pos),
    construct: "script",
  });
  return true;
}

/** su(1): `su [-] USER -c TEXT`, or with the commands on its standard input. */
export const su: Wrapper = (call, context) => {
  const options = readOptions(call.args, [
    "c",
    "command",
    "s",
    "shell",
    "g",
    "group",
    "G",
    "supp-group",
    "w",
  ]);
  const [first, second] = options.operands;
  const dash = first === "-";
  const user = (dash ? second : first) ?? "root";
  const text = options.get("c", "command");
  return asUser(context.session, user, dash || options.has("l", "login"), (session) => {
    const inner = { ...context, session };
    return options.has("c", "command") ? runText(call, inner, text) : readShell(call, inner);
  });
};

/** `eval TEXT`. */
export const evaluate: Wrapper = (call, context) => {
  const text = call.args.join(" ");
  if (isTooDeep(context)) return { status: "unknown" };
  if (!isExact(text)) {
    // The output of a well-known tool's own set-up (`eval "$(ssh-agent)"`) cannot be told from anything else.
    return {
      status: "unknown",
      effects: [opaque("a command line that is not known is run", call.since("eval"))],
    };
  }
  context.session.depth += 1;
  const status = context.runner.runScript(
    collapsedSource(text, context.source, context.node.pos),
    context.session,
  );
  context.session.depth -= 1;
  return { status };
};

/** `trap TEXT EXIT`: run when the script ends. Other signals are not sent by anything that is followed. */
export const trap: Wrapper = (call, context) => {
  const { session, runner, source, node } = context;
  const [action, ...signals] = call.args.filter((arg) => arg !== "--");
  if (action === undefined || !signals.some((signal) => /^(?:0|EXIT|SIGEXIT)$/iu.test(signal)))
    return { status: "success" };
  if (action === "-" || action === "") session.onExit = undefined;
  else if (isExact(action)) {
    const text = collapsedSource(action, source, node.pos);
    session.onExit = (inner) => void runner.runScript(text, inner);
  } else
    return {
      status: "success",
      effects: [opaque("a command line that is not known is run", call.since("trap"))],
    };
  return { status: "success" };
};

/** Files that every distribution ships or a tool's own installer leaves, and that only set variables. */
const KNOWN_FILES =
  /^\/etc\/(?:os-release|lsb-release|environment|profile(?:\.d\/[^/]+)?|bash\.?rc|bash_completion|default\/.*|sysconfig\/.*)$|^\/usr\/lib\/os-release$|\/\.(?:bashrc|profile|bash_profile|cargo\/env)$|\/nvm\.sh$|\/bin\/activate$/u;

/** `. FILE`, `source FILE`. */
export const source: Wrapper = (call, context) => {
  const file = call.args[0] ?? "";
  if (KNOWN_FILES.test(file)) return { status: "presumed" };
  // It may set any variable of the script anew.
  for (const name of context.session.variables.keys()) context.session.variables.set(name, ANY);
  return {
    status: "presumed",
    effects: [opaque("a file that is not in the user data is read as commands", call.since("source"))],
  };
};
