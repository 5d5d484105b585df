import type { ImageFamily } from "../image/families";
import { SOME_OPENSSH, type OpenSsh } from "../image/openssh";
import { newDraft, type Draft } from "./draft";
import type { BlurEffect, Effect } from "./effect";
import { certain, IMAGE, uncertain, type Prediction, type Uncertain } from "./prediction";
import { sameValue } from "./same-value";
import { TRAITS, type Subject, type Subjects } from "./traits";

/**
 * The predicted machine: for each trait that anything was said about, its value or that it cannot be told, with the line
 * that made it so. What nothing was said about stands at the image's own (see {@link Baseline}).
 */
export interface Machine {
  readonly baseline: Baseline;
  readonly openssh: OpenSsh;
  /** What the tools of the image's distribution do by default hangs on it. */
  readonly family: ImageFamily | "unknown";
  /** Lines that ran something which cannot be seen into, in order. */
  readonly opaque: readonly Uncertain[];
  readonly traits: Traits;
}

/** By subject, name and trait. */
export type Traits = ReadonlyMap<Subject, ReadonlyMap<string, ReadonlyMap<PropertyKey, Prediction<unknown>>>>;

/** What the image says of a trait that the user data never touched; `undefined` where even that is not known. */
export type Baseline = <S extends Subject, K extends keyof Subjects[S]>(
  subject: S,
  name: string,
  trait: K,
) => Subjects[S][K] | undefined;

const EVERY = "*";

/** What was said about a trait, the image's own aside. */
export function said<S extends Subject, K extends keyof Subjects[S]>(
  machine: Machine,
  subject: S,
  name: string,
  which: K,
): Prediction<Subjects[S][K]> | undefined {
  const names = machine.traits.get(subject);
  const found = names?.get(name)?.get(which) ?? names?.get(EVERY)?.get(which);
  return found as Prediction<Subjects[S][K]> | undefined;
}

export const newMachine = (
  baseline: Baseline,
  openssh: OpenSsh = SOME_OPENSSH,
  family: Machine["family"] = "unknown",
): Machine => ({
  baseline,
  openssh,
  family,
  opaque: [],
  traits: new Map(),
});

/** The prediction for one trait. */
export function trait<S extends Subject, K extends keyof Subjects[S]>(
  machine: Machine,
  subject: S,
  name: string,
  which: K,
): Prediction<Subjects[S][K]> {
  const found = said(machine, subject, name, which);
  if (found !== undefined) return found;
  const value = machine.baseline(subject, name, which);
  return value === undefined ? uncertain("the image is not known", IMAGE) : certain(value, IMAGE);
}

/** Names of a subject that something was said about, in the order of the first mention. */
export function mentioned(machine: Machine, subject: Subject): readonly string[] {
  const names = machine.traits.get(subject);
  return names === undefined ? [] : [...names.keys()].filter((name) => name !== EVERY);
}

/** How much has been said in all: the names of every subject. */
export const sizeOf = ({ traits }: Machine): number =>
  [...traits.values()].reduce((sum, names) => sum + names.size, 0);

/** The machine after the effects, in their order; the machine given stays as it was. */
export function applyEffects(machine: Machine, effects: readonly Effect[]): Machine {
  if (effects.length === 0) return machine;
  const draft = newDraft(machine.traits);
  const opaque = [...machine.opaque];
  for (const effect of effects) {
    switch (effect.kind) {
      case "set": {
        // No account, path or unit is called so: only what cannot be told may be said of all of them at once.
        if (effect.name === EVERY) break;
        const traits = draft.of(effect.subject, effect.name);
        for (const [which, value] of Object.entries(effect.traits))
          traits.set(which, certain(value, effect.since));
        break;
      }
      case "blur":
        blurTraits(draft, effect);
        break;
      case "opaque":
        addOpaque(opaque, uncertain(effect.why, effect.since));
        break;
    }
  }
  return { ...machine, traits: draft.done(), opaque };
}

// Further lines of the same sort tell nothing new; a few are enough for any message.
const MAX_OPAQUE = 16;

function addOpaque(opaque: Uncertain[], added: Uncertain): void {
  const { why, since } = added;
  const isSame = (each: Uncertain): boolean =>
    each === added ||
    (each.why === why &&
      each.since.from === "user-data" &&
      since.from === "user-data" &&
      each.since.place.line === since.place.line &&
      each.since.place.part === since.place.part);
  if (opaque.length < MAX_OPAQUE && !opaque.some(isSame)) opaque.push(added);
}

function blurTraits(draft: Draft, { subject, name, traits, why, since, among }: BlurEffect): void {
  const which: readonly PropertyKey[] = traits ?? TRAITS[subject];
  const unclear = { ...uncertain(why, since), ...(among && { among }) };
  const own = draft.of(subject, name);
  for (const each of which) own.set(each, unclear);
  if (name !== EVERY) return;
  for (const other of draft.names(subject)) {
    const before = draft.of(subject, other);
    for (const each of which) if (before.has(each)) before.set(each, unclear);
  }
}

/** The machine where either of two courses may have been taken: what they agree on stays, the rest cannot be told. */
export function join(left: Machine, right: Machine, why: string): Machine {
  if (left === right) return left;
  const draft = newDraft(left.traits);
  for (const subject of new Set([...left.traits.keys(), ...right.traits.keys()])) {
    for (const name of new Set([...namesOf(left, subject), ...namesOf(right, subject)])) {
      const ours = left.traits.get(subject)?.get(name);
      const theirs = right.traits.get(subject)?.get(name);
      if (ours === theirs) continue;
      const joined = draft.of(subject, name);
      for (const which of new Set([...(ours?.keys() ?? []), ...(theirs?.keys() ?? [])])) {
        const a = ours?.get(which) ?? trait(left, subject, name, which as never);
        const b = theirs?.get(which) ?? trait(right, subject, name, which as never);
        joined.set(which, joinPredictions(a, b, why));
      }
    }
  }
  const opaque = [...left.opaque];
  for (const each of right.opaque) addOpaque(opaque, each);
  return { ...left, opaque, traits: draft.done() };
}

const namesOf = ({ traits }: Machine, subject: Subject): readonly string[] => [
  ...(traits.get(subject)?.keys() ?? []),
];

function joinPredictions(a: Prediction<unknown>, b: Prediction<unknown>, why: string): Prediction<unknown> {
  if (!a.certain) return a;
  if (!b.certain) return b;
  if (sameValue(a.value, b.value)) return a;
  return uncertain(why, a.since.from === "user-data" ? a.since : b.since);
}
