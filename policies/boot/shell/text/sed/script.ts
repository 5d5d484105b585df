import type { Regex } from "../regex/regex";

/** A regular expression; "last" is the empty one, which stands for the last one used. */
export type Pattern = Regex | "last";

export type Address =
  | { readonly kind: "line"; readonly number: number }
  | { readonly kind: "last" }
  | { readonly kind: "step"; readonly first: number; readonly step: number }
  | { readonly kind: "match"; readonly pattern: Pattern };

/** Where a range ends: at an address, or some lines after its start. */
export type RangeEnd = Exclude<Address, { kind: "step" }> | { readonly kind: "plus"; readonly lines: number };

export interface Where {
  readonly from: Address;
  readonly to?: RangeEnd;
}

/** A piece of what `s` puts in place of a match. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "group"; readonly index: number }
  | { readonly kind: "case"; readonly to: "upper" | "lower" | "as is"; readonly next: boolean };

export interface Substitution {
  readonly kind: "s";
  readonly pattern: Pattern;
  readonly pieces: readonly Piece[];
  readonly global: boolean;
  /** The first match that is replaced, from 1. */
  readonly nth: number;
  readonly print: boolean;
}

export type PlainName = "d" | "D" | "p" | "P" | "n" | "N" | "=" | "h" | "H" | "g" | "G" | "x" | "z";

export type Action =
  | Substitution
  | { readonly kind: "plain"; readonly name: PlainName }
  | { readonly kind: "y"; readonly map: ReadonlyMap<string, string> }
  | { readonly kind: "text"; readonly name: "a" | "i" | "c"; readonly text: string }
  | { readonly kind: "quit"; readonly prints: boolean; readonly status: number }
  | { readonly kind: "branch"; readonly onChange: "taken" | "not taken" | "either"; readonly label: string }
  | { readonly kind: "label"; readonly label: string }
  | { readonly kind: "block"; end: number }
  | { readonly kind: "end" };

export interface Command {
  readonly where: Where | undefined;
  readonly negated: boolean;
  readonly action: Action;
}
