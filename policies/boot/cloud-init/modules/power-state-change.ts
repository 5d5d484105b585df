import { ownValue } from "../../../facts/own";
import { blur } from "../../machine/effect";
import { endEffects, isSoon, type End } from "../../shell/commands/power";
import { applyTo, type Module } from "../boot";
import { field, originOf } from "../config";

const MODES: Readonly<Record<string, End>> = { poweroff: "off", halt: "off", reboot: "again" };

/**
 * `power_state`: the host goes down or starts again once cloud-init is through, where its condition holds
 * (cc_power_state_change). A mode or delay that is none ends the module.
 */
export const powerStateChange: Module = {
  name: "power_state_change",
  stage: "final",
  everyBoot: false,
  run(boot) {
    const state = boot.config.get("power_state").at(-1);
    const mode = state && field(state, "mode");
    if (state === undefined || mode === undefined) return;
    const end = typeof mode.value === "string" ? ownValue(MODES, mode.value) : undefined;
    const delay = field(state, "delay")?.value ?? "now";
    if (end === undefined || !isDelay(delay) || !isSoon(String(delay))) return;
    const since = originOf(mode, "power_state");
    const condition = field(state, "condition");
    const holds = condition === undefined || condition.value === true;
    // A command decides; anything else is false, or ends the module.
    if (!holds && typeof condition.value !== "string" && !Array.isArray(condition.value)) return;
    const why = "whether the condition of power_state holds is not known";
    applyTo(
      boot,
      holds
        ? endEffects(boot.machine, end, since)
        : [blur("host", "", why, since, [end === "off" ? "powersOff" : "restarts"])],
    );
  },
};

const isDelay = (delay: unknown): delay is string | number =>
  (typeof delay === "string" || typeof delay === "number") && /^(?:now|\+?\d+)$/u.test(String(delay));
