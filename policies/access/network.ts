import { loginAccounts, mayHaveKeys, unfollowedSshd } from "../boot/login/host-login";
import { listensOn22 } from "../boot/login/sshd-answer";
import type { AccessSubject } from "./subject";
import { cannotTell, fails, HOLDS, type Condition } from "./way";

/** Whether the security groups let port 22 in. */
export function port22(subject: AccessSubject): Condition {
  const { launch, account, boot } = subject;
  const { sshIngress } = launch;
  if (!listensOn22(boot.afterBoot, boot.loginUser))
    return cannotTell("whether a security group lets in the port that sshd listens on");
  if (sshIngress.state === "unknown") return cannotTell(sshIngress.why);
  if (sshIngress.state === "known" && sshIngress.value === "open") return HOLDS;
  if (sshIngress.state === "known") {
    const changed = unfollowedSshd(subject.boot.afterBoot);
    return changed === undefined
      ? fails("no security group lets port 22 in")
      : cannotTell("whether sshd listens on another port than 22", changed.since);
  }
  const stated = account.defaultSecurityGroupSsh;
  if (stated.state === "known")
    return stated.value ? HOLDS : fails("the default security group does not let port 22 in");
  if (account.instanceConnectEndpoint)
    return cannotTell("whether the endpoint is a member of the default security group");
  // Who gives a key and no group counts on a default group that was opened by hand, as many were.
  if (keysAreMeant(subject))
    return cannotTell("whether the VPC's default security group was opened for port 22");
  return fails(
    "no security group is given, and the VPC's default one lets in its own members only (AWS's default)",
  );
}

function keysAreMeant({ launch, boot }: AccessSubject): boolean {
  if (launch.keyName.state !== "absent") return true;
  return loginAccounts(boot, boot.afterBoot).some((account) => mayHaveKeys(boot.afterBoot, account));
}

/** Whether anything leads to port 22: an address from outside, or a route that nobody looked at. */
export function routeIn({ launch }: AccessSubject): Condition {
  return launch.publicAddress.state === "known" && launch.publicAddress.value
    ? HOLDS
    : cannotTell("whether a route leads to it");
}

/** Whether port 443 out reaches Systems Manager. */
export function routeToSystemsManager({ launch }: AccessSubject): Condition {
  const { httpsEgress } = launch;
  if (httpsEgress.state === "unknown") return cannotTell(httpsEgress.why);
  if (httpsEgress.state === "known" && httpsEgress.value === "closed")
    return fails("no security group lets port 443 out");
  return launch.namesSubnet ? cannotTell("whether its subnet leads to Systems Manager") : HOLDS;
}

/** Whether the instance metadata service is on: keys, credentials and user data come from there. */
export function metadata({ launch }: AccessSubject): Condition {
  const { metadataEndpoint } = launch;
  if (metadataEndpoint.state === "unknown") return cannotTell(metadataEndpoint.why);
  return metadataEndpoint.state === "known" && metadataEndpoint.value === "disabled"
    ? fails("the instance metadata service is switched off")
    : HOLDS;
}
