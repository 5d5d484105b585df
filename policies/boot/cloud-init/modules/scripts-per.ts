import type { ScriptFrequency } from "../../decode/part";
import type { Module } from "../boot";
import { runPart } from "./scripts-user";

/** Runs the scripts of one of the folders `per-once`, `per-boot` and `per-instance` (cc_scripts_per_boot and its like). */
const scriptsPer = (frequency: ScriptFrequency): Module => ({
  name: `scripts_${frequency.replace("-", "_")}`,
  stage: "final",
  everyBoot: frequency === "per-boot",
  run(boot) {
    for (const part of boot.parts)
      if (part.kind === "script" && part.frequency === frequency) runPart(boot, part);
  },
});

export const scriptsPerOnce = scriptsPer("per-once");
export const scriptsPerBoot = scriptsPer("per-boot");
export const scriptsPerInstance = scriptsPer("per-instance");
