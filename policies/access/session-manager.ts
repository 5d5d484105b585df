import { firstMet } from "../boot/login/first-met";
import { trait, type Machine } from "../boot/machine/machine";
import type { RoleLack } from "../launch/launch";
import { metadata, routeToSystemsManager } from "./network";
import { staysOn } from "./stays-on";
import type { AccessSubject } from "./subject";
import { cannotTell, fails, HOLDS, wayOf, type Condition, type Way } from "./way";

const AGENT = "amazon-ssm-agent";

/** Session Manager: the agent runs, a role lets it register and open channels, and the network leads to its endpoints. */
export function sessionManager(subject: AccessSubject): Way {
  return wayOf([
    agentCondition(subject),
    staysOn(subject),
    roleCondition(subject),
    metadata(subject),
    routeToSystemsManager(subject),
  ]);
}

/** Whether the agent is on the host and runs, after the first boot and after the next one. */
export function agentCondition({ boot }: Pick<AccessSubject, "boot">): Condition {
  const later = agentOn(boot.afterReboot, "the SSM agent does not run from the next reboot on");
  const stopped = later.holds === true ? "the SSM agent does not run until the next reboot" : STOPPED;
  const now = agentOn(firstMet(boot), stopped);
  if (now.holds !== true || later.holds !== true) return now.holds === true ? later : now;
  return agentOn(boot.afterJobs, STOPPED);
}

const STOPPED = "the SSM agent does not run";

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
export function roleCondition({ launch, account }: Pick<AccessSubject, "launch" | "account">): Condition {
  const { role } = launch;
  if (role.state === "unknown") return cannotTell(role.why);
  if (role.state === "absent") return byDefaultOnly(account);
  const { sessionManager: allowed, lack } = role.value;
  if (allowed.state === "unknown") return cannotTell(allowed.why);
  if (allowed.state === "known" && allowed.value) return HOLDS;
  const { defaultHostManagement: byDefault } = account;
  const isOff = byDefault.state === "absent" || (byDefault.state === "known" && !byDefault.value);
  if (isOff || lack?.cause === "profile-is-role") return fails(describeLack(lack));
  // The agent takes the role of the profile where that lets it register, and asks for the default one where it does not.
  if (lack?.registers === "yes")
    return fails(
      `${describeLack(lack)}; as it may register (ssm:UpdateInstanceInformation), default host management does not step in`,
    );
  if (lack?.cause === "rights" && lack.registers === "no" && byDefault.state === "known") return HOLDS;
  return cannotTell("whether default host management covers its role");
}

/** Without a profile, default host management alone can let the agent in. */
function byDefaultOnly({
  defaultHostManagement: byDefault,
  defaultHostManagementLack: lack,
}: AccessSubject["account"]): Condition {
  if (byDefault.state === "known" && byDefault.value) return HOLDS;
  if (byDefault.state === "unknown") return cannotTell(byDefault.why);
  if (byDefault.state === "absent")
    return fails("no instance profile, and nobody declares default host management (AWS's default is off)");
  return fails(
    lack === undefined
      ? "no instance profile, and default host management is off"
      : `no instance profile, and default host management cannot work: ${DEFAULT_LACKS[lack.cause](lack.holder)}`,
  );
}

type Describe = Readonly<Record<RoleLack["cause"], (holder: string) => string>>;

const LACKS: Describe = {
  rights: (holder) => `its role (${holder}) does not let the SSM agent in`,
  channels: (holder) =>
    `its role (${holder}) lets the SSM agent register, but open no session (ssmmessages:*)`,
  denied: (holder) => `a policy of its role (${holder}) denies what the SSM agent needs`,
  boundary: (holder) =>
    `the permissions boundary of its role (${holder}) leaves out what the SSM agent needs`,
  trust: (holder) => `its role (${holder}) does not trust ec2.amazonaws.com`,
  "no-role": (holder) => `its instance profile (${holder}) holds no role`,
  "profile-is-role": (holder) =>
    `a role (${holder}) is named where its instance profile is due, and no instance profile is called so: the launch fails`,
};

/** The same of the role that default host management hands out. */
const DEFAULT_LACKS: Describe = {
  ...LACKS,
  trust: (holder) => `its role (${holder}) does not trust ssm.amazonaws.com`,
};

const describeLack = (lack: RoleLack | undefined): string =>
  lack === undefined ? "its role does not let the SSM agent in" : LACKS[lack.cause](lack.holder);
