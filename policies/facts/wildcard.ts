/** Any text at all, also none: the `*` of every pattern. */
export const ANY_TEXT = Symbol("any text");

/** One step of a pattern: any text, that one character, or a character that a test takes. */
export type Sign = typeof ANY_TEXT | string | ((char: string) => boolean);

/** Told how many steps a match has taken, from time to time. */
export type Count = (steps: number) => void;

/** What `?` stands for. */
export const anyChar = (): boolean => true;

const TOLD_EVERY = 1024;
/** As many steps as take a unit of work. */
const PER_UNIT = 8;

/**
 * Whether a pattern takes the whole of a text, in at most its length times the text's: a star goes on where it failed and
 * never further back. Nothing here is compiled, so that no text decides how long it takes.
 */
export function fits(signs: readonly Sign[], text: string, count?: Count): boolean {
  let sign = 0;
  let at = 0;
  let star = -1;
  let retry = 0;
  let steps = 0;
  while (at < text.length) {
    if (count !== undefined && (steps += 1) % TOLD_EVERY === 0) count(TOLD_EVERY / PER_UNIT);
    const wanted = signs[sign];
    if (wanted === ANY_TEXT) {
      star = sign;
      retry = at;
      sign += 1;
    } else if (wanted !== undefined && takes(wanted, text.charAt(at))) {
      sign += 1;
      at += 1;
    } else if (star !== -1) {
      sign = star + 1;
      retry += 1;
      at = retry;
    } else return false;
  }
  while (signs[sign] === ANY_TEXT) sign += 1;
  count?.(1 + (steps % TOLD_EVERY) / PER_UNIT);
  return sign === signs.length;
}

const takes = (wanted: Exclude<Sign, typeof ANY_TEXT>, char: string): boolean =>
  typeof wanted === "string" ? wanted === char : wanted(char);

/** A pattern in which `*` and `?` are all that is not literal: EC2's filters, sshd's lists. */
export const wildcards = (pattern: string): readonly Sign[] =>
  pattern.split("").map((char) => (char === "*" ? ANY_TEXT : char === "?" ? anyChar : char));

/**
 * Whether a text fits a pattern with the wildcards of EC2's filters: `*` stands for any characters, `?` for one. All
 * else is literal, brackets too, which image names may hold ("Deep Learning Base AMI (Ubuntu 22.04)"): that is why no
 * glob library is used.
 */
export const fitsPattern = (text: string, pattern: string): boolean => fits(wildcards(pattern), text);
