import { RUNS_SYSTEMD } from "../image/systemd";
import { set } from "../machine/effect";
import { applyEffects, type Machine } from "../machine/machine";
import type { Origin } from "../machine/prediction";
import type { Value } from "../shell/value";
import { EMERGENCY_SERVICE, EMERGENCY_UNIT, holdsReleased, REPAIR_SERVICE, REPAIR_UNIT } from "./recognise";
import { repairedMachine, unknownEffects } from "./repaired";

/** What a call of the repair program comes to, by its word; root's calls alone change anything. */
export function repairCall(machine: Machine, words: readonly Value[], since: Origin): Machine {
  const [word = "boot"] = words;
  switch (word) {
    case "boot":
    case "late":
      return repairedMachine(machine, since);
    case "install":
      return installed(machine, since);
    // For what stands before it at a boot that stops: see `mounts/`.
    case "emergency":
      return machine;
    default:
      return applyEffects(
        machine,
        unknownEffects("what the repair program is called for is not known", since),
      );
  }
}

/**
 * `install`, which cloud-init calls before it makes users: the unit is enabled and to be started, behind cloud-init's
 * init stage and before the SSH server.
 */
function installed(machine: Machine, since: Origin): Machine {
  const isKnown = RUNS_SYSTEMD.has(machine.family) && holdsReleased(machine, REPAIR_UNIT);
  if (!isKnown)
    return applyEffects(machine, unknownEffects("when the repair program runs is not known", since));
  return applyEffects(machine, [
    set("service", REPAIR_SERVICE, { enabled: true, active: true }, since),
    ...(holdsReleased(machine, EMERGENCY_UNIT)
      ? [set("service", EMERGENCY_SERVICE, { enabled: true }, since)]
      : []),
  ]);
}
