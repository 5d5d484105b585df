import { admitsAccount } from "../boot/login/key-login";
import { metadata, port22, routeIn } from "./network";
import type { AccessSubject } from "./subject";
import { cannotTell, fails, HOLDS, wayOf, type Condition, type Way } from "./way";

/**
 * EC2 Instance Connect: the image has its package, and the network reaches port 22. The key that it pushes needs no
 * key file, so modes and missing keys do not matter; the account and sshd do.
 */
export function instanceConnect(subject: AccessSubject): Way {
  return wayOf([
    packageCondition(subject),
    metadata(subject),
    accountCondition(subject),
    port22(subject),
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
  const decision = admitsAccount(boot.afterBoot, boot.loginUser);
  if (decision.state === "open") return HOLDS;
  return { holds: decision.state === "closed" ? false : "unknown", reasons: decision.reasons };
}
