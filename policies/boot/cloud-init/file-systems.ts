import { blur, set } from "../machine/effect";
import { trait } from "../machine/machine";
import { SERVICES } from "../machine/services";
import { mountAtBoot } from "../mounts/at-boot";
import { leavesEmergencyMode } from "../repair/emergency";
import { applyTo, type CloudBoot } from "./boot";

/**
 * Mounts what fstab says, ahead of everything else at a boot.
 *
 * @returns false where the boot stops there: no service that people get in by starts in emergency mode
 *   (systemd.special(7), emergency.target).
 */
export function mountFileSystems(boot: CloudBoot): boolean {
  boot.machine = mountAtBoot(boot.machine, leavesEmergencyMode(boot.machine));
  const comesUp = trait(boot.machine, "host", "", "comesUp");
  if (!comesUp.certain || comesUp.value) return true;
  applyTo(
    boot,
    SERVICES.map((name) => set("service", name, { active: false }, comesUp.since)),
  );
  return false;
}

/** Where it cannot be told whether a boot comes to its services, it cannot be told of any of them. */
export function doubtServices(boot: CloudBoot): void {
  const comesUp = trait(boot.machine, "host", "", "comesUp");
  if (comesUp.certain || comesUp.since.from === "image") return;
  applyTo(
    boot,
    SERVICES.map((name) => blur("service", name, comesUp.why, comesUp.since, ["active"])),
  );
}
