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

/** The same machine, were it not switched off. */
export const leftOn = (machine: Machine): Machine =>
  trait(machine, "host", "", "powersOff").since.from === "image"
    ? machine
    : applyEffects(machine, [set("host", "", { powersOff: false }, IMAGE)]);
