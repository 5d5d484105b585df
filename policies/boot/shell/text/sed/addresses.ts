import type { Count } from "../../../../facts/wildcard";
import { compileRegex } from "../regex/regex";
import {
  peek,
  skip,
  take,
  takeDelimiter,
  takeNumber,
  takeRegex,
  type Cursor,
  type Delimited,
} from "./cursor";
import type { Address, Pattern, RangeEnd, Where } from "./script";

export interface Located {
  readonly where: Where | undefined;
  readonly negated: boolean;
}

const SPACE = /[ \t]/u;

/** The addresses before a command: sed(1), "Addresses". `undefined` where they are not read. */
export function readAddresses(cursor: Cursor, extended: boolean): Located | undefined {
  const where = readWhere(cursor, extended);
  if (where === undefined) return undefined;
  skip(cursor, SPACE);
  const negated = peek(cursor) === "!";
  if (negated) cursor.at += 1;
  skip(cursor, SPACE);
  return { where: where === "none" ? undefined : where, negated };
}

function readWhere(cursor: Cursor, extended: boolean): Where | "none" | undefined {
  const from = readAddress(cursor, extended);
  if (from === undefined || from === "none") return from;
  skip(cursor, SPACE);
  const beforeFirst = from.kind === "line" && from.number === 0;
  if (peek(cursor) !== ",") return beforeFirst ? undefined : { from };
  cursor.at += 1;
  skip(cursor, SPACE);
  const to = readEnd(cursor, extended);
  return to === undefined || (beforeFirst && to.kind !== "match") ? undefined : { from, to };
}

function readEnd(cursor: Cursor, extended: boolean): RangeEnd | undefined {
  if (peek(cursor) === "+") {
    cursor.at += 1;
    const lines = takeNumber(cursor);
    return lines === undefined ? undefined : { kind: "plus", lines };
  }
  const address = readAddress(cursor, extended);
  return address === undefined || address === "none" || address.kind === "step" ? undefined : address;
}

function readAddress(cursor: Cursor, extended: boolean): Address | "none" | undefined {
  const first = peek(cursor);
  if (first === "$") {
    cursor.at += 1;
    return { kind: "last" };
  }
  if (first === "/" || first === "\\") {
    cursor.at += first === "/" ? 0 : 1;
    const delimiter = takeDelimiter(cursor);
    const regex = delimiter === undefined ? undefined : takeRegex(cursor, delimiter);
    const flags = take(cursor, /[IM]*/y)?.[0] ?? "";
    const pattern =
      regex &&
      readPattern(regex, {
        extended,
        ignoreCase: flags.includes("I"),
        multiline: flags.includes("M"),
        count: cursor.count,
      });
    return pattern && { kind: "match", pattern };
  }
  const number = takeNumber(cursor);
  if (number === undefined) return "none";
  if (peek(cursor) !== "~") return { kind: "line", number };
  cursor.at += 1;
  const step = takeNumber(cursor);
  return step === undefined ? undefined : { kind: "step", first: number, step };
}

export interface PatternFlags {
  readonly extended: boolean;
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly count: Count | undefined;
}

export function readPattern(
  { text, escapedInBrackets }: Delimited,
  flags: PatternFlags,
): Pattern | undefined {
  if (text === "") return flags.ignoreCase || flags.multiline ? undefined : "last";
  const regex = compileRegex(text, { ...flags, program: "sed" });
  if (regex === undefined || !escapedInBrackets) return regex;
  return { ...regex, doubts: new Set([...regex.doubts, "backslashes"]) };
}
