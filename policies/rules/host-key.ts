import { hasHostKey } from "../boot/machine/host-keys";
import { trait, type Machine } from "../boot/machine/machine";
import { is, type Origin } from "../boot/machine/prediction";

/** The line for which sshd found no host key when it was to start; one that runs already does not look again. */
export function withoutHostKey(machine: Machine): Origin | undefined {
  const keys = hasHostKey(machine);
  const active = trait(machine, "service", "sshd", "active");
  return is<boolean>(keys, false) && is<boolean>(active, false) && active.since === keys.since
    ? keys.since
    : undefined;
}
