import type { Value } from "../value";
import { FAILED, type Result, type Session } from "../session";
import { asUser, mayActAs } from "./acting-user";
import { lookUpProgram } from "./builtins";
import { leadingOptions } from "./options";
import { readShell, su } from "./shells";
import type { Wrapper } from "./wrapper";

/** `env`, `nohup`, `timeout`, `command`, `nice`, `time`: the command behind their own options. */
export const prefix =
  (valued: string, skip = 0): Wrapper =>
  (call, context, dispatch) => {
    const [name, ...args] = commandWords(call.args, valued).slice(skip);
    return name === undefined ? { status: "presumed" } : dispatch(name, args, context);
  };

/** `command`: with `-v` it tells of a program, otherwise it runs one rather than a function of its name. */
export const command: Wrapper = (call, context, dispatch) =>
  /^-[pvV]*[vV]/u.test(call.args[0] ?? "") ? lookUpProgram(call) : prefix("")(call, context, dispatch);

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
  if (call.name === "sudo" && !mayActAs(context.session, "sudo")) return FAILED;
  const user = options.get("u", "user") ?? "root";
  const [name, ...args] = withoutAssignments(options.operands);
  const login = options.has("i", "login");
  return asUser(context.session, user, login, (session) => {
    const inner = { ...context, session };
    if (name !== undefined) return withoutFunctions(session, () => dispatch(name, args, inner));
    return options.has("i", "login", "s", "shell") ? readShell(call, inner) : { status: "presumed" };
  });
};

// Another program knows nothing of the script's functions.
function withoutFunctions(session: Session, run: () => Result): Result {
  const declared = [...session.functions];
  session.functions.clear();
  const result = run();
  for (const [name, each] of declared) session.functions.set(name, each);
  return result;
}

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
