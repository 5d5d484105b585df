import type { Count } from "../../facts/wildcard";
import type { Verdict } from "./algorithms";
import type { Distribution } from "./keywords";
import type { Version } from "./version";

/** One line's arguments and what their check may depend on. */
export interface Line {
  readonly words: readonly string[];
  /** The text after the keyword, as it stands. */
  readonly rest: string;
  readonly version: Version;
  readonly distribution: Distribution;
  /** Not in a Match block, or in one that applies. */
  readonly active: boolean;
  /** Told what matching takes. */
  readonly count?: Count | undefined;
}

/** How many arguments a line's check has used up, or what is wrong with them. */
export type Check = (line: Line) => number | NonNullable<Verdict>;

export const missing = { fails: "the argument is missing" };
export const bad = { fails: "the value is not one that sshd takes" };

export const first = (line: Line): string => line.words[0] ?? "";
export const one =
  (accepts: (word: string, line: Line) => boolean | NonNullable<Verdict>): Check =>
  (line) => {
    if (first(line) === "") return missing;
    const verdict = accepts(first(line), line);
    return typeof verdict === "boolean" ? (verdict ? 1 : bad) : verdict;
  };
export const oneOf = (...values: string[]): Check => one((word) => values.includes(word.toLowerCase()));

/** A list of words. An empty word ends the list before 8.7 and is refused since; no word at all is from 9.8 on. */
export const each =
  (accepts: (word: string) => boolean | NonNullable<Verdict>): Check =>
  (line) => {
    const words = line.version >= 807 ? line.words : wordsBeforeEmpty(line.words);
    if (words.length === 0 && line.version >= 908) return missing;
    for (const word of words) {
      const verdict = word === "" ? false : accepts(word);
      if (verdict !== true) return verdict === false ? bad : verdict;
    }
    // The empty word that ends the list is used up, too.
    return words.length + (words.length < line.words.length ? 1 : 0);
  };

/** What a release before 8.7 reads of a list. */
export function wordsBeforeEmpty(words: readonly string[]): readonly string[] {
  const end = words.indexOf("");
  return end === -1 ? words : words.slice(0, end);
}
