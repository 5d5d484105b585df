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
import { compileRegex } from "./regex/regex";
import { isDoubtful } from "./regex/tree";

interface Line {
  readonly whole: string;
  readonly fields: readonly string[];
  /** The number of the line, from 1. */
  readonly number: number;
}
/** `undefined` where it cannot be told. */
type Test = (line: Line) => boolean | undefined;
type Term = (line: Line) => string;

interface Program {
  readonly test: Test;
  readonly terms: readonly Term[];
}

const MAX_LINE = 4096;

/** awk(1) with `-F`, as far as a program is `{print $N}` with fields and texts, for all lines or for those of a test. */
export const awk: TextTool<TextResult> = inEveryLocale(run, decodedResult);

function run(args: readonly string[], input: TextInput): TextResult | undefined {
  const words = readWords(args, { short: "F:" });
  const [source = "", ...paths] = words?.operands ?? [];
  // Options end at the program, and a word with an equals sign is an assignment.
  const first = args.findIndex((arg) => arg === source);
  if (words === undefined || args.slice(first + 1).some((arg) => /^-.|=/u.test(arg))) return undefined;
  const separator = valueOf(words, "F") ?? " ";
  const program = readProgram(source);
  const texts = readInputs(paths, input);
  if (program === undefined || texts === undefined || !/^[ :,;=/|_#@%!-]$|^\\t$/u.test(separator))
    return undefined;
  const lines = texts.flatMap((text) => linesOf(text));
  let output = "";
  for (const [at, { text }] of lines.entries()) {
    if (text.length > MAX_LINE) return undefined;
    const line = { whole: text, fields: fieldsOf(text, separator), number: at + 1 };
    const selected = program.test(line);
    if (selected === undefined) return undefined;
    if (selected) output += `${program.terms.map((term) => term(line)).join(" ")}\n`;
  }
  return { status: 0, output };
}

function fieldsOf(text: string, separator: string): readonly string[] {
  if (separator === " ") return text.split(/[ \t]+/u).filter((field) => field !== "");
  return text === "" ? [] : text.split(separator === "\\t" ? "\t" : separator);
}

function readProgram(source: string): Program | undefined {
  const [, condition = "", action] =
    /^\s*([^{]*?)\s*(?:\{\s*print\b([^{}]*?);?\s*\})?\s*$/u.exec(source) ?? [];
  const test = readTest(condition);
  const terms = action === undefined && condition === "" ? undefined : readTerms((action ?? "").trim());
  return test && terms && { test, terms };
}

function readTerms(text: string): readonly Term[] | undefined {
  if (text === "") return [({ whole }) => whole];
  const terms = text.match(/"[^"\\]*"|[^",]+|,/gu) ?? [];
  const values = terms.map((term) => term.trim());
  // A comma between every two: texts that stand next to each other are joined, which is not read.
  if (values.some((value, at) => (value === ",") !== (at % 2 === 1)) || values.length % 2 === 0)
    return undefined;
  const read = values.filter((_, at) => at % 2 === 0).map(readTerm);
  return read.every((term) => term !== undefined) ? read : undefined;
}

function readTerm(text: string): Term | undefined {
  const literal = /^"([^"\\]*)"$/u.exec(text);
  if (literal) return () => literal[1] ?? "";
  if (text === "$NF") return ({ whole, fields }) => fields.at(-1) ?? whole;
  if (text === "NF") return ({ fields }) => String(fields.length);
  if (text === "NR") return ({ number }) => String(number);
  const field = /^\$(\d{1,3})$/u.exec(text);
  if (field === null) return undefined;
  const index = Number(field[1]);
  return ({ whole, fields }) => (index === 0 ? whole : (fields[index - 1] ?? ""));
}

function readTest(text: string): Test | undefined {
  if (text === "") return () => true;
  const regex = /^(!?)\s*\/((?:[^/\\]|\\.)+)\/$/u.exec(text);
  if (regex !== null) return regexTest(regex[2] ?? "", regex[1] === "!");
  const [, left = "", operator, digits, word] =
    /^(NR|\$\d{1,3}|\$NF)\s*(==|!=|>=|<=|>|<)\s*(?:(\d{1,6})|"([^"\\]*)")$/u.exec(text) ?? [];
  if (left === "NR" && digits !== undefined)
    return ({ number }) => holds(number - Number(digits), operator ?? "");
  const term = readTerm(left);
  if (term === undefined || word === undefined || (operator !== "==" && operator !== "!=")) return undefined;
  return (line) => (term(line) === word) === (operator === "==");
}

function holds(difference: number, operator: string): boolean {
  if (operator.startsWith("=")) return difference === 0;
  if (operator.startsWith("!")) return difference !== 0;
  return (
    (operator.startsWith(">") ? difference > 0 : difference < 0) ||
    (operator.endsWith("=") && difference === 0)
  );
}

function regexTest(source: string, negated: boolean): Test | undefined {
  // Intervals are not in every awk(1).
  if (/[{}]/u.test(source)) return undefined;
  const regex = compileRegex(source, { extended: true, ignoreCase: false, program: "awk" });
  return (
    regex &&
    (({ whole }) =>
      isDoubtful(regex.doubts, whole) ? undefined : (regex.search(whole) !== undefined) !== negated)
  );
}
