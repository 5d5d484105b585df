import { hostLogin } from "../boot/login/host-login";
import { port22, routeIn } from "./network";
import type { AccessSubject } from "./subject";
import { cannotTell, wayOf, type Condition, type Way } from "./way";

/** SSH with a key: an account that the host lets in by key, and a way to port 22. */
export function ssh(subject: AccessSubject): Way {
  return wayOf([hostCondition(subject), port22(subject), routeIn(subject)]);
}

function hostCondition({ boot, image, launch }: AccessSubject): Condition {
  if (image.initSystem !== "cloud-init" || image.family === "windows") {
    return cannotTell(`how a ${image.family} image is entered is not judged`);
  }
  const login = hostLogin(boot, image);
  if (login.state === "open") return { holds: true };
  // Keys and accounts may be built into an image that nobody knows.
  if (boot.loginUserIs !== "known") return cannotTell("which account the image logs in with, and whether keys are built into it");
  if (login.state === "unknown") return { holds: "unknown", reasons: login.reasons };
  const keyless = launch.keyName.state === "absent" && login.nobodyHasKeys;
  return { holds: false, reasons: keyless ? [{ what: "no key pair, and its user data adds no key" }] : login.reasons };
}
