import { listItems, mergeConfigs, originOf, type Config, type ConfigValue } from "../boot/cloud-init/config";
import type { Part } from "../boot/decode/part";
import { defineRule } from "./rule";
import { describeOrigin, placeOf } from "./wording";

export default defineRule({
  id: "rescue-user-data-left",
  title: "The user data of a repair was left in place: it repairs again at every boot",
  severity: "medium",
  enforcement: "advisory",
  judges: "user-data",
  closes: [],
  remedy:
    "Take the repair out once it is through; what has to hold at every boot belongs in a script of its own in /var/lib/cloud/scripts/per-boot.",
  causes: [
    "`cloud_final_modules` with [scripts-user, always] and a script that changes owners, modes or keys of homes",
  ],
  check({ boot, image }) {
    if (image.initSystem !== "cloud-init") return [];
    const config = mergeConfigs(boot.parts);
    const list = config.unclear.has("cloud_final_modules")
      ? undefined
      : config.get("cloud_final_modules").at(-1);
    const always = list && listItems(list).find(isAlways);
    if (always === undefined || !textsOf(config, boot.parts).some((text) => REPAIR.test(text))) return [];
    const since = originOf(always, "cloud_final_modules");
    const place = placeOf(since);
    return [
      {
        message: `${describeOrigin(since)} runs the scripts of the user data at every boot, and they change owners, modes or keys of homes: whatever was set there since is undone each time, and whoever may call ec2:ModifyInstanceAttribute is root at the next start.`,
        ...(place && { place }),
      },
    ];
  },
});

/** An entry of a module list with a frequency of its own (cloud-init, "Modules", `Modules.read_modules`). */
function isAlways({ value }: ConfigValue): boolean {
  if (!Array.isArray(value)) return false;
  const [name, frequency] = value as readonly unknown[];
  return String(name).replaceAll("-", "_") === "scripts_user" && frequency === "always";
}

/** The scripts that run with the user's own: parts, and what runcmd is made into. */
const textsOf = (config: Config, parts: readonly Part[]): readonly string[] => [
  ...parts.filter(({ kind }) => kind === "script").map(({ source }) => source.text),
  ...config.get("runcmd").map(({ value }) => JSON.stringify(value)),
];

/** What the repairs that AWS publishes do: `chown -R`, `chmod` of a home or of what is in `.ssh`, or a key written. */
const REPAIR =
  /\bch(?:own|mod)\b[^\r\n;&|]{0,200}(?:\/home\/|~|\.ssh\b|authorized_keys)|>>?[ \t]*["']?[^\s"']{0,100}authorized_keys/u;
