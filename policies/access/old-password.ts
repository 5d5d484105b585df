import type { LoginDecision } from "../boot/login/key-login";
import { trait, type Machine } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";

/**
 * A log-in with a key as people meet it. A password that has to be changed first keeps out only those who don't know the
 * old one: where it was not the lock that images come with, somebody may know it.
 */
export function asMet(decision: LoginDecision, machine: Machine, account: string): LoginDecision {
  if (decision.state !== "closed" || decision.reasons.length > 1) return decision;
  const asked = is<boolean>(trait(machine, "account", account, "passwordExpired"), true);
  const nobodyKnows = is<boolean>(trait(machine, "account", account, "password"), false);
  return asked && !nobodyKnows ? { state: "unknown", reasons: decision.reasons } : decision;
}
