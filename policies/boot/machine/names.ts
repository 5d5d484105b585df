import type { Prediction } from "./prediction";

/** The traits of one name, each where `TRAITS` has it; `undefined` for those that nothing was said about. */
export type OfName = readonly (Prediction<unknown> | undefined)[];

/**
 * Traits by name, as they are at one moment. A machine is made anew by each command and all but a few names stay as they
 * are: the moments of one course share a store, to which each of them only adds.
 */
export interface Names {
  readonly store: Store;
  /** How many of the store's additions there were by then. */
  readonly moment: number;
  readonly size: number;
  readonly known: Known;
}

/** Which names there are: the same object for as long as no name comes to them. */
export interface Known {
  readonly before: Known | undefined;
  /** The names that came to those before. */
  readonly added: readonly string[];
}

interface Store {
  readonly entries: Map<string, Entry>;
  /** The name that each addition was about. */
  readonly log: string[];
  /** The moment of another store that this one began with. */
  readonly start: { readonly store: Store; readonly moment: number } | undefined;
}

interface Entry {
  readonly traits: OfName;
  readonly moment: number;
  readonly before: Entry | undefined;
}

const newStore = (start?: Store["start"]): Store => ({ entries: new Map(), log: [], start });

export const NO_NAMES: Names = {
  store: newStore(),
  moment: 0,
  size: 0,
  known: { before: undefined, added: [] },
};

/** What was said about a name. */
export function traitsOf({ store, moment }: Names, name: string): OfName | undefined {
  let entry = store.entries.get(name);
  while (entry !== undefined && entry.moment > moment) entry = entry.before;
  return entry?.traits;
}

/** The names, in the order of the first mention. */
export function namesIn(names: Names): readonly string[] {
  const { store, moment } = names;
  const all = [...store.entries.keys()];
  return moment === store.log.length ? all : all.filter((name) => traitsOf(names, name) !== undefined);
}

/** The same with other traits for a name; the names given stay as they were. */
export function withTraits(names: Names, name: string, traits: OfName): Names {
  const { size, known } = names;
  const store = extensible(names);
  const before = store.entries.get(name);
  const moment = store.log.push(name);
  store.entries.set(name, { traits, moment, before });
  return before === undefined
    ? { store, moment, size: size + 1, known: { before: known, added: [name] } }
    : { store, moment, size, known };
}

// What another course has gone on from already is copied.
function extensible(names: Names): Store {
  const { store, moment } = names;
  if (moment === store.log.length && names !== NO_NAMES) return store;
  const copy = newStore({ store, moment });
  for (const name of namesIn(names)) {
    const traits = traitsOf(names, name);
    if (traits !== undefined) copy.entries.set(name, { traits, moment: 0, before: undefined });
  }
  return copy;
}

/** The names on which two may differ, each at least once: what was added to either since they were the same. */
export function differing(one: Names, other: Names): readonly string[] {
  const ours = courseOf(one);
  const theirs = courseOf(other);
  const from = ours.findIndex(({ store }) => theirs.some((each) => each.store === store));
  const mine = ours[from];
  const to = theirs.findIndex(({ store }) => store === mine?.store);
  const its = theirs[to];
  if (mine === undefined || its === undefined) return [...namesIn(one), ...namesIn(other)];
  const [early, late] = [Math.min(mine.moment, its.moment), Math.max(mine.moment, its.moment)];
  const added = [...ours.slice(0, from), ...theirs.slice(0, to)].flatMap(({ store, moment }) =>
    store.log.slice(0, moment),
  );
  return [...mine.store.log.slice(early, late), ...added];
}

type Moment = Pick<Names, "store" | "moment">;

// From the store that it stands in back to the first one.
function courseOf(names: Moment): readonly Moment[] {
  const course: Moment[] = [];
  for (let at: Moment | undefined = names; at !== undefined; at = at.store.start) course.push(at);
  return course;
}
