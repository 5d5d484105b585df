import { skip, take, type Cursor } from "../sed/cursor";
import type { Line, Of } from "./line";

/** A field, the number of the fields or of the line, a text, a number: what it is, and how it compares (awk(1), "Comparisons"). */
export interface Term {
  readonly kind: "input" | "number" | "text";
  readonly of: Of<string>;
}

const BLANKS = /[ \t]/u;

/** The term that stands at the cursor, taken. */
export function readTerm(cursor: Cursor): Term | undefined {
  skip(cursor, BLANKS);
  const text = take(cursor, /"([^"\\\n]*)"/y);
  if (text) return { kind: "text", of: () => text[1] ?? "" };
  const digits = take(cursor, /(?:0|[1-9]\d{0,8})(?![\w.])/y);
  if (digits) return { kind: "number", of: () => digits[0] };
  if (take(cursor, /\$NF\b/y)) return { kind: "input", of: ({ whole, fields }) => fields.at(-1) ?? whole };
  const field = take(cursor, /\$(\d{1,3})(?!\w)/y);
  if (field) {
    const index = Number(field[1]);
    return { kind: "input", of: ({ whole, fields }) => (index === 0 ? whole : (fields[index - 1] ?? "")) };
  }
  if (take(cursor, /NF\b/y)) return { kind: "number", of: ({ fields }) => String(fields.length) };
  return take(cursor, /NR\b/y) && { kind: "number", of: ({ number }) => String(number) };
}

/** Terms with commas between, to be printed; those that stand next to each other are one text. */
export function readList(cursor: Cursor): readonly Of<string>[] | undefined {
  const list: Of<string>[] = [];
  for (;;) {
    const joined: Term[] = [];
    for (let term = readTerm(cursor); term !== undefined; term = readTerm(cursor)) joined.push(term);
    if (joined.length === 0) return list.length === 0 ? list : undefined;
    list.push((line) => joined.map(({ of }) => of(line) ?? "").join(""));
    skip(cursor, BLANKS);
    if (!take(cursor, /,\s*/y)) return list;
  }
}

/** Whether two values compare so: as numbers where both are or look like some, otherwise as texts. */
export function compares(
  line: Line,
  [left, operator, right]: readonly [Term, string, Term],
): boolean | undefined {
  const one = left.of(line) ?? "";
  const other = right.of(line) ?? "";
  if (left.kind !== "text" && right.kind !== "text") {
    const first = numberOf(one);
    const second = numberOf(other);
    if (first === undefined || second === undefined) return undefined;
    if (first !== "none" && second !== "none") return holds(first - second, operator);
  }
  // Which of two texts comes first hangs on the locale.
  return operator === "==" || operator === "!=" ? (one === other) === (operator === "==") : undefined;
}

/** The number that a text looks like, or that it is none; `undefined` where versions of awk(1) tell differently. */
function numberOf(text: string): number | "none" | undefined {
  if (/^(?:0|[1-9]\d{0,8})$/u.test(text)) return Number(text);
  return /^[a-z#/]/iu.test(text) && !/^(?:inf|nan)/iu.test(text) ? "none" : undefined;
}

function holds(difference: number, operator: string): boolean {
  if (operator === "==") return difference === 0;
  if (operator === "!=") return difference !== 0;
  return (
    (operator.startsWith(">") ? difference > 0 : difference < 0) ||
    (operator.endsWith("=") && difference === 0)
  );
}
