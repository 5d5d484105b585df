import type { Origin } from "../boot/machine/prediction";

/** Whether an account is not made since an entry stops cloud-init before it gets there, as told by what keeps it away. */
export const isStopped = (since: Origin): boolean =>
  since.from === "user-data" && since.cause === "stopped-entry";
