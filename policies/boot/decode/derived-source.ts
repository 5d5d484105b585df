import type { Place, SourceText } from "../../facts/place";

/** The rest of a text from an offset on. */
export function restOf(source: SourceText, from: number): SourceText {
  if (from === 0) return source;
  return { text: source.text.slice(from), placeAt: (offset) => source.placeAt(offset + from) };
}

/** The text with Windows line ends made Unix ones; line and column of each character stay the same. */
export function withUnixLineEnds(source: SourceText): SourceText {
  if (!source.text.includes("\r\n")) return source;
  const text = source.text.replaceAll("\r\n", "\n");
  let breaks: readonly number[] | undefined;
  return {
    text,
    placeAt(offset) {
      breaks ??= offsetsAfterDroppedReturns(source.text);
      return source.placeAt(offset + countUpTo(breaks, offset));
    },
  };
}

/** A text that came out of an encoding and has but one place. */
export const at = (place: Place, text: string): SourceText => ({ text, placeAt: () => place });

/** For each `\r\n`, the offset in the shortened text from which on one more character is missing. */
function offsetsAfterDroppedReturns(text: string): readonly number[] {
  const offsets: number[] = [];
  for (let found = text.indexOf("\r\n"); found !== -1; found = text.indexOf("\r\n", found + 2)) {
    offsets.push(found - offsets.length + 1);
  }
  return offsets;
}

/** How many of the ascending numbers are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
