import type { ResourceRef } from "../launch/launch";
import type { Failure } from "./failure";

/** A launch, or another resource, on which something of ours threw: nothing is known of it. */
export interface NotJudged {
  readonly resource: ResourceRef;
  readonly failures: readonly Failure[];
  /** Whether a verdict says so: not of an instance that is there, nor of what nobody is to enter. */
  readonly byVerdicts: boolean;
}

/** What failed at one resource. */
export interface FailedAt {
  readonly resource: ResourceRef;
  readonly failures: readonly Failure[];
  /** True where the resource itself could not be read: then nothing at all is known of it. */
  readonly unread: boolean;
}

/** Failures by the resource they happened at. */
export interface FailureLog {
  note(resource: ResourceRef, failure: Failure, unread?: boolean): void;
  at(urn: string): FailedAt | undefined;
  all(): readonly FailedAt[];
}

export function newFailureLog(): FailureLog {
  const kept = new Map<string, FailedAt>();
  return {
    note(resource, failure, unread = false) {
      const before = kept.get(resource.urn);
      // Every policy that asks meets the same bug anew.
      const others = (before?.failures ?? []).filter(
        ({ where, error }) => where !== failure.where || error !== failure.error,
      );
      kept.set(resource.urn, {
        resource,
        failures: [...others, failure],
        unread: unread || before?.unread === true,
      });
    },
    at: (urn) => kept.get(urn),
    all: () => [...kept.values()],
  };
}
