import { firstMet } from "../boot/login/first-met";
import { loginAccounts, mayHaveKeys, unfollowedSshd } from "../boot/login/host-login";
import { listeningPorts } from "../boot/login/sshd-settings";
import { trait, type Machine } from "../boot/machine/machine";
import { valueOf } from "../facts/fact";
import type { Reach } from "../launch/network/reach";
import { namesProxy } from "./detours";
import { groupsLetIn, mayComeFromTheInternet } from "./security-groups";
import type { AccessSubject } from "./subject";
import { cannotTell, fails, fromReboot, HOLDS, type Condition } from "./way";

const SSH = 22;

const conditionOf = (reach: Reach): Condition => {
  if (reach.state === "open") return HOLDS;
  return reach.state === "closed" ? fails(reach.why) : cannotTell(reach.why);
};

/** The ports that sshd listens on; 22 where that cannot be told. */
const portsOf = ({ boot }: AccessSubject, machine: Machine): readonly number[] =>
  listeningPorts(machine, boot.loginUser) ?? [SSH];

/** Whether the security groups let in a port that sshd listens on, from the first boot on and after the next. */
export function sshPort(subject: AccessSubject): Condition {
  const now = sshPortOn(subject, firstMet(subject.boot));
  if (now.holds !== true) return now;
  const later = sshPortOn(subject, subject.boot.afterReboot);
  return later.holds === false ? fromReboot(later) : later;
}

function sshPortOn(subject: AccessSubject, machine: Machine): Condition {
  const { launch } = subject;
  const ports = portsOf(subject, machine);
  const answers = ports.map((port) => groupsLetIn(launch, port));
  if (answers.some((answer) => valueOf(answer) === "open")) return HOLDS;
  const open = answers.find((answer) => answer.state === "unknown");
  if (open !== undefined) return cannotTell(open.why);
  if (answers.every(({ state }) => state === "known")) return portShut(subject, machine, ports);
  return defaultGroup(subject);
}

function portShut({ launch }: AccessSubject, machine: Machine, ports: readonly number[]): Condition {
  const changed = unfollowedSshd(machine);
  if (changed !== undefined) return cannotTell("whether sshd listens on another port than 22", changed.since);
  if (ports.includes(SSH)) return fails("no security group lets port 22 in");
  const socket = trait(machine, "service", "ssh.socket", "active");
  const which = ports.map(String).join(" and ");
  // A socket unit listens where it did before, until it is told to read the configuration again.
  const elsewhere = valueOf(groupsLetIn(launch, SSH)) === "closed" || (socket.certain && !socket.value);
  return elsewhere
    ? fails(`no security group lets port ${which} in, where sshd listens`)
    : cannotTell(`whether sshd listens on port ${which} alone, which no security group lets in`);
}

function defaultGroup(subject: AccessSubject): Condition {
  const { account, launch } = subject;
  const { fromConnectEndpoint, throughDefaultGroup } = launch.network;
  const stated = account.defaultSecurityGroupSsh;
  if (stated.state === "known")
    return stated.value ? HOLDS : fails("the default security group does not let port 22 in");
  if (fromConnectEndpoint.state === "open") return HOLDS;
  if (throughDefaultGroup.state === "closed" && fromConnectEndpoint.state === "closed")
    return fails(throughDefaultGroup.why);
  if (account.instanceConnectEndpoint)
    return cannotTell("whether the endpoint is a member of the default security group");
  // Who gives a key and no group counts on a default group that was opened by hand, as many were.
  if (keysAreMeant(subject)) return conditionOf(throughDefaultGroup);
  return fails(
    "no security group is given, and the VPC's default one lets in its own members only (AWS's default)",
  );
}

function keysAreMeant({ launch, boot }: AccessSubject): boolean {
  if (launch.keyName.state !== "absent") return true;
  return loginAccounts(boot, boot.afterBoot).some((account) => mayHaveKeys(boot.afterBoot, account));
}

/**
 * Whether anything leads to where sshd listens: the internet, to whom the security groups let in, or an endpoint for EC2
 * Instance Connect. It does not only where the network around the launch is seen as a whole and nothing leads into it.
 */
export function routeIn(subject: AccessSubject): Condition {
  const { launch } = subject;
  const { fromInternet, fromAnywhere, fromConnectEndpoint } = launch.network;
  const ports = portsOf(subject, firstMet(subject.boot));
  const invited = ports.some((port) => mayComeFromTheInternet(launch, port));
  if (fromInternet.state === "open" && invited) return HOLDS;
  // Endpoints take port 22 and that of remote desktops, no other.
  if (ports.includes(SSH) && fromConnectEndpoint.state === "open") return HOLDS;
  const isShut = fromAnywhere.state === "closed" && fromConnectEndpoint.state === "closed";
  if (isShut && ports.includes(SSH)) return fails(fromAnywhere.why);
  if (fromInternet.state === "open")
    return cannotTell("whether anything leads to it from whom its security groups let in");
  if (fromAnywhere.state === "unknown") return cannotTell(fromAnywhere.why);
  return cannotTell(
    fromConnectEndpoint.state === "unknown" ? fromConnectEndpoint.why : "whether a route leads to it",
  );
}

/** Whether port 443 out reaches Systems Manager. */
export function routeToSystemsManager(subject: AccessSubject): Condition {
  const direct = directRoute(subject);
  return direct.holds === false && namesProxy(subject.boot)
    ? cannotTell("whether the SSM agent goes by the proxy that its user data names")
    : direct;
}

function directRoute({ launch }: AccessSubject): Condition {
  const { httpsEgress, network } = launch;
  if (httpsEgress.state === "unknown") return cannotTell(httpsEgress.why);
  if (httpsEgress.state === "known" && httpsEgress.value === "closed")
    return fails("no security group lets port 443 out");
  return conditionOf(network.toSystemsManager);
}

/** Whether the instance metadata service is on: keys, credentials and user data come from there. */
export function metadata({ launch }: AccessSubject): Condition {
  const { metadataEndpoint } = launch;
  if (metadataEndpoint.state === "unknown") return cannotTell(metadataEndpoint.why);
  return metadataEndpoint.state === "known" && metadataEndpoint.value === "disabled"
    ? fails("the instance metadata service is switched off")
    : HOLDS;
}
