import type { Origin } from "../boot/machine/prediction";

/** The keys of an entry of `users`, and `groups` at the top, for which cloud-init's users-groups module fails. */
const ENTRY_KEYS: ReadonlySet<string> = new Set([
  ...["groups", "primary_group", "uid", "expiredate", "sudo", "ssh_authorized_keys", "system"],
  ...["selinux_user", "snapuser"],
]);

/** Whether an account is not made since an entry stops cloud-init before it gets there, as told by what keeps it away. */
export const isStopped = (since: Origin): boolean =>
  since.from === "user-data" && ENTRY_KEYS.has(since.construct);
