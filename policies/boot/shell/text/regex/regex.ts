import type { Count } from "../../../../facts/wildcard";
import { parseRegex } from "./parse";
import { hintsOf, type Hints } from "./hints";
import { compile, type Step } from "./program";
import { isWordChar, type Doubt, type Node, type Syntax, type Where } from "./tree";

export interface Match {
  readonly start: number;
  readonly end: number;
  /** The text of each group, the whole match first; one that took no part is `undefined`. */
  readonly groups: readonly (string | undefined)[];
}

/** A regular expression that can be searched for in time proportional to its length times the text's. */
export interface Regex {
  readonly groups: number;
  /** Groups whose text programs may tell differently: those that are repeated. */
  readonly repeated: ReadonlySet<number>;
  /** Texts for which the outcome depends on the locale or the program's version: see `isDoubtful`. */
  readonly doubts: ReadonlySet<Doubt>;
  /** The leftmost match that begins at `from` or later, and of those the longest one: regex(7). */
  readonly search: (text: string, from?: number) => Match | undefined;
}

/** The regular expression that `source` is, or `undefined` where it is not one or cannot be followed. */
export function compileRegex(source: string, syntax: Syntax): Regex | undefined {
  const parsed = parseRegex(source, syntax);
  return parsed && fromTree(parsed.tree, parsed.groups, parsed.doubts, syntax);
}

export function fromTree(
  tree: Node,
  groups: number,
  doubts: ReadonlySet<Doubt>,
  { multiline = false, count }: Pick<Syntax, "multiline" | "count"> = {},
): Regex | undefined {
  const steps = compile(tree);
  if (steps === undefined) return undefined;
  const repeated = new Set<number>();
  collectRepeated(tree, false, repeated);
  const hints = hintsOf(tree, multiline);
  return {
    groups,
    repeated,
    doubts,
    search: (text, from = 0) =>
      text.includes(hints.holds, from)
        ? search({ steps, text, multiline, hints, count }, from, groups)
        : undefined,
  };
}

function collectRepeated(node: Node, within: boolean, found: Set<number>): void {
  switch (node.kind) {
    case "one":
    case "at":
      return;
    case "all":
      node.parts.forEach((part) => collectRepeated(part, within, found));
      return;
    case "either":
      node.options.forEach((option) => collectRepeated(option, within, found));
      return;
    case "group":
      if (within) found.add(node.index);
      collectRepeated(node.of, within, found);
      return;
    case "repeat":
      collectRepeated(node.of, within || node.max !== 1, found);
      return;
  }
}

interface Search {
  readonly steps: readonly Step[];
  readonly text: string;
  readonly multiline: boolean;
  readonly hints: Hints;
  readonly count: Count | undefined;
}

/** What a state takes, in the units of `boot/work.ts`: each of them is kept. */
const PER_STATE = 1;

function search(within: Search, from: number, groups: number): Match | undefined {
  const { text } = within;
  // A state that led to no match from one start leads to none from another.
  const seen = new Set<number>();
  const last = within.hints.anchored ? 0 : text.length;
  for (let start = from; start <= last; start += 1) {
    const before = seen.size;
    const end = walk(within, start, seen);
    within.count?.(PER_STATE * (seen.size - before + 1));
    if (end === undefined) continue;
    const slots = groups === 0 ? [] : (walkTo(within, start, end) ?? []);
    return { start, end, groups: [text.slice(start, end), ...textsOf(text, slots, groups)] };
  }
  return undefined;
}

/** The longest match from `start`. */
function walk({ steps, text, multiline }: Search, start: number, seen: Set<number>): number | undefined {
  const width = text.length + 1;
  const todo = [start];
  let longest: number | undefined;
  for (let state = todo.pop(); state !== undefined; state = todo.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    const at = state % width;
    const index = (state - at) / width;
    const step = steps[index];
    const next = state + width;
    if (step === undefined) continue;
    if (step.kind === "done") longest = Math.max(longest ?? at, at);
    else if (step.kind === "one") {
      if (at < text.length && step.takes(text.charAt(at))) todo.push(next + 1);
    } else if (step.kind === "fork") todo.push(step.second * width + at, step.first * width + at);
    else if (step.kind === "jump") todo.push(step.to * width + at);
    else if (step.kind === "mark" || stands(step.where, text, at, multiline)) todo.push(next);
  }
  return longest;
}

/**
 * What the groups hold in the match from `start` to `end`: the course that is first by preference, as glibc's regexec
 * takes it once it knows where the match ends.
 */
function walkTo({ steps, text, multiline }: Search, start: number, end: number): number[] | undefined {
  const width = text.length + 1;
  const seen = new Set<number>();
  const todo: { readonly state: number; readonly slots: readonly number[] }[] = [{ state: start, slots: [] }];
  for (let top = todo.pop(); top !== undefined; top = todo.pop()) {
    const { state, slots } = top;
    if (seen.has(state)) continue;
    seen.add(state);
    const at = state % width;
    const step = steps[(state - at) / width];
    const next = state + width;
    if (step === undefined) continue;
    if (step.kind === "done") {
      if (at === end) return [...slots];
    } else if (step.kind === "one") {
      if (at < end && step.takes(text.charAt(at))) todo.push({ state: next + 1, slots });
    } else if (step.kind === "fork")
      todo.push({ state: step.second * width + at, slots }, { state: step.first * width + at, slots });
    else if (step.kind === "jump") todo.push({ state: step.to * width + at, slots });
    else if (step.kind === "mark") {
      const marked = [...slots];
      marked[step.slot] = at;
      todo.push({ state: next, slots: marked });
    } else if (stands(step.where, text, at, multiline)) todo.push({ state: next, slots });
  }
  return undefined;
}

function textsOf(text: string, slots: readonly number[], groups: number): (string | undefined)[] {
  return Array.from({ length: groups }, (_, at) => {
    const start = slots[at * 2 + 2];
    const end = slots[at * 2 + 3];
    return start === undefined || end === undefined ? undefined : text.slice(start, end);
  });
}

function stands(where: Where, text: string, at: number, multiline: boolean): boolean {
  switch (where) {
    case "text start":
      return at === 0;
    case "text end":
      return at === text.length;
    case "line start":
      return at === 0 || (multiline && text[at - 1] === "\n");
    case "line end":
      return at === text.length || (multiline && text[at] === "\n");
    default:
      return standsAtWord(where, at > 0 && isWordChar(text[at - 1]), isWordChar(text[at]));
  }
}

function standsAtWord(where: Where, before: boolean, after: boolean): boolean {
  switch (where) {
    case "word edge":
      return before !== after;
    case "no word edge":
      return before === after;
    case "word start":
      return !before && after;
    case "word end":
      return before && !after;
    case "no word before":
      return !before;
    default:
      return !after;
  }
}
