import type { Distribution } from "../image/account-defaults";
import type { ImageFamily } from "../image/families";
import { SOME_OPENSSH, type OpenSsh } from "../image/openssh";
import {
  blurTraits,
  EVERY,
  NOTHING_SAID,
  placeOf,
  setTraits,
  SUBJECTS,
  type Draft,
  type Traits,
} from "./draft";
import type { Effect } from "./effect";
import { differing, namesIn, traitsOf, withTraits } from "./names";
import { joinPlaces, isPlaceEffect, placesAfter, type PlaceEffect } from "./place-effects";
import { keysElsewhere, ofVolume, placed, relocated } from "./placed";
import { NO_PLACES, type Places } from "./places";
import { candidates, certain, IMAGE, uncertain, type Prediction, type Uncertain } from "./prediction";
import { sameValue } from "./same-value";
import { TRAITS, type Subject, type Subjects } from "./traits";
import { draw, newWork, type Work } from "../work";

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
  /** The type of the key pair that the launch names, where it is known: "ssh-ed25519", "ssh-rsa". */
  readonly keyType?: string;
  /** Whether the launch names a key pair, where that is known. */
  readonly keyPair?: boolean;
  /** Lines that ran something which cannot be seen into, in order. */
  readonly opaque: readonly Uncertain[];
  readonly traits: Traits;
  /** What is mounted and linked where. */
  readonly places: Places;
  /** What following it may still take: one for all that comes of one prediction. */
  readonly work: Work;
}

/** What the image says of a trait that the user data never touched; `undefined` where even that is not known. */
export type Baseline = <S extends Subject, K extends keyof Subjects[S]>(
  subject: S,
  name: string,
  trait: K,
) => Subjects[S][K] | undefined;

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
  const names = machine.traits[subject];
  if (names.size === 0) return undefined;
  const at = placeOf(subject, which);
  const found = traitsOf(names, name)?.[at] ?? traitsOf(names, EVERY)?.[at];
  return found as Prediction<Subjects[S][K]> | undefined;
}

export const newMachine = (
  baseline: Baseline,
  openssh: OpenSsh = SOME_OPENSSH,
  { family, release }: Distribution = { family: "unknown" },
  work: Work = newWork(),
): Machine => ({
  baseline,
  openssh,
  family,
  ...(release !== undefined && { release }),
  opaque: [],
  traits: NOTHING_SAID,
  places: NO_PLACES,
  work,
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
  const names = machine.traits[subject];
  return names.size === 0 ? [] : namesIn(names).filter((name) => name !== EVERY);
}

/** How much has been said in all: the names of every subject, and what is mounted and linked. */
export function sizeOf({ traits, places }: Machine): number {
  let size = places.aliases.length + places.volumes.size;
  for (const subject of SUBJECTS) size += traits[subject].size;
  return size;
}

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
  const traits: Draft = { ...machine.traits };
  let { opaque } = machine;
  for (const effect of effects) {
    switch (effect.kind) {
      case "set":
        setTraits(traits, effect);
        break;
      case "blur":
        blurTraits(traits, effect);
        break;
      case "opaque":
        opaque = withOpaque(opaque, [uncertain(effect.why, effect.since)]);
        break;
    }
  }
  return { ...machine, traits, opaque };
}

// Further lines of the same sort tell nothing new; a few are enough for any message.
const MAX_OPAQUE = 16;

function withOpaque(before: readonly Uncertain[], added: readonly Uncertain[]): readonly Uncertain[] {
  const fresh = added.filter(
    (each, at) => ![...before, ...added.slice(0, at)].some((other) => isSameLine(other, each)),
  );
  return fresh.length === 0 ? before : [...before, ...fresh].slice(0, MAX_OPAQUE);
}

const isSameLine = (one: Uncertain, other: Uncertain): boolean =>
  one === other ||
  (one.why === other.why &&
    one.since.from === "user-data" &&
    other.since.from === "user-data" &&
    one.since.place.line === other.since.place.line &&
    one.since.place.part === other.since.place.part);

/** The machine where either of two courses may have been taken: what they agree on stays, the rest cannot be told. */
export function join(left: Machine, right: Machine, why: string): Machine {
  if (left === right) return left;
  const traits: Draft = { ...left.traits };
  draw(left.work, 20 + left.places.aliases.length + right.places.aliases.length);
  for (const subject of SUBJECTS) {
    if (left.traits[subject] === right.traits[subject]) continue;
    const names = new Set(differing(left.traits[subject], right.traits[subject]));
    draw(left.work, names.size * PER_TRAIT * TRAITS[subject].length);
    for (const name of names) {
      const ours = traitsOf(left.traits[subject], name);
      const theirs = traitsOf(right.traits[subject], name);
      if (ours === theirs) continue;
      const joined = TRAITS[subject].map((which, at) => {
        const [a, b] = [ours?.[at], theirs?.[at]];
        if (a === b) return a;
        return joinPredictions(
          a ?? keptAs(left, subject, name, which as never),
          b ?? keptAs(right, subject, name, which as never),
          why,
        );
      });
      traits[subject] = withTraits(traits[subject], name, joined);
    }
  }
  const opaque = withOpaque(left.opaque, right.opaque);
  return { ...left, opaque, traits, places: joinPlaces(left.places, right.places) };
}

/** What joining a trait takes, in the units of `boot/work.ts`. */
const PER_TRAIT = 8;

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
