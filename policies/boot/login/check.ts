import type { Prediction } from "../machine/prediction";
import type { LoginReason } from "./reason";

/** What one look at the host says against a log-in; nothing at all where nothing speaks against it. */
export interface Check {
  readonly closed?: readonly LoginReason[];
  readonly unknown?: readonly LoginReason[];
}

/** A trait that has to have a value for the log-in to go on. */
export function needs<T>(
  prediction: Prediction<T>,
  wanted: T | ((value: T) => boolean),
  what: string,
): Check {
  if (!prediction.certain) return { unknown: [{ what: prediction.why, since: prediction.since }] };
  const good =
    typeof wanted === "function"
      ? (wanted as (value: T) => boolean)(prediction.value)
      : prediction.value === wanted;
  return good ? {} : { closed: [{ what, since: prediction.since }] };
}

/** The check where it is not known whether it is made at all. */
export const perhapsMade = ({ closed = [], unknown = [] }: Check): Check => ({
  unknown: [...closed, ...unknown],
});
