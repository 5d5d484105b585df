import type { SourceText } from "../../facts/place";
import { IMAGE, type Origin, type UserDataOrigin } from "./prediction";

/** What a text file holds, as far as it can be told, and which line of the user data each stretch of it comes from. */
export interface FileText {
  /** Stretches that cannot be told are as in the shell's values. */
  readonly text: string;
  readonly pieces: readonly Piece[];
}

interface Piece {
  /** Offset in the text. */
  readonly start: number;
  /** Where what it was cut out of has the piece's first character. */
  readonly from: number;
  /** Where a character of that comes from. */
  readonly originAt: (offset: number) => Origin;
}

/** A text that a single command or key of the user data wrote, or the image. */
export const textFrom = (text: string, since: Origin): FileText => ({
  text,
  pieces: [{ start: 0, from: 0, originAt: () => since }],
});

export const imageText = (text: string): FileText => textFrom(text, IMAGE);

/** A text that stands in the user data as it is: a here-document, a key of `write_files`. */
export const textOfSource = (source: SourceText, construct: string): FileText => ({
  text: source.text,
  pieces: [
    {
      start: 0,
      from: 0,
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
  const places = placesOf(before.text.split("\n"));
  const fromEdit = (): Origin => since;
  let next = 0;
  let start = 0;
  const pieces = text.split("\n").flatMap((line): readonly Piece[] => {
    const here = start;
    start += line.length + 1;
    const found = places.get(line)?.find(({ at }) => at >= next);
    if (found === undefined) return [{ start: here, from: 0, originAt: fromEdit }];
    next = found.at + 1;
    return cutOut(before, found.start, found.start + line.length + 1, here);
  });
  return { text, pieces };
}

interface LinePlace {
  readonly at: number;
  /** Offset in the text. */
  readonly start: number;
}

/** Where each line stands, from the first place on. */
function placesOf(lines: readonly string[]): ReadonlyMap<string, Queue<LinePlace>> {
  const places = new Map<string, LinePlace[]>();
  let start = 0;
  for (const [at, line] of lines.entries()) {
    const same = places.get(line) ?? [];
    same.push({ at, start });
    places.set(line, same);
    start += line.length + 1;
  }
  return new Map([...places].map(([line, same]) => [line, queueOf(same)]));
}

/** What is looked for from an ever later place on: what has been passed over is not looked at again. */
interface Queue<T> {
  find(isWanted: (item: T) => boolean): T | undefined;
}

function queueOf<T>(items: readonly T[]): Queue<T> {
  let first = 0;
  return {
    find(isWanted) {
      for (; first < items.length; first += 1) {
        const item = items[first];
        if (item !== undefined && isWanted(item)) return item;
      }
      return undefined;
    },
  };
}

/** The pieces of a stretch, as they stand where it is put. */
function cutOut({ pieces }: FileText, from: number, to: number, put: number): readonly Piece[] {
  const cut: Piece[] = [];
  for (let at = Math.max(0, indexAt(pieces, from)); at < pieces.length; at += 1) {
    const piece = pieces[at];
    if (piece === undefined || piece.start >= to) break;
    const start = Math.max(piece.start, from);
    cut.push({ start: put + start - from, from: piece.from + start - piece.start, originAt: piece.originAt });
  }
  return cut;
}

/** Which piece an offset is in; -1 before the first one. */
function indexAt(pieces: readonly Piece[], offset: number): number {
  let low = -1;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pieces[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where the character at an offset comes from. */
export function originAt({ pieces }: FileText, offset: number): Origin {
  const piece = pieces[indexAt(pieces, offset)];
  return piece === undefined ? IMAGE : piece.originAt(piece.from + offset - piece.start);
}

/** The text as one to run, placed where it was written; `undefined` where the user data did not write it. */
export function sourceOfText(file: FileText): SourceText | undefined {
  const first = firstWritten(file);
  if (first === undefined) return undefined;
  return {
    text: file.text,
    placeAt(offset) {
      const origin = originAt(file, offset);
      return origin.from === "user-data" ? origin.place : first.place;
    },
  };
}

function firstWritten({ pieces }: FileText): UserDataOrigin | undefined {
  for (const piece of pieces) {
    const origin = piece.originAt(piece.from);
    if (origin.from === "user-data") return origin;
  }
  return undefined;
}

export const isFileText = (value: unknown): value is FileText =>
  typeof value === "object" && value !== null && "pieces" in value;
