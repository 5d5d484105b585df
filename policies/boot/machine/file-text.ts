import type { SourceText } from "../../facts/place";
import { IMAGE, type Origin } from "./prediction";

/** What a text file holds, as far as it can be told, and which line of the user data each stretch of it comes from. */
export interface FileText {
  /** Stretches that cannot be told are as in the shell's values. */
  readonly text: string;
  readonly pieces: readonly Piece[];
}

interface Piece {
  /** Offset in the text. */
  readonly start: number;
  /** Where the character at an offset within the piece comes from. */
  readonly originAt: (offset: number) => Origin;
}

/** A text that a single command or key of the user data wrote, or the image. */
export const textFrom = (text: string, since: Origin): FileText => ({
  text,
  pieces: [{ start: 0, originAt: () => since }],
});

export const imageText = (text: string): FileText => textFrom(text, IMAGE);

/** A text that stands in the user data as it is: a here-document, a key of `write_files`. */
export const textOfSource = (source: SourceText, construct: string): FileText => ({
  text: source.text,
  pieces: [
    {
      start: 0,
      originAt: (offset) => ({ from: "user-data", place: source.placeAt(offset), construct }),
    },
  ],
});

/** The text with another one behind it. */
export const appended = (before: FileText, added: FileText): FileText => ({
  text: before.text + added.text,
  pieces: [
    ...before.pieces,
    ...added.pieces.map((piece) => ({ ...piece, start: piece.start + before.text.length })),
  ],
});

/** The text after an edit: a line that was there before keeps where it came from, the others come from the edit. */
export function edited(before: FileText, text: string, since: Origin): FileText {
  const old = before.text.split("\n");
  const starts = startsOf(old);
  const lines = text.split("\n");
  const fromEdit = (): Origin => since;
  let next = 0;
  let start = 0;
  const pieces = lines.map((line): Piece => {
    const here = start;
    start += line.length + 1;
    const found = old.indexOf(line, next);
    if (found === -1) return { start: here, originAt: fromEdit };
    next = found + 1;
    const from = starts[found] ?? 0;
    return { start: here, originAt: (offset) => originAt(before, from + offset) };
  });
  return { text, pieces };
}

function startsOf(lines: readonly string[]): readonly number[] {
  let start = 0;
  return lines.map((line) => {
    const here = start;
    start += line.length + 1;
    return here;
  });
}

/** Where the character at an offset comes from. */
export function originAt({ pieces }: FileText, offset: number): Origin {
  let found: Piece | undefined;
  for (const piece of pieces) {
    if (piece.start > offset) break;
    found = piece;
  }
  return found === undefined ? IMAGE : found.originAt(offset - found.start);
}

/** The text as one to run, placed where it was written; `undefined` where the user data did not write it. */
export function sourceOfText(file: FileText): SourceText | undefined {
  const first = file.pieces.map((piece) => piece.originAt(0)).find(({ from }) => from === "user-data");
  if (first?.from !== "user-data") return undefined;
  return {
    text: file.text,
    placeAt(offset) {
      const origin = originAt(file, offset);
      return origin.from === "user-data" ? origin.place : first.place;
    },
  };
}

export const isFileText = (value: unknown): value is FileText =>
  typeof value === "object" && value !== null && "pieces" in value;
