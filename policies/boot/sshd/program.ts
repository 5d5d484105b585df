import type { Criterion } from "./match-line";
import type { Version } from "./version";

/** Where a line of the configuration stands. */
export interface Located {
  readonly file: string;
  readonly line: number;
}

/** A line that sets something. */
export interface Statement extends Located {
  readonly kind: "set";
  /** The setting's name in small letters; an alias stands under what it sets. */
  readonly sets: string;
  readonly words: readonly string[];
  readonly rest: string;
}

/** A place where any line may stand, Match included: a file or a line whose text is not known. */
export interface Opaque extends Located {
  readonly kind: "opaque";
  readonly why: string;
}

/** A file as sshd reads it. What stands in the files that it includes is inside it. */
export type Node =
  | Statement
  | Opaque
  | (Located & { readonly kind: "match"; readonly criteria: readonly Criterion[] })
  | (Located & { readonly kind: "include"; readonly files: readonly (readonly Node[])[] });

/** A configuration that a release has read. */
export interface Program {
  readonly version: Version;
  /** Match blocks apply as well in a file that is included ahead of the first Match. */
  readonly includesMatch: boolean;
  readonly nodes: readonly Node[];
  /** What is set while nobody is connected: all outside Match, and what stands under "Match all". */
  readonly atStart: readonly (Statement | Opaque)[];
}
