import { anyChar, ANY_TEXT, fits, type Count, type Sign } from "../../facts/wildcard";
import { ANY, couldBe, GLOB_ONE, GLOB_STAR, type Value } from "./value";

export const hasGlob = (value: Value): boolean => value.includes(GLOB_STAR) || value.includes(GLOB_ONE);

/** The characters as typed, for a pattern that matches nothing. */
export const unglobbed = (value: Value): Value => value.replaceAll(GLOB_STAR, "*").replaceAll(GLOB_ONE, "?");

/** Whether a path matches a pattern of absolute paths; a star does not cross a slash, and a leading dot has to be typed. */
export function pathGlob(pattern: Value, count: Count): (path: string) => boolean {
  // Most paths are told from what stands before the first mark.
  const first = pattern.search(/[\uE000-\uE002]/u);
  const start = first > 0 ? pattern.slice(0, first) : "";
  const wanted = pattern.split("/").map((step) => stepGlob(step, count));
  return (path) => {
    if (!path.startsWith(start)) return false;
    const steps = path.split("/");
    return wanted.length === steps.length && wanted.every((matches, at) => matches(steps[at] ?? ""));
  };
}

/** Whether a `case` pattern matches a word, where any character counts alike; `undefined` where it cannot be told. */
export const matchesPattern = (pattern: Value, word: string, count: Count): boolean | undefined =>
  pattern.includes(ANY) ? undefined : fits(signsOf(pattern), word, count);

function stepGlob(pattern: Value, count: Count): (step: string) => boolean {
  if (!hasGlob(pattern)) return (step) => couldBe(pattern, step);
  const signs = signsOf(pattern);
  const takesHidden = pattern.startsWith(".");
  return (step) => (takesHidden || !step.startsWith(".")) && fits(signs, step, count);
}

const signsOf = (pattern: Value): readonly Sign[] =>
  pattern
    .split("")
    .map((char) => (char === GLOB_STAR || char === ANY ? ANY_TEXT : char === GLOB_ONE ? anyChar : char));
