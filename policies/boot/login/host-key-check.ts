import { hasHostKey } from "../machine/host-keys";
import { trait, type Machine } from "../machine/machine";
import { is } from "../machine/prediction";
import type { Check } from "./check";

/**
 * Without a host key nobody gets a session. Up to OpenSSH 9.7 the server reads its host keys anew for each connection; as
 * of 9.8 those that it started with are kept (sshd-session(8)).
 */
export function checkHostKeys(machine: Machine): Check {
  const keys = hasHostKey(machine);
  if (keys.certain && keys.value) return {};
  const what = keys.certain ? "no host key is left that sshd may use" : keys.why;
  const reasons = [{ what, since: keys.since }];
  // It did not start without them, and a socket could not start it either.
  if (keys.certain && is(trait(machine, "service", "sshd", "active"), false)) return { closed: reasons };
  const rereads = machine.openssh.releases?.map(readsAnew);
  if (rereads?.every((each) => !each) === true) return {};
  return keys.certain && rereads?.every(Boolean) === true ? { closed: reasons } : { unknown: reasons };
}

function readsAnew(release: string): boolean {
  const [major = 0, minor = 0] = release.split(".").map(Number);
  return major < 9 || (major === 9 && minor < 8);
}
