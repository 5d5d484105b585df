import type { Count } from "../../../../facts/wildcard";

/** Where a regular expression may stand without taking a character. */
export type Where =
  | "line start"
  | "line end"
  | "text start"
  | "text end"
  | "word edge"
  | "no word edge"
  | "word start"
  | "word end"
  | "no word before"
  | "no word after";

/** A regular expression as POSIX reads it, whichever way it was written. */
export type Node =
  /** `char`: the only one it takes. */
  | { readonly kind: "one"; readonly takes: (char: string) => boolean; readonly char?: string }
  | { readonly kind: "at"; readonly where: Where }
  | { readonly kind: "all"; readonly parts: readonly Node[] }
  | { readonly kind: "either"; readonly options: readonly Node[] }
  | { readonly kind: "group"; readonly index: number; readonly of: Node }
  | { readonly kind: "repeat"; readonly of: Node; readonly min: number; readonly max: number | undefined };

/** How a program reads a regular expression. */
export interface Syntax {
  readonly extended: boolean;
  readonly ignoreCase: boolean;
  /** sed(1) reads `\t` and `\n`, in brackets too; grep(1) does not. */
  readonly program: "sed" | "grep" | "awk";
  /** The `M` of sed(1): `^` and `$` stand at each line of the pattern space. */
  readonly multiline?: boolean;
  /** Told what searching takes. */
  readonly count?: Count | undefined;
}

/** What of the text would make the outcome depend on the locale or on the program's version. */
export type Doubt = "letters" | "spaces" | "backslashes";

const DOUBTFUL: Readonly<Record<Doubt, RegExp>> = {
  letters: /[^\0-\x7f]/u,
  spaces: /[\u0085\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u,
  backslashes: /\\/u,
};

export const isDoubtful = (doubts: ReadonlySet<Doubt>, text: string): boolean =>
  [...doubts].some((doubt) => DOUBTFUL[doubt].test(text));

export const isWordChar = (char: string | undefined): boolean =>
  char !== undefined &&
  ((char >= "a" && char <= "z") ||
    (char >= "A" && char <= "Z") ||
    (char >= "0" && char <= "9") ||
    char === "_");
