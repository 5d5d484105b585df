/**
 * A place in user data: which part, and where in that part's decoded text.
 *
 * Lines and columns count from 1 and are those of the part as its author sees it: after base64, gzip and MIME
 * decoding, before cloud-init changes anything.
 */
export interface Place {
  /** 1 for the first part. */
  readonly part: number;
  /** How many parts the user data has; 1 means that it is a single file and the part need not be named. */
  readonly parts: number;
  readonly line: number;
  readonly column: number;
}

/** A text whose offsets can be told as places, also when it stands inside another text (a `runcmd` item, a here-doc). */
export interface SourceText {
  readonly text: string;
  /** Place of a character offset (0-based, UTF-16 units) of `text`. */
  placeAt(offset: number): Place;
}

/** `user data, line 14` or `user data, part 2, line 14`; what a part calls itself is its author's to know. */
export function describePlace(place: Place): string {
  const part = place.parts > 1 ? `part ${String(place.part)}, ` : "";
  return `user data, ${part}line ${String(place.line)}`;
}

/** A source text that is a whole part. Builds its line index once, on the first question. */
export function partSource(text: string, part: Pick<Place, "part" | "parts">): SourceText {
  let starts: readonly number[] | undefined;
  // One command asks for its own place many times.
  let last: { readonly offset: number; readonly place: Place } | undefined;
  return {
    text,
    placeAt(offset) {
      if (last?.offset === offset) return last.place;
      starts ??= lineStarts(text);
      const line = lineOf(starts, offset);
      const place = { ...part, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
      last = { offset, place };
      return place;
    },
  };
}

/** Offsets at which the lines of a text begin. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
