/** A line as awk(1) sees it. */
export interface Line {
  readonly whole: string;
  readonly fields: readonly string[];
  /** The number of the line, from 1. */
  readonly number: number;
}

/** What a test or a term is of a line; `undefined` where it cannot be told. */
export type Of<Value> = (line: Line) => Value | undefined;
