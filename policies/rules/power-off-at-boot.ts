import { trait } from "../boot/machine/machine";
import { is, type Origin } from "../boot/machine/prediction";
import { field, mergeConfigs, originOf } from "../boot/cloud-init/config";
import type { Boot } from "../boot/predict";
import { defineRule } from "./rule";
import { describeOrigin, placeOf } from "./wording";

export default defineRule({
  id: "power-off-at-boot",
  title: "The user data powers the instance off at the end of its first boot",
  severity: "medium",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect", "session-manager", "serial-console"],
  remedy: "Use `mode: reboot`, or leave power_state or the command out.",
  causes: [
    "`power_state` with `mode: poweroff` or `mode: halt`, and no `condition` that may be false",
    "`poweroff`, `halt`, `shutdown -h now` or the like in a script or in `runcmd`",
  ],
  check({ boot, image, launch }) {
    if (image.initSystem !== "cloud-init") return [];
    const since = powerOff(boot);
    if (since === undefined) return [];
    const place = placeOf(since);
    const { shutdownBehavior } = launch;
    const isDeleted = shutdownBehavior.state === "known" && shutdownBehavior.value === "terminate";
    const each = is<boolean>(trait(boot.afterReboot, "host", "", "powersOff"), true);
    const when = each ? "at every boot" : "once its first boot is through";
    const outcome = each
      ? "nobody gets in, however often it is started"
      : "nobody gets in until it is started again";
    const rest = isDeleted
      ? `, and ${shutdownBehavior.path} is \`terminate\`: it is deleted then, before anybody gets in.`
      : `: ${outcome}, and an instance whose shutdown behaviour is \`terminate\` is gone.`;
    return [
      { message: `${describeOrigin(since)} powers the instance off ${when}${rest}`, ...(place && { place }) },
    ];
  },
});

/** What switches the host off: at the end of the first boot or each, or by power_state's own delay after the first. */
function powerOff(boot: Boot): Origin | undefined {
  for (const machine of [boot.afterBoot, boot.afterReboot]) {
    const powersOff = trait(machine, "host", "", "powersOff");
    if (is<boolean>(powersOff, true) && powersOff.since.from === "user-data") return powersOff.since;
  }
  const config = mergeConfigs(boot.parts);
  const state = config.get("power_state").at(-1);
  const mode = state && field(state, "mode");
  if (state === undefined || mode === undefined || config.unclear.has("power_state")) return undefined;
  const condition = field(state, "condition");
  if (condition !== undefined && condition.value !== true) return undefined;
  return mode.value === "poweroff" || mode.value === "halt" ? originOf(mode, "power_state") : undefined;
}
