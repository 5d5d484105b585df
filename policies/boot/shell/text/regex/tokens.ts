import { ownValue } from "../../../../facts/own";
import { readBracket } from "./bracket";
import type { Doubt, Syntax, Where } from "./tree";

export type Token =
  | { readonly kind: "char"; readonly char: string }
  | { readonly kind: "set"; readonly takes: (char: string) => boolean }
  | { readonly kind: "any" | "open" | "close" | "bar" | "caret" | "dollar" }
  | { readonly kind: "at"; readonly where: Where }
  | {
      readonly kind: "repeat";
      readonly min: number;
      readonly max: number | undefined;
      readonly star: boolean;
    };

const PLACES: Readonly<Record<string, Where>> = {
  b: "word edge",
  B: "no word edge",
  "<": "word start",
  ">": "word end",
  "`": "text start",
  "'": "text end",
};

const SED_LETTERS: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  f: "\f",
  v: "\v",
  r: "\r",
  a: "\x07",
};

const SETS: Readonly<Record<string, RegExp>> = {
  w: /[A-Za-z0-9_]/u,
  W: /[^A-Za-z0-9_]/u,
  s: /[ \t\n\v\f\r]/u,
  S: /[^ \t\n\v\f\r]/u,
};

const MAX_TIMES = 255;
const STAR: Token = { kind: "repeat", min: 0, max: undefined, star: true };
const PLUS: Token = { kind: "repeat", min: 1, max: undefined, star: false };
const OPTIONAL: Token = { kind: "repeat", min: 0, max: 1, star: false };

/** What a regular expression is made of; `undefined` where it is not one, or means something else elsewhere. */
export function readTokens(source: string, syntax: Syntax, doubts: Set<Doubt>): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const read = readToken(source, at, syntax, doubts);
    if (read === undefined) return undefined;
    tokens.push(read.token);
    at = read.end;
  }
  return tokens;
}

interface Read {
  readonly token: Token;
  readonly end: number;
}

function readToken(source: string, at: number, syntax: Syntax, doubts: Set<Doubt>): Read | undefined {
  const char = source[at] ?? "";
  const next = at + 1;
  if (char === "\\") return readEscape(source, next, syntax, doubts);
  if (char === "[") {
    const bracket = readBracket(source, next, syntax);
    for (const doubt of bracket?.doubts ?? []) doubts.add(doubt);
    return bracket && { token: { kind: "set", takes: bracket.takes }, end: bracket.end };
  }
  const token = char === "." ? ({ kind: "any" } as const) : common(char);
  if (token !== undefined) return { token, end: next };
  return syntax.extended ? readOperator(source, at) : { token: { kind: "char", char }, end: next };
}

function common(char: string): Token | undefined {
  if (char === "*") return STAR;
  if (char === "^") return { kind: "caret" };
  return char === "$" ? { kind: "dollar" } : undefined;
}

/** The operators of extended syntax; basic syntax has the same ones behind a backslash. */
function readOperator(source: string, at: number, closing = "}"): Read | undefined {
  const char = source[at] ?? "";
  const end = at + 1;
  if (char === "(") return { token: { kind: "open" }, end };
  if (char === ")") return { token: { kind: "close" }, end };
  if (char === "|") return { token: { kind: "bar" }, end };
  if (char === "+") return { token: PLUS, end };
  if (char === "?") return { token: OPTIONAL, end };
  if (char === "{") return readInterval(source, end, closing);
  return { token: { kind: "char", char }, end };
}

function readInterval(source: string, at: number, closing: string): Read | undefined {
  const close = source.indexOf(closing, at);
  const [, low = "", comma, high = ""] = /^(\d{0,3})(,)?(\d{0,3})$/u.exec(source.slice(at, close)) ?? [];
  if (close === -1 || (low === "" && comma === undefined)) return undefined;
  const min = Number(low);
  const max = comma === undefined ? min : high === "" ? undefined : Number(high);
  if (min > MAX_TIMES || (max !== undefined && (max > MAX_TIMES || max < min))) return undefined;
  return { token: { kind: "repeat", min, max, star: false }, end: close + closing.length };
}

function readEscape(source: string, at: number, syntax: Syntax, doubts: Set<Doubt>): Read | undefined {
  const char = source[at];
  const end = at + 1;
  if (char === undefined || char === "\n") return undefined;
  if (!syntax.extended && /[(){|+?]/u.test(char)) return readOperator(source, at, "\\}");
  const letter = syntax.program === "grep" ? undefined : ownValue(SED_LETTERS, char);
  if (letter !== undefined && (syntax.program === "sed" || /[nt]/u.test(char)))
    return { token: { kind: "char", char: letter }, end };
  // awk(1) reads the other letters each in its own way.
  if (syntax.program === "awk" && (ownValue(PLACES, char) ?? ownValue(SETS, char)) !== undefined)
    return undefined;
  const where = ownValue(PLACES, char);
  if (where !== undefined) {
    if (!where.startsWith("text")) doubts.add("letters");
    return { token: { kind: "at", where }, end };
  }
  const set = ownValue(SETS, char);
  if (set !== undefined) {
    doubts.add(/[sS]/u.test(char) ? "spaces" : "letters");
    return { token: { kind: "set", takes: (each) => set.test(each) }, end };
  }
  // A back-reference, an escape of one program only, or a brace that closes nothing.
  if (/[a-zA-Z0-9{}]/u.test(char) && !(syntax.extended && /[{}]/u.test(char))) return undefined;
  return { token: { kind: "char", char }, end };
}
