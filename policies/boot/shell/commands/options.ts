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
  const { given, operands } = toldApart(
    args.map((arg) => unabridged(arg, valued)),
    valued,
  );
  // A letter that takes a value is not the long name of one letter.
  const isNamed = (option: Given, name: string): boolean =>
    option.name === name && (option.isLetter || name.length > 1 || !valued.includes(name));
  const last = (names: readonly string[]): Given | undefined =>
    given.findLast((option) => names.some((name) => isNamed(option, name)));
  return {
    get: (...names) => last(names)?.value,
    has: (...names) => last(names) !== undefined,
    operands,
  };
}

interface Given {
  readonly name: string;
  /** Typed behind a single dash. */
  readonly isLetter: boolean;
  readonly value: Value | undefined;
}

// As util.parseArgs of Node.js does it, which takes several times as long: scripts are read command by command.
function toldApart(
  args: readonly Value[],
  valued: readonly string[],
): { readonly given: readonly Given[]; readonly operands: readonly Value[] } {
  const given: Given[] = [];
  const operands: Value[] = [];
  const words = [...args];
  const next = (name: string): Value | undefined => (valued.includes(name) ? words.shift() : undefined);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === "--") break;
    if (word.startsWith("--")) {
      const equals = word.includes("=", 3) ? word.indexOf("=") : -1;
      const name = word.slice(2, equals === -1 ? undefined : equals);
      const value = equals !== -1 ? word.slice(equals + 1) : name.length > 1 ? next(name) : undefined;
      given.push({ name, isLetter: false, value });
    } else if (word.length > 1 && word.startsWith("-")) {
      for (let at = 1; at < word.length; at += 1) {
        const name = word.charAt(at);
        const rest = word.slice(at + 1);
        const isValued = valued.includes(name);
        given.push({ name, isLetter: true, value: isValued && rest !== "" ? rest : next(name) });
        if (isValued) break;
      }
    } else operands.push(word);
  }
  return { given, operands: [...operands, ...words] };
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
  if (!arg.startsWith("--")) return arg;
  const match = /^--([a-z][a-z-]*)(=.*)?$/su.exec(arg);
  const [, name = "", rest = ""] = match ?? [];
  if (match === null || valued.includes(name)) return arg;
  const [full, ...others] = valued
    .filter((each) => each.length > 1 && each.startsWith(name))
    .sort((a, b) => a.length - b.length);
  // Several programs share a list here: `home` of one and `home-dir` of the other are the same option.
  return full !== undefined && others.every((each) => each.startsWith(full)) ? `--${full}${rest}` : arg;
}
