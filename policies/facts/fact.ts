/**
 * A value that somebody wrote (or did not write) in a program, with the property path it came from.
 *
 * The three states stay apart on purpose: what was left out is `absent`, what is only known at apply is
 * `unknown`. A rule may act on `known` and `absent`, never on `unknown`.
 */
export type Fact<T> = Known<T> | Absent | Unknown;

export interface Known<T> {
  readonly state: "known";
  readonly value: T;
  /** Property path from the resource's root, as in `metadataOptions.httpEndpoint`; or the name of a setting or look-up. */
  readonly path: string;
}

export interface Absent {
  readonly state: "absent";
  readonly path: string;
}

export interface Unknown {
  readonly state: "unknown";
  readonly path: string;
  /** What is missing, as a phrase that can follow "unknown:". Never holds the value itself. */
  readonly why: string;
}

export const known = <T>(value: T, path: string): Known<T> => ({ state: "known", value, path });
export const absent = (path: string): Absent => ({ state: "absent", path });
export const unknown = (path: string, why = `${path} is only known at apply`): Unknown => ({
  state: "unknown",
  path,
  why,
});

/** Applies `change` to a known value; the other two states pass through. */
export function mapFact<T, U>(fact: Fact<T>, change: (value: T) => U): Fact<U> {
  return fact.state === "known" ? known(change(fact.value), fact.path) : fact;
}

/** The known value, else `undefined` (for absent and unknown alike: use it only where both mean "say nothing"). */
export function valueOf<T>(fact: Fact<T>): T | undefined {
  return fact.state === "known" ? fact.value : undefined;
}

/** The first fact that was written at all: `first` unless it is absent, else `second`. */
export function orElse<T>(first: Fact<T>, second: Fact<T>): Fact<T> {
  return first.state === "absent" ? second : first;
}
