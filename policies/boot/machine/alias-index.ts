import type { Alias } from "./alias";

/** The aliases of a machine by where they are, step by step: a path is followed in as many steps as it has. */
export interface Spot {
  readonly below: Map<string, Spot>;
  /** The last of those at the place: it covers the others. */
  link?: Alias;
  mount?: Alias;
  /** Those that lead here. */
  readonly shown: Alias[];
}

const newSpot = (): Spot => ({ below: new Map(), shown: [] });

/** `/a/b` as its steps, the root first: "" for the machine's own, a volume's name for another file system's. */
const stepsOf = (location: string): readonly string[] => location.split("/");

function spotFor(root: Spot, location: string): Spot {
  let spot = root;
  for (const step of location === "/" ? [""] : stepsOf(location)) {
    const next = spot.below.get(step) ?? newSpot();
    spot.below.set(step, next);
    spot = next;
  }
  return spot;
}

const SPOTS = new WeakMap<readonly Alias[], Spot>();

/** Where the aliases are; made once for the same ones. */
export function spotsOf(aliases: readonly Alias[]): Spot {
  const found = SPOTS.get(aliases) ?? makeSpots(aliases);
  SPOTS.set(aliases, found);
  return found;
}

function makeSpots(aliases: readonly Alias[]): Spot {
  const root = newSpot();
  for (const alias of aliases) spotFor(root, alias.at)[alias.kind] = alias;
  return root;
}

/** The spot of a location, where an alias is there or below it. */
export function spotAt(root: Spot, location: string): Spot | undefined {
  let spot: Spot | undefined = root;
  for (const step of location === "/" ? [""] : stepsOf(location)) {
    spot = spot.below.get(step);
    if (spot === undefined) return undefined;
  }
  return spot;
}

/** Whether an alias is at a location or above it. */
export function isCovered(root: Spot, location: string): boolean {
  let spot: Spot | undefined = root;
  for (const step of location === "/" ? [""] : stepsOf(location)) {
    spot = spot.below.get(step);
    if (spot === undefined) return false;
    if (spot.link !== undefined || spot.mount !== undefined) return true;
  }
  return false;
}

/** Aliases by the location that they lead to. */
export function leadingTo(targets: Iterable<readonly [alias: Alias, location: string]>): Spot {
  const root = newSpot();
  for (const [alias, location] of targets) spotFor(root, location).shown.push(alias);
  return root;
}

/** Those that lead to a location or above it, with what of the location is below there. */
export function* above(
  root: Spot,
  location: string,
): Generator<readonly [alias: Alias, rest: string], undefined> {
  let spot: Spot | undefined = root;
  let length = 0;
  for (const [at, step] of (location === "/" ? [""] : stepsOf(location)).entries()) {
    spot = spot.below.get(step);
    if (spot === undefined) return;
    length += step.length + (at === 0 ? 0 : 1);
    for (const alias of spot.shown) yield [alias, location.slice(length)];
  }
}
