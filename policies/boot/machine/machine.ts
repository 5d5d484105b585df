import { SOME_OPENSSH, type OpenSsh } from "../image/openssh";
import type { Effect } from "./effect";
import { certain, IMAGE, uncertain, type Origin, type Prediction, type Uncertain } from "./prediction";
import { sameValue } from "./same-value";
import { TRAITS, type Subject, type Subjects } from "./traits";

/**
 * The predicted machine: for each trait that anything was said about, its value or that it cannot be told, with the line
 * that made it so. What nothing was said about stands at the image's own (see {@link Baseline}).
 */
export interface Machine {
  readonly baseline: Baseline;
  readonly openssh: OpenSsh;
  /** Lines that ran something which cannot be seen into, in order. */
  readonly opaque: readonly Uncertain[];
  readonly traits: ReadonlyMap<string, Prediction<unknown>>;
}

/** What the image says of a trait that the user data never touched; `undefined` where even that is not known. */
export type Baseline = <S extends Subject, K extends keyof Subjects[S]>(
  subject: S,
  name: string,
  trait: K,
) => Subjects[S][K] | undefined;

const EVERY = "*";
const key = (subject: Subject, name: string, trait: PropertyKey): string =>
  `${subject}\u0000${name}\u0000${String(trait)}`;

/** What was said about a trait, the image's own aside. */
export function said<S extends Subject, K extends keyof Subjects[S]>(
  machine: Machine,
  subject: S,
  name: string,
  which: K,
): Prediction<Subjects[S][K]> | undefined {
  const found =
    machine.traits.get(key(subject, name, which)) ?? machine.traits.get(key(subject, EVERY, which));
  return found as Prediction<Subjects[S][K]> | undefined;
}

export const newMachine = (baseline: Baseline, openssh: OpenSsh = SOME_OPENSSH): Machine => ({
  baseline,
  openssh,
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
  const prefix = `${subject}\u0000`;
  const names = new Set<string>();
  for (const each of machine.traits.keys()) {
    if (!each.startsWith(prefix)) continue;
    const name = each.slice(prefix.length, each.lastIndexOf("\u0000"));
    if (name !== EVERY) names.add(name);
  }
  return [...names];
}

/** The machine after the effects, in their order; the machine given stays as it was. */
export function applyEffects(machine: Machine, effects: readonly Effect[]): Machine {
  if (effects.length === 0) return machine;
  const traits = new Map(machine.traits);
  const opaque = [...machine.opaque];
  for (const effect of effects) {
    switch (effect.kind) {
      case "set":
        // No account, path or unit is called so: only what cannot be told may be said of all of them at once.
        if (effect.name === EVERY) break;
        for (const [which, value] of Object.entries(effect.traits)) {
          traits.set(key(effect.subject, effect.name, which), certain(value, effect.since));
        }
        break;
      case "blur":
        blurTraits(traits, effect.subject, effect.name, effect.traits ?? TRAITS[effect.subject], effect);
        break;
      case "opaque":
        addOpaque(opaque, uncertain(effect.why, effect.since));
        break;
    }
  }
  return { ...machine, traits, opaque };
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

function blurTraits(
  traits: Map<string, Prediction<unknown>>,
  subject: Subject,
  name: string,
  which: readonly PropertyKey[],
  cause: { readonly why: string; readonly since: Origin },
): void {
  const unclear = uncertain(cause.why, cause.since);
  for (const each of which) traits.set(key(subject, name, each), unclear);
  if (name !== EVERY) return;
  const prefix = `${subject}\u0000`;
  const suffixes = new Set(which.map((each) => `\u0000${String(each)}`));
  for (const each of traits.keys()) {
    if (each.startsWith(prefix) && suffixes.has(each.slice(each.lastIndexOf("\u0000"))))
      traits.set(each, unclear);
  }
}

/** The machine where either of two courses may have been taken: what they agree on stays, the rest cannot be told. */
export function join(left: Machine, right: Machine, why: string): Machine {
  if (left === right) return left;
  const traits = new Map<string, Prediction<unknown>>();
  for (const each of new Set([...left.traits.keys(), ...right.traits.keys()])) {
    const a = left.traits.get(each) ?? fallback(left, each);
    const b = right.traits.get(each) ?? fallback(right, each);
    traits.set(each, joinPredictions(a, b, why));
  }
  const opaque = [...left.opaque];
  for (const each of right.opaque) addOpaque(opaque, each);
  return { baseline: left.baseline, openssh: left.openssh, opaque, traits };
}

function fallback(machine: Machine, of: string): Prediction<unknown> {
  const [subject, name, which] = of.split("\u0000") as [Subject, string, never];
  return trait(machine, subject, name, which);
}

function joinPredictions(a: Prediction<unknown>, b: Prediction<unknown>, why: string): Prediction<unknown> {
  if (!a.certain) return a;
  if (!b.certain) return b;
  if (sameValue(a.value, b.value)) return a;
  return uncertain(why, a.since.from === "user-data" ? a.since : b.since);
}
