import type { Traits } from "./machine";
import { NO_NAMES, type OfName } from "./names";
import type { Prediction } from "./prediction";
import type { Subject } from "./traits";

type Changed = Map<PropertyKey, Prediction<unknown>>;

/** A machine's traits while they are changed: only the names that are touched are copied. */
export interface Draft {
  /** The traits of a name, to be changed. */
  of(subject: Subject, name: string): Changed;
  names(subject: Subject): readonly string[];
  done(): Traits;
}

export function newDraft(before: Traits): Draft {
  const changed = new Map<Subject, Map<string, Changed>>();
  const namesOf = (subject: Subject): ReadonlyMap<string, OfName> => changed.get(subject) ?? new Map();
  return {
    of(subject, name) {
      const names = changed.get(subject) ?? new Map<string, Changed>();
      changed.set(subject, names);
      const traits = names.get(name) ?? new Map(before.get(subject)?.get(name));
      names.set(name, traits);
      return traits;
    },
    names: (subject) => [...new Set([...(before.get(subject)?.keys() ?? []), ...namesOf(subject).keys()])],
    done() {
      if (changed.size === 0) return before;
      const after = new Map(before);
      for (const [subject, names] of changed)
        after.set(subject, (before.get(subject) ?? NO_NAMES).with(names));
      return after;
    },
  };
}
