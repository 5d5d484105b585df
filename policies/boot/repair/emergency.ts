import { trait, type Machine } from "../machine/machine";
import { is } from "../machine/prediction";
import { configurationOf } from "./configuration";
import { EMERGENCY_SERVICE, EMERGENCY_UNIT, holdsReleased, PROGRAM } from "./recognise";

/**
 * Whether the host goes on with a boot that a mount of fstab has stopped: the program's other unit, which emergency mode
 * starts, marks what is not mounted `nofail`. What was put there at an earlier boot is what runs, ahead of cloud-init.
 */
export function leavesEmergencyMode(machine: Machine): boolean {
  if (!is<boolean>(trait(machine, "service", EMERGENCY_SERVICE, "enabled"), true)) return false;
  if (!holdsReleased(machine, EMERGENCY_UNIT) || !holdsReleased(machine, PROGRAM)) return false;
  const mode = trait(machine, "file", PROGRAM, "mode");
  if (!mode.certain || (mode.value & 0o111) === 0) return false;
  const told = configurationOf(machine);
  return told !== "unknown" && told !== "refused" && !told.off.has("mounts");
}
