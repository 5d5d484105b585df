import type { Origin } from "../machine/prediction";

/** Why a log-in is refused, or cannot be told. */
export interface LoginReason {
  /** A clause about the account or the host, without any value of the user data. */
  readonly what: string;
  readonly since: Origin;
}
