import { trait } from "../boot/machine/machine";
import type { AccessSubject } from "./subject";
import { cannotTell, fails, HOLDS, type Condition } from "./way";

/** Whether somebody who starts the host again finds it running: one that ends each of its boots is never met. */
export function staysOn({ boot: { afterReboot } }: Pick<AccessSubject, "boot">): Condition {
  const restarts = trait(afterReboot, "host", "", "restarts");
  if (restarts.certain && restarts.value) return fails("the host starts again at every boot", restarts.since);
  const powersOff = trait(afterReboot, "host", "", "powersOff");
  if (!powersOff.certain)
    return cannotTell(`whether the host powers itself off: ${powersOff.why}`, powersOff.since);
  return powersOff.value ? fails("the host powers itself off at every boot", powersOff.since) : HOLDS;
}
