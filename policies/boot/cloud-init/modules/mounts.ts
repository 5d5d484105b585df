import { blur } from "../../machine/effect";
import { applyTo, type Module } from "../boot";
import { listItems, originOf } from "../config";

/**
 * Writes `mounts` into fstab (cc_mounts). An entry of fewer than four fields gets `nofail` by default; one that brings
 * its own options without it can stop a later boot, and a mount over homes hides the keys: neither is followed yet.
 */
export const mounts: Module = {
  name: "mounts",
  stage: "init",
  everyBoot: false,
  run(boot) {
    for (const entry of boot.config.get("mounts").flatMap(listItems)) {
      const fields: readonly unknown[] = Array.isArray(entry.value) ? entry.value : [];
      const [, target, type, options] = fields.map(String);
      if (target === undefined || target === "none" || type === "swap") continue;
      const since = originOf(entry, "mounts");
      if (/^\/(?:home|root|etc)(?:\/|$)/u.test(target))
        applyTo(boot, [blur("file", "*", "a file system is mounted over it", since)]);
      if (options !== undefined && !/\b(?:nofail|noauto)\b/u.test(options)) {
        applyTo(boot, [
          blur("service", "sshd", "a mount without nofail may stop a later boot", since, ["enabled"]),
        ]);
      }
    }
  },
};
