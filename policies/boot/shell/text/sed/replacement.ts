import { ownValue } from "../../../../facts/own";
import type { Match } from "../regex/regex";
import type { Piece } from "./script";

const LETTERS: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", a: "\x07" };

const CASES: Readonly<Record<string, Piece>> = {
  U: { kind: "case", to: "upper", next: false },
  L: { kind: "case", to: "lower", next: false },
  E: { kind: "case", to: "as is", next: false },
  u: { kind: "case", to: "upper", next: true },
  l: { kind: "case", to: "lower", next: true },
};

/** What `s` puts in place: sed(1), "The s Command". `undefined` for an escape that is not read. */
export function readReplacement(text: string): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const piece = text[at] === "\\" ? readEscape(text[at + 1] ?? "") : readPlain(text.charAt(at));
    if (piece === undefined) return undefined;
    if (text[at] === "\\") at += 1;
    pieces.push(piece);
  }
  return pieces;
}

const readPlain = (char: string): Piece =>
  char === "&" ? { kind: "group", index: 0 } : { kind: "text", text: char };

function readEscape(char: string): Piece | undefined {
  if (/\d/u.test(char)) return { kind: "group", index: Number(char) };
  const special = ownValue(CASES, char);
  if (special !== undefined) return special;
  const letter = ownValue(LETTERS, char);
  if (letter !== undefined) return { kind: "text", text: letter };
  return char === "" || /[a-zA-Z]/u.test(char) ? undefined : { kind: "text", text: char };
}

/** The text that is put in place of a match. */
export function replace(pieces: readonly Piece[], match: Match): string {
  let out = "";
  let all: "upper" | "lower" | "as is" = "as is";
  let next: "upper" | "lower" | undefined;
  for (const piece of pieces) {
    if (piece.kind === "case") {
      if (piece.next && piece.to !== "as is") next = piece.to;
      else {
        all = piece.to;
        next = undefined;
      }
      continue;
    }
    const text = piece.kind === "text" ? piece.text : (match.groups[piece.index] ?? "");
    const rest = cased(text, all);
    out += next === undefined || text === "" ? rest : cased(text.charAt(0), next) + rest.slice(1);
    if (text !== "") next = undefined;
  }
  return out;
}

function cased(text: string, to: "upper" | "lower" | "as is"): string {
  if (to === "as is") return text;
  return to === "upper" ? text.toUpperCase() : text.toLowerCase();
}
