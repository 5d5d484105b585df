import type { Line } from "./awk/line";
import { readProgram, type Rule } from "./awk/program";
import { readWords, valueOf } from "./getopt";
import {
  decodedResult,
  inEveryLocale,
  linesOf,
  readInputs,
  type TextInput,
  type TextResult,
  type TextTool,
} from "./input";

const MAX_LINE = 4096;
/** What a rule takes for a line besides what it searches, in the units of `boot/work.ts`. */
const PER_LINE = 5;

/**
 * awk(1) with `-F`, as far as a program is rules that print fields and texts, or the line with something else put into it,
 * for all lines or for those of a test.
 */
export const awk: TextTool<TextResult> = inEveryLocale(run, decodedResult);

function run(args: readonly string[], input: TextInput): TextResult | undefined {
  const words = readWords(args, { short: "F:" });
  const [source = "", ...paths] = words?.operands ?? [];
  // Options end at the program, and a word with an equals sign is an assignment.
  const first = args.findIndex((arg) => arg === source);
  if (words === undefined || args.slice(first + 1).some((arg) => /^-.|=/u.test(arg))) return undefined;
  const separator = valueOf(words, "F") ?? " ";
  const rules = readProgram(source, input.count);
  const texts = readInputs(paths, input);
  if (rules === undefined || texts === undefined || !/^[ :,;=/|_#@%!-]$|^\\t$/u.test(separator))
    return undefined;
  let output = "";
  for (const [at, { text }] of texts.flatMap((each) => linesOf(each)).entries()) {
    if (text.length > MAX_LINE) return undefined;
    input.count?.(PER_LINE * rules.length + (text.length >> 3));
    const printed = printedFor(rules, lineOf(text, separator, at + 1), separator);
    if (printed === undefined) return undefined;
    output += printed;
  }
  return { status: 0, output };
}

function printedFor(rules: readonly Rule[], first: Line, separator: string): string | undefined {
  let line = first;
  let output = "";
  for (const { test, actions } of rules) {
    const selected = test(line);
    if (selected === undefined) return undefined;
    if (!selected) continue;
    for (const action of actions) {
      if (action.kind === "next") return output;
      if (action.kind === "print") output += `${action.terms.map((term) => term(line) ?? "").join(" ")}\n`;
      if (action.kind === "substitute") {
        const changed = action.change(line);
        if (changed === undefined) return undefined;
        line = lineOf(changed, separator, line.number);
      }
    }
  }
  return output;
}

const lineOf = (whole: string, separator: string, number: number): Line => ({
  whole,
  fields: fieldsOf(whole, separator),
  number,
});

function fieldsOf(text: string, separator: string): readonly string[] {
  if (separator === " ") return text.split(/[ \t]+/u).filter((field) => field !== "");
  return text === "" ? [] : text.split(separator === "\\t" ? "\t" : separator);
}
