import { ANY, couldBe, GLOB_ONE, GLOB_STAR, type Value } from "./value";

export const hasGlob = (value: Value): boolean => value.includes(GLOB_STAR) || value.includes(GLOB_ONE);

/** The characters as typed, for a pattern that matches nothing. */
export const unglobbed = (value: Value): Value => value.replaceAll(GLOB_STAR, "*").replaceAll(GLOB_ONE, "?");

/** Whether a pattern matches an absolute path; a star does not cross a slash, and a leading dot has to be typed. */
export function globMatches(pattern: Value, path: string): boolean {
  // Most paths are told from what stands before the first mark.
  const first = pattern.search(/[\uE000-\uE002]/u);
  if (first > 0 && !path.startsWith(pattern.slice(0, first))) return false;
  const wanted = pattern.split("/");
  const steps = path.split("/");
  return wanted.length === steps.length && wanted.every((each, at) => stepMatches(each, steps[at] ?? ""));
}

/** Whether a `case` pattern matches a word, where any character counts alike; `undefined` where it cannot be told. */
export function matchesPattern(pattern: Value, word: string): boolean | undefined {
  return pattern.includes(ANY) ? undefined : matchFrom(pattern, 0, word, 0);
}

function stepMatches(pattern: Value, step: string): boolean {
  if (!hasGlob(pattern)) return couldBe(pattern, step);
  if (step.startsWith(".") && !pattern.startsWith(".")) return false;
  if (!pattern.includes(GLOB_ONE)) return couldBe(pattern.replaceAll(GLOB_STAR, ANY), step);
  return matchFrom(pattern, 0, step, 0);
}

// The usual two-pointer match: a star remembers where it stood, so that it is linear but for the last star's retries.
function matchFrom(pattern: string, p: number, step: string, s: number): boolean {
  let star = -1;
  let retry = 0;
  while (s < step.length) {
    const mark = pattern[p];
    if (mark === GLOB_ONE || mark === step[s]) {
      p += 1;
      s += 1;
    } else if (mark === GLOB_STAR || mark === ANY) {
      star = p;
      retry = s;
      p += 1;
    } else if (star !== -1) {
      p = star + 1;
      retry += 1;
      s = retry;
    } else return false;
  }
  while (pattern[p] === GLOB_STAR || pattern[p] === ANY) p += 1;
  return p === pattern.length;
}
