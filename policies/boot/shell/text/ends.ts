import { has, readWords, valueOf } from "./getopt";
import {
  charsOf,
  isAscii,
  linesOf,
  readInputs,
  type TextInput,
  type TextResult,
  type TextTool,
} from "./input";

/** `-3` is the old way to say `-n 3`; it comes first. */
const modern = ([first = "", ...others]: readonly string[]): readonly string[] => {
  const old = /^-(\d+)$/u.exec(first);
  return old ? ["-n", old[1] ?? "", ...others] : [first, ...others];
};

const SPEC = {
  short: "n:c:qv",
  long: { lines: "n", bytes: "c", quiet: "q", silent: "q", verbose: "v" },
} as const;

interface Amount {
  readonly of: "lines" | "bytes";
  readonly sign: string;
  readonly count: number;
}

/** head(1) of one text: `-n N`, `-n -N`, `-c N`, `-N`. */
export const head: TextTool<TextResult> = (args, input) =>
  portion(args, input, (units, { sign, count }) =>
    sign === "-" ? units.slice(0, Math.max(0, units.length - count)) : units.slice(0, count),
  );

/** tail(1) of one text: `-n N`, `-n +N`, `-c N`, `-N`. */
export const tail: TextTool<TextResult> = (args, input) =>
  portion(args, input, (units, { sign, count }) => {
    if (sign === "+") return units.slice(Math.max(0, count - 1));
    return count === 0 ? [] : units.slice(-count);
  });

function portion(
  args: readonly string[],
  input: TextInput,
  pick: (units: readonly string[], amount: Amount) => readonly string[],
): TextResult | undefined {
  const words = readWords(args.length === 0 ? [] : modern(args), SPEC);
  if (words === undefined || has(words, "v") || words.operands.length > 1) return undefined;
  if (has(words, "n") && has(words, "c")) return undefined;
  const given = valueOf(words, "n") ?? valueOf(words, "c") ?? "10";
  const [, sign = "", digits] = /^([-+]?)(\d{1,9})$/u.exec(given) ?? [];
  const text = readInputs(words.operands, input)?.[0];
  if (digits === undefined || text === undefined) return undefined;
  const amount: Amount = { of: has(words, "c") ? "bytes" : "lines", sign, count: Number(digits) };
  if (amount.of === "bytes" && !isAscii(text)) return undefined;
  const units =
    amount.of === "bytes"
      ? charsOf(text)
      : linesOf(text).map((line) => (line.ended ? `${line.text}\n` : line.text));
  return { status: 0, output: pick(units, amount).join("") };
}
