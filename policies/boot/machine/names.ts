import type { Prediction } from "./prediction";

/** The traits of one name. */
export type OfName = ReadonlyMap<PropertyKey, Prediction<unknown>>;

/**
 * Traits by name. It shares what it was made from: a machine is made anew by each command, and all but a few names stay
 * as they are.
 */
export interface Names {
  get(name: string): OfName | undefined;
  /** In the order of the first mention. */
  keys(): readonly string[];
  readonly size: number;
  /** The same object for as long as no name comes to those that there are. */
  readonly known: object;
  /** The same with other traits for some names. */
  with(changed: ReadonlyMap<string, OfName>): Names;
}

const MAX_LAYER = 32;

export const NO_NAMES: Names = layered(new Map(), new Map(), {});

function layered(base: ReadonlyMap<string, OfName>, top: ReadonlyMap<string, OfName>, known: object): Names {
  let fresh: readonly string[] | undefined;
  const added = (): readonly string[] => (fresh ??= [...top.keys()].filter((name) => !base.has(name)));
  return {
    known,
    get: (name) => top.get(name) ?? base.get(name),
    keys: () => [...base.keys(), ...added()],
    get size() {
      return base.size + added().length;
    },
    with(changed) {
      const merged = new Map(top);
      for (const [name, traits] of changed) merged.set(name, traits);
      const isKnown = [...changed.keys()].every((name) => top.has(name) || base.has(name));
      const token = isKnown ? known : {};
      return merged.size > MAX_LAYER
        ? layered(new Map([...base, ...merged]), new Map(), token)
        : layered(base, merged, token);
    },
  };
}
