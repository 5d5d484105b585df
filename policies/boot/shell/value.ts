/**
 * A word of a shell script as far as it can be told. A stretch that cannot be (a variable set from a download, a
 * command's output) is one {@link ANY} character, which stands for any text at all.
 */
export type Value = string;

/** A private-use character, so that it cannot be meant by a script's author. */
export const ANY = "\uE000";

export const isExact = (value: Value): boolean => !value.includes(ANY);

/** Whether the value could turn out to be `text`. */
export function couldBe(value: Value, text: string): boolean {
  const pieces = value.split(ANY);
  if (pieces.length === 1) return value === text;
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}
