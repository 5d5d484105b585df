import { ownValue } from "../../../../facts/own";
import type { Doubt, Syntax } from "./tree";

export interface Bracket {
  readonly takes: (char: string) => boolean;
  /** Where the text goes on after the `]`. */
  readonly end: number;
  readonly doubts: readonly Doubt[];
}

/** The classes of POSIX, in the POSIX locale: regex(7). */
export const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/u,
  digit: /[0-9]/u,
  alnum: /[A-Za-z0-9]/u,
  upper: /[A-Z]/u,
  lower: /[a-z]/u,
  space: /[ \t\n\v\f\r]/u,
  blank: /[ \t]/u,
  punct: /[!-/:-@[-`{-~]/u,
  print: /[ -~]/u,
  graph: /[!-~]/u,
  cntrl: /[\0-\x1f\x7f]/u,
  xdigit: /[0-9A-Fa-f]/u,
};

const SED_ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  f: "\f",
  v: "\v",
  r: "\r",
  a: "\x07",
};

type Test = (char: string) => boolean;
interface Item {
  readonly test: Test;
  readonly end: number;
  /** The character, where the item is one: only such a one may begin or end a range. */
  readonly char?: string;
  readonly doubts: readonly Doubt[];
}

/** Reads a bracket expression; `at` stands after the `[`. */
export function readBracket(text: string, at: number, syntax: Syntax): Bracket | undefined {
  const negated = text[at] === "^";
  const first = negated ? at + 1 : at;
  const tests: Test[] = [];
  const doubts: Doubt[] = [];
  let here = first;
  while (here < text.length && (text[here] !== "]" || here === first)) {
    const item = readRange(text, here, syntax);
    if (item === undefined) return undefined;
    tests.push(item.test);
    doubts.push(...item.doubts);
    here = item.end;
  }
  if (text[here] !== "]") return undefined;
  // In lines apart, what is not listed does not take the end of the line either.
  const keepsLines = negated && syntax.multiline === true;
  return {
    takes: (char) =>
      tests.some((test) => (syntax.ignoreCase ? anyCase(test, char) : test(char))) !== negated &&
      !(keepsLines && char === "\n"),
    end: here + 1,
    doubts,
  };
}

export const anyCase = (test: Test, char: string): boolean =>
  test(char) || test(char.toLowerCase()) || test(char.toUpperCase());

function readRange(text: string, at: number, syntax: Syntax): Item | undefined {
  const from = readItem(text, at, syntax);
  if (from === undefined) return undefined;
  if (text[from.end] !== "-" || text[from.end + 1] === "]" || text[from.end + 1] === undefined) return from;
  const to = readItem(text, from.end + 1, syntax);
  if (from.char === undefined || to?.char === undefined || from.char > to.char) return undefined;
  // What follows a range may not begin another one.
  if (text[to.end] === "-" && text[to.end + 1] !== "]") return undefined;
  const [low, high] = [from.char, to.char];
  const digits = /^\d\d$/u.test(low + high);
  return { test: (char) => char >= low && char <= high, end: to.end, doubts: digits ? [] : ["letters"] };
}

function readItem(text: string, at: number, { program }: Syntax): Item | undefined {
  const char = text[at] ?? "";
  if (char === "[" && /^[.=:]$/u.test(text[at + 1] ?? "")) return readClass(text, at);
  if (char === "\\" && program !== "grep") {
    const next = text[at + 1] ?? "";
    if (program === "awk") return undefined;
    const escaped = ownValue(SED_ESCAPES, next);
    if (escaped !== undefined) return one(escaped, at + 2);
    if (/[a-zA-Z0-9]/u.test(next)) return undefined;
  }
  return one(char, at + 1);
}

const one = (char: string, end: number): Item => ({ test: (each) => each === char, char, end, doubts: [] });

function readClass(text: string, at: number): Item | undefined {
  const [all = "", name = ""] = /^\[:([a-z]+):\]/u.exec(text.slice(at, at + 12)) ?? [];
  const members = ownValue(CLASSES, name);
  if (members === undefined) return undefined;
  const doubt: Doubt = name === "space" || name === "blank" ? "spaces" : "letters";
  return {
    test: (char) => members.test(char),
    end: at + all.length,
    doubts: name === "digit" || name === "xdigit" ? [] : [doubt],
  };
}
