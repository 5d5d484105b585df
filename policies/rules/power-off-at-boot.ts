import { field, mergeConfigs, originOf } from "../boot/cloud-init/config";
import { defineRule } from "./rule";
import { describeOrigin, placeOf } from "./wording";

export default defineRule({
  id: "power-off-at-boot",
  title: "The user data powers the instance off at the end of its first boot",
  severity: "medium",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect", "session-manager", "serial-console"],
  remedy: "Use `mode: reboot`, or leave power_state out.",
  causes: ["`power_state` with `mode: poweroff` or `mode: halt`, and no `condition` that may be false"],
  check({ boot, image }) {
    if (image.initSystem !== "cloud-init") return [];
    const config = mergeConfigs(boot.parts);
    const state = config.get("power_state").at(-1);
    const mode = state && field(state, "mode");
    if (state === undefined || mode === undefined || config.unclear.has("power_state")) return [];
    const condition = field(state, "condition");
    if (condition !== undefined && condition.value !== true) return [];
    if (mode.value !== "poweroff" && mode.value !== "halt") return [];
    const since = originOf(mode, "power_state");
    const place = placeOf(since);
    return [
      {
        message: `${describeOrigin(since)} powers the instance off once its first boot is through: nobody gets in until it is started again, and an instance whose shutdown behaviour is \`terminate\` is gone.`,
        ...(place && { place }),
      },
    ];
  },
});
