import { mergeConfigs, originOf, type Config, type ConfigValue } from "../boot/cloud-init/config";
import type { Part } from "../boot/decode/part";
import { defineRule } from "./rule";
import { shutHost } from "./shut-accounts";
import { describeOrigin, placeOf } from "./wording";

export default defineRule({
  id: "cloud-init-modules-dropped",
  title: "The user data drops modules of cloud-init that it needs",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect"],
  remedy:
    "Leave the list out: it replaces the image's own, also where it is meant to add one module. For a script of every boot write to /var/lib/cloud/scripts/per-boot.",
  causes: [
    "`cloud_init_modules` without users_groups or ssh: no account is made, no key is given out",
    "`cloud_config_modules` without runcmd, where `runcmd` is used",
    "`cloud_final_modules` without scripts_user, where a script or `runcmd` is there to run",
  ],
  check(subject) {
    const { boot, image } = subject;
    if (image.initSystem !== "cloud-init") return [];
    const config = mergeConfigs(boot.parts);
    return NEEDED.flatMap(({ list, modules, lost, isUsed, severity }) => {
      const value = config.get(list).at(-1);
      const names = value && !config.unclear.has(list) ? listedNames(value) : undefined;
      if (value === undefined || names === undefined || !isUsed(config, boot.parts)) return [];
      const dropped = modules.filter((module) => !names.includes(module));
      if (dropped.length === 0) return [];
      const since = originOf(value, list);
      // Accounts may be there all the same, or not be wanted: then nothing is lost.
      const isShut = shutHost(subject, () => [{ what: lost, since }]).length > 0;
      if (list === "cloud_init_modules" && !isShut) return [];
      const place = placeOf(since);
      return [
        {
          message: `${describeOrigin(since)} leaves out ${dropped.join(" and ")}: ${lost}, from the first boot on.`,
          ...(place && { place }),
          ...(severity && { severity }),
        },
      ];
    });
  },
});

interface Needed {
  readonly list: string;
  readonly modules: readonly string[];
  /** What does not happen without one of them. */
  readonly lost: string;
  readonly isUsed: (config: Config, parts: readonly Part[]) => boolean;
  readonly severity?: "low";
}

const usesRuncmd = (config: Config): boolean => config.get("runcmd").length > 0;

const NEEDED: readonly Needed[] = [
  {
    list: "cloud_init_modules",
    modules: ["users_groups", "ssh"],
    lost: "the login account is not made, or not given its key",
    isUsed: () => true,
  },
  {
    list: "cloud_config_modules",
    modules: ["runcmd"],
    lost: "nothing of runcmd is run",
    isUsed: usesRuncmd,
    severity: "low",
  },
  {
    list: "cloud_final_modules",
    modules: ["scripts_user"],
    lost: "neither scripts nor runcmd are run",
    isUsed: (config, parts) => usesRuncmd(config) || parts.some(({ kind }) => kind === "script"),
    severity: "low",
  },
];

/** The modules of a list, with underscores; `undefined` for what cloud-init takes for no list. */
function listedNames({ value }: ConfigValue): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return (value as readonly unknown[]).map((entry) =>
    String(Array.isArray(entry) ? (entry as readonly unknown[])[0] : entry).replaceAll("-", "_"),
  );
}
