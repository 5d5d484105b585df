import { hostLogin, loginAccounts, type HostLogin } from "../boot/login/host-login";
import { keyLogin } from "../boot/login/key-login";
import { metadata, sshPort, routeIn } from "./network";
import { asMet } from "./old-password";
import type { AccessSubject, BootedLaunch } from "./subject";
import { cannotTell, fails, HOLDS, wayOf, type Condition, type Way } from "./way";

/** SSH with a key: an account that the host lets in by key, and a way to port 22. */
export function ssh(subject: AccessSubject): Way {
  const { image } = subject;
  if (image.initSystem !== "cloud-init" || image.family === "windows") {
    // Windows has RDP and Bottlerocket its containers: port 22 decides nothing there.
    const which = image.family === "other" ? "an image without cloud-init" : `a ${image.family} image`;
    return wayOf([cannotTell(`how ${which} is entered is not judged`)]);
  }
  return wayOf([hostCondition(subject), sshPort(subject), routeIn(subject)]);
}

/** What the host itself answers to the key, as people meet it (see {@link asMet}). */
export function keyAnswer({ boot, image }: Pick<BootedLaunch, "boot" | "image">): HostLogin {
  const login = hostLogin(boot, image);
  if (login.state !== "closed") return login;
  const machine = login.onlyFromReboot ? boot.afterReboot : boot.afterBoot;
  const mayGetIn = loginAccounts(boot, machine).some(
    (account) => asMet(keyLogin(machine, account, image), machine, account).state === "unknown",
  );
  return mayGetIn ? { state: "unknown", reasons: login.reasons } : login;
}

function hostCondition(subject: AccessSubject): Condition {
  const { boot, launch } = subject;
  const login = keyAnswer(subject);
  if (login.state === "open") return HOLDS;
  // Keys and accounts may be built into an image that nobody knows.
  if (boot.loginUserIs !== "known")
    return cannotTell("which account the image logs in with, and whether keys are built into it");
  if (login.state === "unknown") return { holds: "unknown", reasons: login.reasons };
  const from = login.onlyFromReboot ? " from the next reboot on" : "";
  const reasons = login.reasons.map((reason) => ({ ...reason, what: `${reason.what}${from}` }));
  if (!login.nobodyHasKeys) return { holds: false, reasons };
  if (launch.keyName.state === "absent") return fails("no key pair, and its user data adds no key");
  const unread = metadata(subject);
  return unread.holds === false ? unread : { holds: false, reasons };
}
