import { blur, opaque } from "../machine/effect";
import { applyTo, type CloudBoot, type Module } from "./boot";
import { bootcmd } from "./modules/bootcmd";
import { mounts } from "./modules/mounts";
import { opaqueModules } from "./modules/opaque-modules";
import { runPart, scriptsUser } from "./modules/scripts-user";
import { setPasswords } from "./modules/set-passwords";
import { ssh } from "./modules/ssh";
import { usersGroups } from "./modules/users-groups";
import { writeFiles, writeFilesDeferred } from "./modules/write-files";

/** The modules that matter for access, in the order of the stages and lists of cloud-init's own `cloud.cfg`. A new one: one file and one line. */
const MODULES: readonly Module[] = [
  bootcmd,
  writeFiles,
  mounts,
  usersGroups,
  ssh,
  setPasswords,
  writeFilesDeferred,
  opaqueModules,
  scriptsUser,
];

/** Runs one boot: boothooks while the user data is read, then the modules of the init, config and final stages. */
export function runStages(boot: CloudBoot): void {
  unseenParts(boot);
  for (const part of boot.parts) if (part.kind === "boothook") runPart(boot, boothookScript(part));
  for (const module of MODULES) {
    if ((boot.firstBoot || module.everyBoot) && isListed(boot, module)) module.run(boot);
  }
}

// A boothook is run as a script once its own header line is taken off (handlers/boot_hook.py).
function boothookScript(part: CloudBoot["parts"][number]): CloudBoot["parts"][number] {
  const { source } = part;
  const header = /^\s*#cloud-boothook[^\n]*\n/iu.exec(source.text)?.[0].length ?? 0;
  const text = source.text.slice(header);
  const script = text.startsWith("#!") ? text : `#!/bin/sh\n${text}`;
  const added = script.length - text.length;
  return { ...part, source: { text: script, placeAt: (offset) => source.placeAt(Math.max(0, offset - added) + header) } };
}

// What is fetched at boot or written in another language than a script's cannot be seen; a failed fetch stops everything.
function unseenParts(boot: CloudBoot): void {
  for (const part of boot.parts) {
    if (!["include", "include-once", "part-handler", "cloud-config-jsonp"].includes(part.kind)) continue;
    const since = { from: "user-data", place: part.source.placeAt(0), construct: `#${part.kind}` } as const;
    applyTo(boot, [opaque("a part of the user data is only known at boot", since)]);
    if (part.kind !== "part-handler") applyTo(boot, [blur("account", "*", "a part of the user data is only known at boot", since)]);
  }
}

/** A `cloud_*_modules` list in the user data replaces the image's own: a module that it leaves out does not run. */
function isListed(boot: CloudBoot, module: Module): boolean {
  const list = boot.config.get(`cloud_${module.stage}_modules`)[0]?.value;
  if (!Array.isArray(list) || module === opaqueModules) return true;
  const names = list.map((entry: unknown) => String(Array.isArray(entry) ? entry[0] : entry).replaceAll("-", "_"));
  return names.includes(module.name);
}
