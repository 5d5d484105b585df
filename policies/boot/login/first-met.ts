import { set } from "../machine/effect";
import { applyEffects, trait, type Machine } from "../machine/machine";
import { IMAGE, is } from "../machine/prediction";

/** The two machines that a prediction ends with. */
interface Boots {
  readonly afterBoot: Machine;
  readonly afterReboot: Machine;
}

/** Whether the first boot switches the host off. */
export const switchesOff = ({ afterBoot }: Boots): boolean =>
  is(trait(afterBoot, "host", "", "powersOff"), true);

/** The machine as people first meet it: one that its first boot switches off is met when somebody has started it again. */
export const firstMet = (boots: Boots): Machine =>
  switchesOff(boots) ? boots.afterReboot : leftOn(boots.afterBoot);

/** The same machine, were it not switched off; the same one each time it is asked for. */
export function leftOn(machine: Machine): Machine {
  if (trait(machine, "host", "", "powersOff").since.from === "image") return machine;
  const left = LEFT_ON.get(machine) ?? applyEffects(machine, [set("host", "", { powersOff: false }, IMAGE)]);
  LEFT_ON.set(machine, left);
  return left;
}

// What is read of a machine is kept by the machine.
const LEFT_ON = new WeakMap<Machine, Machine>();
