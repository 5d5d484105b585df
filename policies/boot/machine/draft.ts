import type { BlurEffect, SetEffect } from "./effect";
import { namesIn, NO_NAMES, traitsOf, withTraits, type Names } from "./names";
import { certain, uncertain, type Prediction, type Uncertain } from "./prediction";
import { TRAITS, type Subject } from "./traits";

/** By subject, name and trait. */
export type Traits = Readonly<Record<Subject, Names>>;

/** Traits while effects are applied to them. */
export type Draft = { -readonly [S in Subject]: Traits[S] };

export const SUBJECTS = Object.keys(TRAITS) as readonly Subject[];
export const NOTHING_SAID = Object.fromEntries(SUBJECTS.map((subject) => [subject, NO_NAMES])) as Traits;

/** The name that stands for every name of a subject. */
export const EVERY = "*";

/** Where a trait stands among those of a name. */
export const placeOf = (subject: Subject, which: PropertyKey): number =>
  (TRAITS[subject] as readonly PropertyKey[]).indexOf(which);

export function setTraits(draft: Draft, { subject, name, traits, since }: SetEffect): void {
  // No account, path or unit is called so: only what cannot be told may be said of all of them at once.
  if (name === EVERY) return;
  const own = traitsOf(draft[subject], name)?.slice() ?? unsaid(subject);
  for (const which of Object.keys(traits) as (keyof typeof traits)[])
    own[placeOf(subject, which)] = certain<unknown>(traits[which], since);
  draft[subject] = withTraits(draft[subject], name, own);
}

const unsaid = (subject: Subject): (Prediction<unknown> | undefined)[] =>
  new Array<undefined>(TRAITS[subject].length).fill(undefined);

export function blurTraits(draft: Draft, { subject, name, traits, why, since, among }: BlurEffect): void {
  const which = ((traits ?? TRAITS[subject]) as readonly PropertyKey[]).map((each) => placeOf(subject, each));
  const unclear: Uncertain = { ...uncertain(why, since), ...(among && { among }) };
  const own = traitsOf(draft[subject], name)?.slice() ?? unsaid(subject);
  for (const at of which) own[at] = unclear;
  draft[subject] = withTraits(draft[subject], name, own);
  if (name !== EVERY) return;
  for (const other of namesIn(draft[subject])) {
    const before = traitsOf(draft[subject], other) ?? [];
    if (!which.some((at) => before[at] !== undefined && before[at] !== unclear)) continue;
    const after = before.slice();
    for (const at of which) if (after[at] !== undefined) after[at] = unclear;
    draft[subject] = withTraits(draft[subject], other, after);
  }
}
