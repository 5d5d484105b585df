import type { Image } from "../boot/image/recognise";
import { firstMet } from "../boot/login/first-met";
import { admitsAccount, type LoginDecision } from "../boot/login/key-login";
import { mentioned, type Machine } from "../boot/machine/machine";
import type { Boot } from "../boot/predict";
import { metadata, sshPort, routeIn } from "./network";
import { asMet } from "./old-password";
import type { AccessSubject } from "./subject";
import { cannotTell, fails, fromReboot, HOLDS, wayOf, type Condition, type Way } from "./way";

/**
 * EC2 Instance Connect: the image has its package, and the network reaches port 22. The key that it pushes needs no
 * key file, so modes and missing keys do not matter; the account and sshd do.
 */
export function instanceConnect(subject: AccessSubject): Way {
  return wayOf([
    packageCondition(subject),
    metadata(subject),
    accountCondition(subject),
    sshPort(subject),
    routeIn(subject),
  ]);
}

function packageCondition({ image, boot }: AccessSubject): Condition {
  if (image.instanceConnect.state === "unknown") return cannotTell(image.instanceConnect.why);
  if (image.instanceConnect.state === "known" && image.instanceConnect.value) return HOLDS;
  const unseen = boot.afterBoot.opaque[0];
  return unseen === undefined
    ? fails("the image has no EC2 Instance Connect")
    : cannotTell(unseen.why, unseen.since);
}

function accountCondition({ boot, image }: AccessSubject): Condition {
  if (image.initSystem !== "cloud-init") return HOLDS;
  if (boot.loginUserIs !== "known") return cannotTell("which account the image logs in with");
  const now = admission(boot, firstMet(boot), image);
  if (now.holds !== true) return now;
  const later = admission(boot, boot.afterReboot, image);
  return later.holds === true ? admission(boot, boot.afterJobs, image) : fromReboot(later);
}

// Its key may be pushed for any account: while another is left it is no closed way, and no way to the login account either.
function admission(boot: Boot, machine: Machine, image: Image): Condition {
  const decide = (account: string): LoginDecision =>
    asMet(admitsAccount(machine, account, image), machine, account);
  const own = decide(boot.loginUser);
  if (own.state === "open") return HOLDS;
  if (own.state === "unknown") return { holds: "unknown", reasons: own.reasons };
  const unseen = machine.opaque[0];
  if (unseen !== undefined) return cannotTell(unseen.why, unseen.since);
  const others = mentioned(machine, "account").filter((account) => account !== boot.loginUser);
  if (others.some((account) => decide(account).state !== "closed"))
    return cannotTell("whether it is used for another account than the image's");
  return { holds: false, reasons: own.reasons };
}
