import type { ScriptFrequency } from "../../decode/part";
import { opaque } from "../../machine/effect";
import { mentioned, trait } from "../../machine/machine";
import { isBelow } from "../../machine/paths";
import { is } from "../../machine/prediction";
import { scriptFile } from "../../shell/commands/scripts";
import { runScript } from "../../shell/run";
import { newSession } from "../../shell/session";
import { applyTo, withShell, type CloudBoot, type Module } from "../boot";
import { runPart } from "./scripts-user";

/**
 * Runs the scripts of one of the folders `per-once`, `per-boot` and `per-instance` (cc_scripts_per_boot and its like):
 * those that come as parts of the user data, and files that were left there.
 */
const scriptsPer = (frequency: ScriptFrequency): Module => ({
  name: `scripts_${frequency.replace("-", "_")}`,
  stage: "final",
  everyBoot: frequency === "per-boot",
  run(boot) {
    for (const part of boot.parts)
      if (part.kind === "script" && part.frequency === frequency) runPart(boot, part);
    const folder = `/var/lib/cloud/scripts/${frequency}`;
    const left = mentioned(boot.machine, "file").filter((path) => isBelow(path, folder));
    for (const path of [...left].sort()) runLeft(boot, path);
  },
});

// Only what may be executed is run (subp.runparts).
function runLeft(boot: CloudBoot, path: string): void {
  const exists = trait(boot.machine, "file", path, "exists");
  if (is(exists, false)) return;
  const script = scriptFile(newSession(boot.machine, boot.budget), path);
  if (script.kind === "missing") return;
  if (script.kind === "shell" && is(script.executable, true)) {
    if (hasInterpreter(script.source.text)) withShell(boot, (session) => runScript(script.source, session));
    return;
  }
  if (script.kind !== "unseen" && is(script.executable, false)) return;
  applyTo(boot, [opaque("a script is left for cloud-init to run", exists.since)]);
}

// cloud-init executes the file itself: without an interpreter's line the kernel refuses it.
const hasInterpreter = (text: string): boolean => text.startsWith("#!");

export const scriptsPerOnce = scriptsPer("per-once");
export const scriptsPerBoot = scriptsPer("per-boot");
export const scriptsPerInstance = scriptsPer("per-instance");
