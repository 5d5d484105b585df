import { opaque } from "../../machine/effect";
import { normalisePath } from "../../machine/paths";
import { isHarmlessWrite } from "../../shell/commands/harmless-writes";
import { touchedEffects } from "../../shell/commands/touched";
import { applyTo, type CloudBoot, type Module } from "../boot";
import { field, listItems, originOf } from "../config";

const SCRIPTS = /^\/var\/lib\/cloud\/scripts\/per-(?:boot|instance|once)\//u;

/** Writes files (cc_write_files): before the accounts are made, and those with `defer` in the final stage. */
export const writeFiles: Module = {
  name: "write_files",
  stage: "init",
  everyBoot: false,
  run: (boot) => writeEntries(boot, false),
};

export const writeFilesDeferred: Module = {
  name: "write_files_deferred",
  stage: "final",
  everyBoot: false,
  run: (boot) => writeEntries(boot, true),
};

function writeEntries(boot: CloudBoot, deferred: boolean): void {
  for (const entry of boot.config.get("write_files").flatMap(listItems)) {
    const path = field(entry, "path")?.value;
    if (typeof path !== "string" || (field(entry, "defer")?.value === true) !== deferred) continue;
    const since = originOf(entry, "write_files");
    const why = "a file that decides who may log in is written";
    const content = field(entry, "encoding") === undefined ? field(entry, "content")?.value : undefined;
    const append = field(entry, "append")?.value === true;
    const harmless =
      typeof content === "string" && isHarmlessWrite(normalisePath(path, "/"), { append, content });
    if (!harmless) applyTo(boot, touchedEffects(boot.machine, normalisePath(path, "/"), why, since));
    if (SCRIPTS.test(path)) applyTo(boot, [opaque("a script is left for cloud-init to run", since)]);
  }
}
