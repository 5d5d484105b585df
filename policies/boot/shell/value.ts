/**
 * A word of a shell script as far as it can be told. A stretch that cannot be (a variable set from a download, a
 * command's output) is one {@link ANY} character, which stands for any text at all.
 */
export type Value = string;

/** A private-use character, so that it cannot be meant by a script's author. */
export const ANY = "\uE000";

/** A pattern's own marks, kept apart from the same characters quoted: sh(1), "Pathname Expansion". */
export const GLOB_STAR = "\uE001";
export const GLOB_ONE = "\uE002";

/**
 * Whether the value is settled. A pattern's mark in it stands for what matches on the machine besides the paths that the
 * model keeps: it is not settled, and it could not be any of them either.
 */
export const isExact = (value: Value): boolean =>
  !value.includes(ANY) && !value.includes(GLOB_STAR) && !value.includes(GLOB_ONE);

/** The longest value that is kept: user data is 16 KiB, so that only a value that doubles itself in a loop is longer. */
export const MAX_LENGTH = 20_000;

/** Values one after the other; what gets too long is no longer told. */
export function concat(values: Iterable<Value>): Value {
  let all = "";
  for (const value of values) {
    if (all.length + value.length > MAX_LENGTH) return ANY;
    all += value.startsWith(ANY) && all.endsWith(ANY) ? value.slice(1) : value;
  }
  return all;
}

/** Whether the value could turn out to be `text`. */
export function couldBe(value: Value, text: string): boolean {
  const pieces = value.split(ANY);
  if (pieces.length === 1) return value === text;
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
