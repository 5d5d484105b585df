import type { Distribution } from "../image/account-defaults";
import type { ImageFamily } from "../image/families";
import { SOME_OPENSSH, type OpenSsh } from "../image/openssh";
import { newDraft, type Draft } from "./draft";
import type { BlurEffect, Effect } from "./effect";
import type { Names } from "./names";
import { joinPlaces, isPlaceEffect, placesAfter, type PlaceEffect } from "./place-effects";
import { keysElsewhere, ofVolume, placed, relocated } from "./placed";
import { NO_PLACES, type Places } from "./places";
import { candidates, certain, IMAGE, uncertain, type Prediction, type Uncertain } from "./prediction";
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
  readonly release?: string;
  /** Lines that ran something which cannot be seen into, in order. */
  readonly opaque: readonly Uncertain[];
  readonly traits: Traits;
  /** What is mounted and linked where. */
  readonly places: Places;
}

/** By subject, name and trait. */
export type Traits = ReadonlyMap<Subject, Names>;

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
  if (machine.places === NO_PLACES) return saidOf(machine, subject, name, which);
  if (subject === "file") return saidOf(machine, subject, placed(machine.places, name), which);
  const keys = subject === "account" && which === "keys" ? keysElsewhere(machine, name) : undefined;
  return (keys as Prediction<Subjects[S][K]> | undefined) ?? saidOf(machine, subject, name, which);
}

/** The same for the location under which a file is kept, rather than a path. */
export function saidOf<S extends Subject, K extends keyof Subjects[S]>(
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
  { family, release }: Distribution = { family: "unknown" },
): Machine => ({
  baseline,
  openssh,
  family,
  ...(release !== undefined && { release }),
  opaque: [],
  traits: new Map(),
  places: NO_PLACES,
});

/** The prediction for one trait. */
export function trait<S extends Subject, K extends keyof Subjects[S]>(
  machine: Machine,
  subject: S,
  name: string,
  which: K,
): Prediction<Subjects[S][K]> {
  const found = said(machine, subject, name, which);
  return found ?? withoutSaying(machine, subject, name, which);
}

// What holds where no line says anything: the mounted file system's, or the image's own.
function withoutSaying<S extends Subject, K extends keyof Subjects[S]>(
  machine: Machine,
  subject: S,
  name: string,
  which: K,
): Prediction<Subjects[S][K]> {
  const mounted = subject === "file" ? ofVolume(machine, name, which as never) : undefined;
  if (mounted !== undefined) return mounted;
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
  if (machine.places === NO_PLACES && !effects.some(isPlaceEffect))
    return applyHere(machine, effects as readonly TraitEffect[]);
  // Where an effect takes place hangs on the ones before it.
  return effects.reduce(
    (now, effect) =>
      isPlaceEffect(effect)
        ? applyPlace(now, effect)
        : relocated(now, effect).reduce(
            (then, each) => (isPlaceEffect(each) ? applyPlace(then, each) : applyHere(then, [each])),
            now,
          ),
    machine,
  );
}

const applyPlace = (machine: Machine, effect: PlaceEffect): Machine => ({
  ...machine,
  places: placesAfter(machine.places, effect),
});

type TraitEffect = Exclude<Effect, PlaceEffect>;

function applyHere(machine: Machine, effects: readonly TraitEffect[]): Machine {
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
        const a = ours?.get(which) ?? keptAs(left, subject, name, which as never);
        const b = theirs?.get(which) ?? keptAs(right, subject, name, which as never);
        joined.set(which, joinPredictions(a, b, why));
      }
    }
  }
  const opaque = [...left.opaque];
  for (const each of right.opaque) addOpaque(opaque, each);
  return { ...left, opaque, traits: draft.done(), places: joinPlaces(left.places, right.places) };
}

// A name under which something is kept is a location already.
const keptAs = <S extends Subject>(
  machine: Machine,
  subject: S,
  name: string,
  which: keyof Subjects[S],
): Prediction<unknown> =>
  saidOf(machine, subject, name, which) ??
  withoutSaying(
    subject === "file" ? { ...machine, places: unmounted(machine) } : machine,
    subject,
    name,
    which,
  );

const unmounted = ({ places }: Machine): Places => ({ ...places, aliases: [] });

const namesOf = ({ traits }: Machine, subject: Subject): readonly string[] => [
  ...(traits.get(subject)?.keys() ?? []),
];

function joinPredictions(a: Prediction<unknown>, b: Prediction<unknown>, why: string): Prediction<unknown> {
  if (a.certain && b.certain)
    return sameValue(a.value, b.value) ? a : uncertain(why, a.since.from === "user-data" ? a.since : b.since);
  const unclear = [a, b].filter((each) => !each.certain);
  const told = unclear.find(({ since }) => since.from === "user-data") ?? unclear[0] ?? a;
  const other = told === a ? b : a;
  // What one course leaves open among a few values, the other one may have settled as something else.
  const among =
    candidates(a).length > 0 && candidates(b).length > 0 ? [...candidates(a), ...candidates(b)] : [];
  const since = told.since.from === "image" && other.since.from === "user-data" ? other.since : told.since;
  const reason = told.certain || told.since !== since ? why : told.why;
  return { ...uncertain(reason, since), ...(among.length > 0 && { among: [...new Set(among)] }) };
}
