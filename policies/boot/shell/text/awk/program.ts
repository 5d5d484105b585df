import type { Count } from "../../../../facts/wildcard";
import { peek, skip, take, type Cursor } from "../sed/cursor";
import type { Regex } from "../regex/regex";
import { isDoubtful } from "../regex/tree";
import type { Line, Of } from "./line";
import { readList } from "./terms";
import { readRegex, readTest } from "./tests";

export type Action =
  | { readonly kind: "print"; readonly terms: readonly Of<string>[] }
  /** `sub` and `gsub` of the whole line. */
  | { readonly kind: "substitute"; readonly change: Of<string> }
  | { readonly kind: "next" };

export interface Rule {
  readonly test: Of<boolean>;
  readonly actions: readonly Action[];
}

const MAX_RULES = 50;
const WHOLE: Of<string> = ({ whole }) => whole;

/** The rules of a program of awk(1); `undefined` where it is none, or has something that is not followed. */
export function readProgram(text: string, count?: Count): readonly Rule[] | undefined {
  const cursor: Cursor = { text, at: 0, count };
  const rules: Rule[] = [];
  for (;;) {
    skip(cursor, /[\s;]/u);
    if (peek(cursor) === undefined) return rules.length === 0 ? undefined : rules;
    const rule = rules.length < MAX_RULES ? readRule(cursor) : undefined;
    if (rule === undefined) return undefined;
    rules.push(rule);
  }
}

function readRule(cursor: Cursor): Rule | undefined {
  const every: Of<boolean> = () => true;
  const test = peek(cursor) === "{" ? every : readTest(cursor);
  skip(cursor, /[ \t]/u);
  if (test === undefined) return undefined;
  if (!take(cursor, /\{/y))
    return /^[;\n]?$/u.test(peek(cursor) ?? "")
      ? { test, actions: [{ kind: "print", terms: [WHOLE] }] }
      : undefined;
  const actions = readActions(cursor);
  return actions && { test, actions };
}

function readActions(cursor: Cursor): readonly Action[] | undefined {
  const actions: Action[] = [];
  for (;;) {
    skip(cursor, /[\s;]/u);
    if (take(cursor, /\}/y)) return actions;
    const action = readAction(cursor);
    skip(cursor, /[ \t]/u);
    if (action === undefined || !/[;\n}]/u.test(peek(cursor) ?? "")) return undefined;
    actions.push(action);
  }
}

function readAction(cursor: Cursor): Action | undefined {
  if (take(cursor, /next\b/y)) return { kind: "next" };
  if (take(cursor, /print\b/y)) {
    const terms = readList(cursor);
    return terms && { kind: "print", terms: terms.length === 0 ? [WHOLE] : terms };
  }
  const all = take(cursor, /(g?)sub\(\s*/y)?.[1];
  const regex = all === undefined ? undefined : readRegex(cursor);
  // `&` and backslashes in what is put there mean something.
  const by = take(cursor, /\s*,\s*"([^"\\&\n]*)"\s*(?:,\s*\$0\s*)?\)/y)?.[1];
  if (regex === undefined || by === undefined) return undefined;
  return { kind: "substitute", change: (line) => substituted(line, regex, by, all === "g") };
}

function substituted({ whole }: Line, regex: Regex, by: string, all: boolean): string | undefined {
  if (isDoubtful(regex.doubts, whole)) return undefined;
  let text = "";
  let from = 0;
  for (;;) {
    const match = from <= whole.length ? regex.search(whole, from) : undefined;
    if (match === undefined) return text + whole.slice(from);
    // Where nothing at all matches once more is not told.
    if (match.start === match.end) return undefined;
    text += whole.slice(from, match.start) + by;
    from = match.end;
    if (!all) return text + whole.slice(from);
  }
}
