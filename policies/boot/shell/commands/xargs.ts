import { apply } from "../session";
import { ANY, isExact, type Value } from "../value";
import { leadingOptions } from "./options";
import type { Wrapper } from "./wrapper";

const VALUED = [
  "I",
  "n",
  "L",
  "P",
  "d",
  "E",
  "s",
  "a",
  "max-args",
  "max-lines",
  "max-procs",
  "delimiter",
  "arg-file",
  "max-chars",
];

/** More commands than this are not told one by one. */
const MAX_CALLS = 64;

/** xargs(1): the command with what stands on the standard input, at once, by so many words, or in the place of a mark. */
export const xargs: Wrapper = (call, context, dispatch) => {
  const options = leadingOptions(call.args, VALUED);
  const [name, ...args] = options.operands;
  if (name === undefined) return { status: "presumed", output: call.stdin ?? ANY };
  const mark = options.get("I");
  const items = options.has("a", "arg-file")
    ? undefined
    : itemsOf(call.stdin, {
        nul: options.has("0", "null"),
        delimiter: options.get("d", "delimiter"),
        byLine: mark !== undefined,
      });
  const known = items ?? [ANY];
  if (known.length === 0 && (options.has("r", "no-run-if-empty") || mark !== undefined))
    return { status: "presumed" };
  for (const words of callsOf(
    args,
    known,
    mark,
    options.get("n", "max-args") ?? options.get("L", "max-lines"),
  )) {
    const result = dispatch(name, words, { ...context, stdin: undefined });
    apply(call.session, result.effects ?? []);
  }
  return { status: "presumed", output: ANY };
};

interface Reading {
  readonly nul: boolean;
  readonly delimiter: Value | undefined;
  readonly byLine: boolean;
}

function itemsOf(
  stdin: Value | undefined,
  { nul, delimiter, byLine }: Reading,
): readonly Value[] | undefined {
  // Quotes and backslashes group words, which is rare enough not to be followed.
  if (stdin === undefined || !isExact(stdin) || (!nul && /["'\\]/u.test(stdin))) return undefined;
  const separator = nul
    ? "\0"
    : delimiter === undefined
      ? byLine
        ? "\n"
        : /\s+/u
      : delimiter.replace("\\n", "\n");
  const items = stdin.split(separator);
  return delimiter === undefined
    ? items.map((item) => (nul ? item : item.trim())).filter((item) => item !== "")
    : items.filter(Boolean);
}

function callsOf(
  args: readonly Value[],
  items: readonly Value[],
  mark: Value | undefined,
  count: Value | undefined,
): readonly (readonly Value[])[] {
  const told = items.length > MAX_CALLS ? [ANY] : items;
  if (mark !== undefined) return told.map((item) => args.map((arg) => arg.replaceAll(mark, item)));
  const size = Number(count ?? told.length) || told.length || 1;
  const calls: Value[][] = [];
  for (let at = 0; at < Math.max(told.length, 1); at += size)
    calls.push([...args, ...told.slice(at, at + size)]);
  return calls;
}
