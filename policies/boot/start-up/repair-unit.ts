import { blur, set, type Effect } from "../machine/effect";
import { join, said, type Machine } from "../machine/machine";
import { REPAIR_SERVICE } from "../repair/recognise";
import type { Budget } from "../shell/session";
import { runUnit, type RunScript } from "./run-unit";
import { ownUnit } from "./unit-file";

/** A boot begins with the unit in systemd's queue where it is enabled. */
export function repairQueued(machine: Machine): readonly Effect[] {
  const enabled = said(machine, "service", REPAIR_SERVICE, "enabled");
  if (enabled === undefined) return [];
  return enabled.certain
    ? [set("service", REPAIR_SERVICE, { active: enabled.value }, enabled.since)]
    : [blur("service", REPAIR_SERVICE, enabled.why, enabled.since, ["active"])];
}

/**
 * The repair program's unit, behind cloud-init's init stage and before the SSH server: what it starts is run, whatever
 * stands there by then.
 */
export function repairAtStart(machine: Machine, budget: Budget, run: RunScript): Machine {
  const active = said(machine, "service", REPAIR_SERVICE, "active");
  const unit = ownUnit(machine, REPAIR_SERVICE);
  if (active === undefined || unit === undefined || (active.certain && !active.value)) return machine;
  const after = runUnit(unit, machine, budget, run);
  return active.certain ? after : join(machine, after, "whether the repair program is run is not known");
}
