import { hostLogin, loginAccounts, type HostLogin } from "../boot/login/host-login";
import { keyLogin } from "../boot/login/key-login";
import { trait } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { metadata, port22, routeIn } from "./network";
import type { AccessSubject, BootedLaunch } from "./subject";
import { cannotTell, wayOf, type Condition, type Way } from "./way";

/** SSH with a key: an account that the host lets in by key, and a way to port 22. */
export function ssh(subject: AccessSubject): Way {
  const { image } = subject;
  if (image.initSystem !== "cloud-init" || image.family === "windows") {
    // Windows has RDP and Bottlerocket its containers: port 22 decides nothing there.
    return wayOf([cannotTell(`how ${describeImage(subject)} is entered is not judged`)]);
  }
  return wayOf([hostCondition(subject), port22(subject), routeIn(subject)]);
}

/**
 * What the host answers to the key. A password that has to be changed first keeps out only those who don't know the old
 * one: where the user data sets it, somebody may.
 */
export function keyAnswer({ boot, image }: Pick<BootedLaunch, "boot" | "image">): HostLogin {
  const login = hostLogin(boot, image);
  if (login.state !== "closed") return login;
  const machine = login.onlyFromReboot ? boot.afterReboot : boot.afterBoot;
  const asked = loginAccounts(boot, machine).some((account) => {
    const decision = keyLogin(machine, account, image);
    return (
      decision.state === "closed" &&
      decision.reasons.length === 1 &&
      is<boolean>(trait(machine, "account", account, "passwordExpired"), true) &&
      !is<boolean>(trait(machine, "account", account, "password"), false)
    );
  });
  return asked ? { state: "unknown", reasons: login.reasons } : login;
}

function hostCondition(subject: AccessSubject): Condition {
  const { boot, launch } = subject;
  const login = keyAnswer(subject);
  if (login.state === "open") return { holds: true };
  // Keys and accounts may be built into an image that nobody knows.
  if (boot.loginUserIs !== "known")
    return cannotTell("which account the image logs in with, and whether keys are built into it");
  if (login.state === "unknown") return { holds: "unknown", reasons: login.reasons };
  if (!login.nobodyHasKeys) return { holds: false, reasons: login.reasons };
  if (launch.keyName.state === "absent")
    return { holds: false, reasons: [{ what: "no key pair, and its user data adds no key" }] };
  const unread = metadata(subject);
  return unread.holds === false ? unread : { holds: false, reasons: login.reasons };
}

const describeImage = ({ image }: BootedLaunch): string =>
  image.family === "other" ? "an image without cloud-init" : `a ${image.family} image`;
