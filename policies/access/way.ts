import type { Origin } from "../boot/machine/prediction";

/** The live ways into an instance, and repair of one that is stopped. */
export const WAYS = [
  "ssh",
  "instance-connect",
  "session-manager",
  "serial-console",
  "offline-repair",
] as const;
export type WayName = (typeof WAYS)[number];

/** Offline repair mends an instance, but is no way in. */
export const LIVE_WAYS = WAYS.filter((way) => way !== "offline-repair");

export type WayState = "open" | "closed" | "unknown";

export interface WayReason {
  /** A clause: what closes the way, or what is missing to tell. */
  readonly what: string;
  /** The line of the user data behind it, if there is one. */
  readonly since?: Origin;
}

export interface Way {
  readonly state: WayState;
  /** What closes it, or what is missing; empty for an open one. */
  readonly reasons: readonly WayReason[];
}

export type WaysIn = Readonly<Record<WayName, Way>>;

/** One condition of a way: it holds, it does not, or it cannot be told. */
export type Condition =
  | { readonly holds: true }
  | { readonly holds: false; readonly reasons: readonly WayReason[] }
  | { readonly holds: "unknown"; readonly reasons: readonly WayReason[] };

export const HOLDS: Condition = { holds: true };
export const fails = (what: string, since?: Origin): Condition => ({
  holds: false,
  reasons: [{ what, ...(since && { since }) }],
});
export const cannotTell = (what: string, since?: Origin): Condition => ({
  holds: "unknown",
  reasons: [{ what, ...(since && { since }) }],
});

/** A condition that is the next boot's: what keeps it from holding does so from then on. */
export function fromReboot(later: Condition): Condition {
  if (later.holds === true) return later;
  return {
    ...later,
    reasons: later.reasons.map((reason) => ({ ...reason, what: `${reason.what} from the next reboot on` })),
  };
}

/** A way is open when every condition holds, closed as soon as one fails, and unknown otherwise. */
export function wayOf(conditions: readonly Condition[]): Way {
  const failed = conditions.flatMap((each) => (each.holds === false ? each.reasons : []));
  if (failed.length > 0) return { state: "closed", reasons: failed };
  const unclear = conditions.flatMap((each) => (each.holds === "unknown" ? each.reasons : []));
  return unclear.length > 0 ? { state: "unknown", reasons: unclear } : { state: "open", reasons: [] };
}
