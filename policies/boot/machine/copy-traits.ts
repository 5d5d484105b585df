import { blur, set, type Effect } from "./effect";
import { trait, type Machine } from "./machine";
import type { Prediction } from "./prediction";
import { TRAITS, type Subject, type Subjects } from "./traits";

/** Effects that make one subject what another one is: an account that is renamed, a file that is moved. */
export function copiedTraits(
  machine: Machine,
  subject: Subject,
  from: string,
  to: string,
): readonly Effect[] {
  return TRAITS[subject].map((which) =>
    given(subject, to, which as never, trait(machine, subject, from, which as never)),
  );
}

/** The effect that gives a trait what is predicted of another one, settled or not. */
export function given<S extends Subject, K extends keyof Subjects[S]>(
  subject: S,
  name: string,
  which: K,
  prediction: Prediction<Subjects[S][K]>,
): Effect {
  if (prediction.certain)
    return set(
      subject,
      name,
      { [which]: prediction.value } as unknown as Partial<Subjects[S]>,
      prediction.since,
    );
  const effect = blur(subject, name, prediction.why, prediction.since, [which]);
  return prediction.among === undefined ? effect : { ...effect, among: prediction.among };
}
