import { parseArgs } from "node:util";
import type { Value } from "../value";

/** A command's words, told apart as getopt_long(3) does it. */
export interface Options {
  /** The value of an option that takes one, by any of its names; the last one counts. */
  readonly get: (...names: readonly string[]) => Value | undefined;
  readonly has: (...names: readonly string[]) => boolean;
  readonly operands: readonly Value[];
}

/**
 * @param args The words after the command's name.
 * @param valued Names of the options that take a value: single letters and long names, without dashes. A long name may
 *   be shortened by whoever types it, as getopt_long(3) allows.
 */
export function readOptions(args: readonly Value[], valued: readonly string[]): Options {
  const options = Object.fromEntries(
    valued.map((name) => [name.length === 1 ? `short-${name}` : name, option(name)]),
  );
  const words = args.map((arg) => unabridged(arg, valued));
  const { positionals, tokens } = parseArgs({
    args: words,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = tokens.flatMap((token) => (token.kind === "option" ? [token] : []));
  const named = (names: readonly string[]): typeof given => {
    const long = names.map((name) => (name.length === 1 && valued.includes(name) ? `short-${name}` : name));
    return given.filter(({ name }) => long.includes(name));
  };
  return {
    get: (...names) => named(names).at(-1)?.value,
    has: (...names) => named(names).length > 0,
    operands: positionals,
  };
}

/** The same for a command that starts another one: its own options end at the first word that is none. */
export function leadingOptions(args: readonly Value[], valued: readonly string[]): Options {
  let at = 0;
  while (at < args.length) {
    const arg = args[at] ?? "";
    if (!/^[-+]./u.test(arg)) break;
    at += 1;
    if (arg === "--") break;
    if (takesNext(arg, valued)) at += 1;
  }
  const own = args.slice(0, at).filter((arg) => arg !== "--");
  const { get, has } = readOptions(own, valued);
  return { get, has, operands: args.slice(at) };
}

function takesNext(arg: Value, valued: readonly string[]): boolean {
  if (arg.startsWith("--")) return !arg.includes("=") && valued.includes(arg.slice(2));
  const letters = arg.slice(1).split("");
  const first = letters.findIndex((letter) => valued.includes(letter));
  return first !== -1 && first === letters.length - 1;
}

function unabridged(arg: Value, valued: readonly string[]): Value {
  const match = /^--([a-z][a-z-]*)(=.*)?$/su.exec(arg);
  const [, name = "", rest = ""] = match ?? [];
  if (match === null || valued.includes(name)) return arg;
  const [full, ...others] = valued
    .filter((each) => each.length > 1 && each.startsWith(name))
    .sort((a, b) => a.length - b.length);
  // Several programs share a list here: `home` of one and `home-dir` of the other are the same option.
  return full !== undefined && others.every((each) => each.startsWith(full)) ? `--${full}${rest}` : arg;
}

// parseArgs has long names only, with a letter as a short form: a letter gets a long name nobody types.
const option = (name: string): { type: "string"; short?: string } =>
  name.length === 1 ? { type: "string", short: name } : { type: "string" };
