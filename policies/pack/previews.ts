import type { ResourceValidationArgs } from "@pulumi/policy";
import { isRoot } from "./root";
import type { Session } from "./session";

/**
 * The preview that a process is at. Each begins with the stack's own resource; what was kept of the one before is dropped
 * then, as a whole.
 */
export interface Previews {
  now(): Session;
  /** The preview that a resource belongs to. */
  at(resource: Pick<ResourceValidationArgs, "type" | "urn" | "name">): Session;
}

export function newPreviews(newSession: () => Session): Previews {
  let session = newSession();
  return {
    now: () => session,
    at(resource) {
      // All policies see the stack's own resource before any sees another.
      if (isRoot(resource) && session.isUnderWay()) session = newSession();
      return session;
    },
  };
}
