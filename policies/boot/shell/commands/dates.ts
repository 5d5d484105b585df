const DAY = 86_400_000;

/**
 * Whether an account that expires on `date` has expired by now: shadow(5), field 8. Days since 1970 or `YYYY-MM-DD`;
 * empty and -1 stand for never. 0 is 1 January 1970: a key log-in with it was turned away.
 *
 * @returns `undefined` where the tools would take the word in a way that depends on the host (`tomorrow`).
 */
export function isPast(date: string, now: Date = new Date()): boolean | undefined {
  const word = date.trim();
  if (word === "" || word === "-1") return false;
  const today = Math.floor(now.getTime() / DAY);
  if (/^\d{1,7}$/u.test(word)) return Number(word) <= today;
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(word)) return undefined;
  const time = Date.parse(`${word}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : Math.floor(time / DAY) <= today;
}
