import { ownValue } from "../../../facts/own";
import { has, readWords } from "./getopt";
import { charsOf, fromBytes, toBytes, type TextResult, type TextTool } from "./input";
import { CLASSES } from "./regex/bracket";

const SPEC = {
  short: "cCdst",
  long: { complement: "c", delete: "d", "squeeze-repeats": "s", "truncate-set1": "t" },
} as const;

const LETTERS: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  f: "\f",
  v: "\v",
  a: "\x07",
  b: "\b",
  "\\": "\\",
};
const ALL = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code));

/** tr(1), which works on bytes: sets of characters, ranges, escapes and classes; `-d`, `-s`, `-c`. */
export const tr: TextTool<TextResult> = (args, input) => {
  const words = readWords(args, SPEC);
  const [first, second] = words?.operands ?? [];
  if (words === undefined || first === undefined || words.operands.length > 2 || has(words, "t"))
    return undefined;
  if (input.stdin === undefined) return undefined;
  const [deletes, squeezes] = [has(words, "d"), has(words, "s")];
  if ((second !== undefined) !== (deletes === squeezes)) return undefined;
  const listed = readSet(toBytes(first));
  const target = second === undefined ? [] : readSet(toBytes(second));
  if (listed === undefined || target === undefined) return undefined;
  const inverted = has(words, "c") || has(words, "C");
  const from = inverted ? ALL.filter((char) => !listed.includes(char)) : listed;
  let text = toBytes(input.stdin);
  if (deletes) text = keep(text, from);
  else if (second !== undefined) {
    const map = mapping(from, target, inverted, first, second);
    if (map === undefined) return undefined;
    text = text.replace(/[^]/gu, (char) => map.get(char) ?? char);
  }
  if (squeezes) text = squeeze(text, new Set(second === undefined ? from : target));
  return { status: 0, output: fromBytes(text) };
};

function keep(text: string, dropped: readonly string[]): string {
  const set = new Set(dropped);
  return charsOf(text)
    .filter((char) => !set.has(char))
    .join("");
}

const squeeze = (text: string, set: ReadonlySet<string>): string =>
  charsOf(text)
    .filter((char, at) => char !== text[at - 1] || !set.has(char))
    .join("");

/** What each character becomes; the last character of a shorter second set goes on for the rest. */
function mapping(
  from: readonly string[],
  to: readonly string[],
  inverted: boolean,
  first: string,
  second: string,
): ReadonlyMap<string, string> | undefined {
  const last = to.at(-1);
  // Classes are in no order, but for the two that change the case.
  const cases = /^\[:(?:lower|upper):\]$/u;
  const classed = /\[:[a-z]+:\]/u.test(second);
  if (last === undefined || (classed && !(cases.test(second) && cases.test(first)))) return undefined;
  if (inverted && to.length !== 1) return undefined;
  if (/\[:[a-z]+:\]/u.test(first) && !classed && new Set(to).size !== 1) return undefined;
  return new Map(from.map((char, at) => [char, to[at] ?? last]));
}

/** The characters of a set, in order. */
function readSet(text: string): readonly string[] | undefined {
  const chars: string[] = [];
  let at = 0;
  while (at < text.length) {
    const named = /^\[:([a-z]+):\]/u.exec(text.slice(at));
    const members = named === null ? undefined : ownValue(CLASSES, named[1] ?? "");
    if (members !== undefined) {
      chars.push(...ALL.filter((char) => members.test(char)));
      at += named?.[0].length ?? 0;
      continue;
    }
    // An equivalence class or a repeat.
    if (/^\[(?:=|:|[^]+?\*\d*\])/u.test(text.slice(at, at + 20))) return undefined;
    const low = readChar(text, at);
    if (low === undefined) return undefined;
    if (text[low.end] !== "-" || low.end + 1 >= text.length) {
      chars.push(low.char);
      at = low.end;
      continue;
    }
    const high = readChar(text, low.end + 1);
    if (high === undefined || high.char < low.char) return undefined;
    const [from, to] = [low.char, high.char];
    chars.push(...ALL.filter((char) => char >= from && char <= to));
    at = high.end;
  }
  return chars;
}

function readChar(text: string, at: number): { readonly char: string; readonly end: number } | undefined {
  const char = text.charAt(at);
  if (char !== "\\") return { char, end: at + 1 };
  const octal = /^[0-7]{1,3}/u.exec(text.slice(at + 1))?.[0];
  if (octal !== undefined) {
    const code = parseInt(octal, 8);
    return code > 255 ? undefined : { char: String.fromCharCode(code), end: at + 1 + octal.length };
  }
  const next = text.charAt(at + 1);
  const letter = ownValue(LETTERS, next);
  if (letter !== undefined) return { char: letter, end: at + 2 };
  return next === "" || /[a-zA-Z0-9]/u.test(next) ? undefined : { char: next, end: at + 2 };
}
