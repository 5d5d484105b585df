/** The text less its last characters for as long as they are that one. No expression does it in one pass. */
export function withoutLast(text: string, char: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === char) end -= 1;
  return text.slice(0, end);
}

/** What stands before the first of a character; all of it where there is none. */
export function upTo(text: string, char: string): string {
  const at = text.indexOf(char);
  return at === -1 ? text : text.slice(0, at);
}
