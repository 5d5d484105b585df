import type { PlaceEffect } from "./place-effects";
import type { Origin } from "./prediction";
import { TRAITS, type Subject, type Subjects } from "./traits";

/** Sets traits of one subject to known values. */
export type SetEffect = {
  readonly [S in Subject]: {
    readonly kind: "set";
    readonly subject: S;
    readonly name: string;
    readonly traits: Partial<Subjects[S]>;
    readonly since: Origin;
  };
}[Subject];

/** Makes traits of one subject (or, with the name `*`, of every subject of its sort) impossible to tell. */
export type BlurEffect = {
  readonly [S in Subject]: {
    readonly kind: "blur";
    readonly subject: S;
    readonly name: string;
    /** Left out: every trait. */
    readonly traits?: readonly (keyof Subjects[S])[];
    readonly why: string;
    readonly since: Origin;
    /** The values of which each of the traits has one. */
    readonly among?: readonly unknown[];
  };
}[Subject];

/** Something ran that cannot be seen into (a download, a program of its own): what follows from it is not known. */
export interface OpaqueEffect {
  readonly kind: "opaque";
  readonly why: string;
  readonly since: Origin;
}

/** One thing that the boot does to the machine; effects are applied in the order in which they happen. */
export type Effect = SetEffect | BlurEffect | OpaqueEffect | PlaceEffect;

export function set<S extends Subject>(
  subject: S,
  name: string,
  traits: Partial<Subjects[S]>,
  since: Origin,
): SetEffect {
  // One generic constructor for a union keyed by subject: the pairing of S and its traits is checked by the signature.
  return { kind: "set", subject, name, traits, since } as unknown as SetEffect;
}

export function blur<S extends Subject>(
  subject: S,
  name: string,
  why: string,
  since: Origin,
  traits?: readonly (keyof Subjects[S])[],
): BlurEffect {
  return { kind: "blur", subject, name, why, since, ...(traits && { traits }) } as unknown as BlurEffect;
}

/** Gives a trait one of several values, where it cannot be told which: the default of one release or of another. */
export function oneOf<S extends Subject, K extends keyof Subjects[S]>(
  subject: S,
  name: string,
  which: K,
  values: readonly Subjects[S][K][],
  why: string,
  since: Origin,
): Effect {
  const [value, ...others] = values;
  if (value !== undefined && others.every((other) => other === value))
    return set(subject, name, { [which]: value } as unknown as Partial<Subjects[S]>, since);
  return { ...blur(subject, name, why, since, [which]), among: values };
}

export const opaque = (why: string, since: Origin): OpaqueEffect => ({ kind: "opaque", why, since });

/** Subjects of which a machine has one, without a name. */
const ONE_OF_A_KIND: ReadonlySet<Subject> = new Set(["sshd", "firewall", "host"]);

/** Something happened after which nothing about the machine can be told: every trait of every subject. */
export function blurEverything(why: string, since: Origin): readonly Effect[] {
  const subjects = Object.keys(TRAITS) as Subject[];
  return subjects.map((subject) => blur(subject, ONE_OF_A_KIND.has(subject) ? "" : "*", why, since));
}
