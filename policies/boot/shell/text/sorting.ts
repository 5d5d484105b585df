import { has, readWords } from "./getopt";
import {
  fromBytes,
  isAscii,
  linesOf,
  readInputs,
  toBytes,
  type TextInput,
  type TextResult,
  type TextTool,
} from "./input";

/** The order that sort(1) goes by: that of the C locale, or any one, where only what all agree on can be told. */
export type Collation = "C" | "any";

const SPEC = { short: "urnm", long: { unique: "u", reverse: "r", "numeric-sort": "n" } } as const;

/** sort(1) with `-u`, `-r`, and `-n` for lines that are whole numbers. */
export function sort(
  args: readonly string[],
  input: TextInput,
  collation: Collation = "any",
): TextResult | undefined {
  const words = readWords(args, SPEC);
  if (words === undefined || has(words, "m")) return undefined;
  const texts = readInputs(words.operands, input);
  if (texts === undefined) return undefined;
  const lines = texts.flatMap((text) => linesOf(text).map((line) => line.text));
  const numeric = has(words, "n");
  if (numeric ? !lines.every((line) => /^(?:0|[1-9]\d{0,14})$/u.test(line)) : !isOrdered(lines, collation))
    return undefined;
  const sorted = numeric
    ? lines.toSorted((a, b) => Number(a) - Number(b))
    : lines.map(toBytes).toSorted(compare).map(fromBytes);
  const all = has(words, "r") ? sorted.toReversed() : sorted;
  const kept = has(words, "u") ? all.filter((line, at) => line !== all[at - 1]) : all;
  return { status: 0, output: kept.map((line) => `${line}\n`).join("") };
}

// Small letters and digits come in the same order everywhere.
const isOrdered = (lines: readonly string[], collation: Collation): boolean =>
  collation === "C" || lines.every((line) => /^[a-z0-9]*$/u.test(line)) || new Set(lines).size <= 1;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** uniq(1), with `-c`, `-d` and `-u`. */
export const uniq: TextTool<TextResult> = (args, input) => {
  const words = readWords(args, { short: "cdu", long: { count: "c", repeated: "d", unique: "u" } });
  if (words === undefined || words.operands.length > 1) return undefined;
  const text = readInputs(words.operands, input)?.[0];
  if (text === undefined) return undefined;
  const runs: { readonly line: string; count: number }[] = [];
  for (const { text: line } of linesOf(text)) {
    const last = runs.at(-1);
    if (last?.line === line) last.count += 1;
    else runs.push({ line, count: 1 });
  }
  const kept = runs.filter(({ count }) => (count === 1 ? !has(words, "d") : !has(words, "u")));
  const printed = kept.map(({ line, count }) =>
    has(words, "c") ? `${String(count).padStart(7)} ${line}\n` : `${line}\n`,
  );
  return { status: 0, output: printed.join("") };
};

/** wc(1) with one of `-l`, `-w`, `-c`, of one text. */
export const wc: TextTool<TextResult> = (args, input) => {
  const words = readWords(args, { short: "lwc", long: { lines: "l", words: "w", bytes: "c" } });
  if (words?.options.length !== 1 || words.operands.length > 1) return undefined;
  const text = readInputs(words.operands, input)?.[0];
  if (text === undefined || (has(words, "w") && !isAscii(text))) return undefined;
  const count = has(words, "l")
    ? text.split("\n").length - 1
    : has(words, "w")
      ? text.split(/[ \t\n\v\f\r]+/u).filter((word) => word !== "").length
      : Buffer.byteLength(text);
  const [path] = words.operands;
  return { status: 0, output: path === undefined ? `${count}\n` : `${count} ${path}\n` };
};
