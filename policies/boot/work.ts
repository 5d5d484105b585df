import type { SourceText } from "../facts/place";
import type { Count } from "../facts/wildcard";
import type { Origin } from "./machine/prediction";

/**
 * What one prediction may still take, both boots and every reading of them together: steps, links and aliases followed,
 * patterns matched, bytes copied, courses joined. Counted down, and shared by all that draws from it, so that no text
 * decides how long it takes.
 */
export interface Work {
  left: number;
  /** Where in the user data the prediction stands. */
  source: SourceText;
  offset: number;
  construct: string;
  /** The line at which nothing was left; everything that is asked for after that ends there, too. */
  ended: Origin | undefined;
}

/**
 * How much is followed: a unit is less than a tenth of a microsecond of work (`npm run bench`). The densest 16 KiB of
 * hardening that people write take a third of it.
 */
export const FOLLOWED = 600_000;

/** Why nothing is known where more would be needed. */
export const TOO_MUCH = "the user data is too much work to follow";

const BEGINNING: SourceText = { text: "", placeAt: () => ({ part: 1, parts: 1, line: 1, column: 1 }) };

export const newWork = (amount = FOLLOWED): Work => ({
  left: amount,
  source: BEGINNING,
  offset: 0,
  construct: "user data",
  ended: undefined,
});

/** Nothing is left of the work: what is being predicted cannot be told. Caught where a prediction or a reading begins. */
export class OutOfWork extends Error {
  override readonly name = "OutOfWork";

  constructor(readonly since: Origin) {
    super(TOO_MUCH);
  }
}

/** Tells where the prediction stands from here on. */
export function standAt(work: Work, source: SourceText, offset: number, construct: string): void {
  work.source = source;
  work.offset = offset;
  work.construct = construct;
}

/** @throws {OutOfWork} where less than the amount is left */
export function draw(work: Work, amount: number): void {
  work.left -= amount;
  if (work.left >= 0 && work.ended === undefined) return;
  const { source, offset, construct } = work;
  work.ended ??= { from: "user-data", place: source.placeAt(offset), construct };
  throw new OutOfWork(work.ended);
}

/** The work as a matcher draws from it. */
export const counting =
  (work: Work): Count =>
  (steps) =>
    draw(work, steps);

/** What comes of `run`, or what is said of it where the work ends. */
export function within<T>(run: () => T, otherwise: (since: Origin) => T): T {
  try {
    return run();
  } catch (thrown) {
    if (!(thrown instanceof OutOfWork)) throw thrown;
    return otherwise(thrown.since);
  }
}
