import { trait, type Machine } from "../boot/machine/machine";
import { metadata, routeToSystemsManager } from "./network";
import type { AccessSubject } from "./subject";
import { cannotTell, fails, HOLDS, wayOf, type Condition, type Way } from "./way";

const AGENT = "amazon-ssm-agent";

/** Session Manager: the agent runs, a role lets it register and open channels, and the network leads to its endpoints. */
export function sessionManager(subject: AccessSubject): Way {
  return wayOf([
    agentCondition(subject),
    roleCondition(subject),
    metadata(subject),
    routeToSystemsManager(subject),
  ]);
}

function agentCondition({ boot }: AccessSubject): Condition {
  const now = agentOn(boot.afterBoot, "the SSM agent does not run");
  return now.holds === true
    ? agentOn(boot.afterReboot, "the SSM agent does not run from the next reboot on")
    : now;
}

function agentOn(machine: Machine, stopped: string): Condition {
  for (const which of ["installed", "active"] as const) {
    const prediction = trait(machine, "service", AGENT, which);
    if (!prediction.certain)
      return cannotTell(`whether the SSM agent runs: ${prediction.why}`, prediction.since);
    if (prediction.value) continue;
    const unseen = machine.opaque[0];
    if (prediction.since.from === "image" && unseen !== undefined)
      return cannotTell(unseen.why, unseen.since);
    return fails(which === "installed" ? "the SSM agent is not on the host" : stopped, prediction.since);
  }
  return HOLDS;
}

/** Whether the instance has the rights that Session Manager needs: its role's, or default host management's. */
export function roleCondition({ launch, account }: AccessSubject): Condition {
  const { role } = launch;
  const byDefault = account.defaultHostManagement;
  if (role.state === "unknown") return cannotTell(role.why);
  if (role.state === "known") {
    const { sessionManager: allowed } = role.value;
    if (allowed.state === "known" && allowed.value) return HOLDS;
    if (allowed.state === "unknown") return cannotTell(allowed.why);
    if (byDefault.state === "known" && byDefault.value)
      return cannotTell("whether default host management covers its role");
    return fails("its role does not let the SSM agent in");
  }
  if (byDefault.state === "known")
    return byDefault.value ? HOLDS : fails("no instance profile, and default host management is off");
  if (byDefault.state === "unknown") return cannotTell(byDefault.why);
  return fails("no instance profile, and nobody declares default host management (AWS's default is off)");
}
