import type { CloudBoot, Module } from "./boot";

/** How a module of a list runs: as it is made to, or as the list says. */
export type Listed = "as-made" | "always" | "once";

/**
 * Whether a module runs at all: a `cloud_*_modules` list in the user data replaces the image's own, and a module that
 * it leaves out does not run. An entry may be a pair of name and frequency.
 *
 * @returns `undefined` where it does not run.
 */
export function listed(boot: CloudBoot, stage: Module["stage"], name: string): Listed | undefined {
  const list = boot.config.get(`cloud_${stage}_modules`).at(-1)?.value;
  if (!Array.isArray(list)) return "as-made";
  for (const entry of list as readonly unknown[]) {
    const [module, frequency] = Array.isArray(entry) ? (entry as readonly unknown[]) : [entry];
    if (String(module).replaceAll("-", "_") !== name) continue;
    return frequency === "always" ? "always" : frequency === undefined ? "as-made" : "once";
  }
  return undefined;
}
