import { has, readWords, valueOf, type Words } from "./getopt";
import { decodedResult, inEveryLocale, linesOf, type TextInput, type TextResult } from "./input";
import { compilePatterns } from "./regex/patterns";
import type { Regex } from "./regex/regex";
import { isDoubtful } from "./regex/tree";

export type GrepName = "grep" | "egrep" | "fgrep";

const SPEC = {
  short: "EFGe:iyvxwcsolnhHqm:ab",
  long: {
    "extended-regexp": "E",
    "fixed-strings": "F",
    "basic-regexp": "G",
    regexp: "e",
    "ignore-case": "i",
    "invert-match": "v",
    "line-regexp": "x",
    "word-regexp": "w",
    count: "c",
    "no-messages": "s",
    "only-matching": "o",
    "files-with-matches": "l",
    "line-number": "n",
    "no-filename": "h",
    "with-filename": "H",
    quiet: "q",
    silent: "q",
    "max-count": "m",
    text: "a",
  },
} as const;

const MAX_LINE = 4096;

/**
 * GNU grep(1).
 *
 * @returns Status 0 where a line is selected, 1 where none is; `undefined` where a file is not known, or the pattern or an
 *   option is not followed.
 */
export const runGrep = (
  args: readonly string[],
  input: TextInput,
  name: GrepName = "grep",
): TextResult | undefined =>
  inEveryLocale((words, texts) => grep(name, words, texts), decodedResult)(args, input);

interface Query {
  readonly regex: Regex;
  readonly words: Words;
  readonly inverted: boolean;
  /** Whether file names stand before what is printed. */
  readonly named: boolean;
  readonly most: number;
}

const grep = (name: GrepName, args: readonly string[], input: TextInput): TextResult | undefined => {
  const words = readWords(args, SPEC);
  // A byte's place is not counted; words and lines at once are told apart in ways of their own.
  if (words === undefined || has(words, "b") || (has(words, "w") && has(words, "x"))) return undefined;
  const [patterns, paths] = patternsOf(words);
  const regex = compilePatterns(patterns, {
    kind: kindOf(name, words),
    ignoreCase: has(words, "i") || has(words, "y"),
    words: has(words, "w"),
    lines: has(words, "x"),
    count: input.count,
  });
  const most = valueOf(words, "m") ?? "999999";
  if (regex === undefined || patterns.length === 0 || !/^\d{1,6}$/u.test(most)) return undefined;
  const naming = words.options.findLast((each) => each.name === "h" || each.name === "H")?.name;
  return grepFiles(paths.length === 0 ? ["-"] : paths, input, {
    regex,
    words,
    inverted: has(words, "v"),
    named: naming === undefined ? paths.length > 1 : naming === "H",
    most: Number(most),
  });
};

function patternsOf(words: Words): readonly [readonly string[], readonly string[]] {
  const given = words.options.flatMap(({ name, value }) => (name === "e" ? [value ?? ""] : []));
  const [first, ...others] = words.operands;
  if (given.length > 0) return [given.flatMap((each) => each.split("\n")), words.operands];
  return [first?.split("\n") ?? [], others];
}

function kindOf(name: GrepName, { options }: Words): "basic" | "extended" | "fixed" {
  const last = options.findLast((each) => /^[EFG]$/u.test(each.name))?.name;
  if (last === "G") return "basic";
  if (last === undefined) return name === "grep" ? "basic" : name === "egrep" ? "extended" : "fixed";
  return last === "E" ? "extended" : "fixed";
}

function grepFiles(paths: readonly string[], input: TextInput, query: Query): TextResult | undefined {
  let output = "";
  let found = false;
  const quiet = has(query.words, "q");
  for (const path of paths) {
    const text = path === "-" ? input.stdin : input.read(path);
    if (text === undefined) return undefined;
    const result = grepText(text, path === "-" ? "(standard input)" : path, query);
    if (result === undefined) return undefined;
    found ||= result.found;
    // What comes after the first selected line is not read.
    if (quiet && found) return { status: 0, output: "" };
    output += result.output;
  }
  return { status: found ? 0 : 1, output: quiet ? "" : output };
}

function grepText(
  text: string,
  name: string,
  query: Query,
): { readonly found: boolean; readonly output: string } | undefined {
  const { regex, words, inverted, named } = query;
  let count = 0;
  let output = "";
  for (const [at, { text: line }] of linesOf(text).entries()) {
    if (count >= query.most) break;
    if (line.length > MAX_LINE || isDoubtful(regex.doubts, line)) return undefined;
    const match = regex.search(line);
    // Whether nothing can be a word is not the same in every locale.
    if (has(words, "w") && match !== undefined && match.start === match.end) return undefined;
    if ((match === undefined) !== inverted) continue;
    count += 1;
    if (has(words, "q")) return { found: true, output: "" };
    const before = (named ? `${name}:` : "") + (has(words, "n") ? `${at + 1}:` : "");
    const printed = !has(words, "o") ? [line] : inverted ? [] : matchesOf(regex, line);
    output += printed.map((each) => `${before}${each}\n`).join("");
  }
  const found = count > 0;
  if (has(words, "l")) return { found, output: found ? `${name}\n` : "" };
  if (has(words, "c")) return { found, output: `${named ? `${name}:` : ""}${count}\n` };
  return { found, output };
}

/** What `-o` prints: the matches that are not empty. */
function matchesOf(regex: Regex, line: string): readonly string[] {
  const texts: string[] = [];
  let from = 0;
  while (from <= line.length) {
    const match = regex.search(line, from);
    if (match === undefined) break;
    if (match.end > match.start) texts.push(line.slice(match.start, match.end));
    from = match.end > match.start ? match.end : match.end + 1;
  }
  return texts;
}
