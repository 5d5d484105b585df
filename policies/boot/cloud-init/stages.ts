import { blurEverything, opaque } from "../machine/effect";
import { applyTo, type CloudBoot, type Module } from "./boot";
import { originOf } from "./config";
import { listed } from "./module-lists";
import { bootcmd } from "./modules/bootcmd";
import { mounts } from "./modules/mounts";
import { opaqueModules } from "./modules/opaque-modules";
import { scriptsPerBoot, scriptsPerInstance, scriptsPerOnce } from "./modules/scripts-per";
import { runPart, scriptsUser } from "./modules/scripts-user";
import { setPasswords } from "./modules/set-passwords";
import { ssh } from "./modules/ssh";
import { usersGroups } from "./modules/users-groups";
import { startServices } from "./start-services";
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
  scriptsPerOnce,
  scriptsPerBoot,
  scriptsPerInstance,
  scriptsUser,
];

/** Runs one boot: boothooks while the user data is read, then the modules of the init, config and final stages. */
export function runStages(boot: CloudBoot): void {
  for (const part of boot.parts) if (part.kind === "boothook") runPart(boot, part);
  for (const module of MODULES) if (module.stage === "init" && runsNow(boot, module)) module.run(boot);
  // cloud-init.service is ordered before the SSH server, and the stages behind it are not.
  startServices(boot);
  for (const module of MODULES) if (module.stage !== "init" && runsNow(boot, module)) module.run(boot);
  blurUnseen(boot);
}

const UNSEEN: ReadonlySet<string> = new Set([
  "include",
  "include-once",
  "part-handler",
  "cloud-config-jsonp",
  "unknown",
]);

// What is fetched at boot or only the boot makes sense of may undo anything that stands in the other parts.
function blurUnseen(boot: CloudBoot): void {
  const part = boot.parts.find(({ kind }) => UNSEEN.has(kind));
  if (part !== undefined) {
    const since = {
      from: "user-data",
      place: part.source.placeAt(0),
      construct: part.kind === "unknown" ? "part" : `#${part.kind}`,
    } as const;
    const why = "a part of the user data is only known at boot";
    applyTo(boot, [opaque(why, since), ...blurEverything(why, since)]);
  }
  for (const key of boot.config.unclear) {
    const [value] = boot.config.get(key);
    if (value === undefined || !READ_KEYS.has(key)) continue;
    applyTo(
      boot,
      blurEverything("how several cloud-configs are merged here cannot be told", originOf(value, key)),
    );
  }
}

/** Keys that the modules read, apart from `users`, which sees to it itself. */
const READ_KEYS: ReadonlySet<string> = new Set([
  ...[
    "bootcmd",
    "runcmd",
    "write_files",
    "mounts",
    "groups",
    "user",
    "system_info",
    "ssh_authorized_keys",
    "ssh_keys",
    "ssh_genkeytypes",
  ],
  ...[
    "allow_public_ssh_keys",
    "password",
    "chpasswd",
    "cloud_init_modules",
    "cloud_config_modules",
    "cloud_final_modules",
  ],
]);

function runsNow(boot: CloudBoot, module: Module): boolean {
  const how = module === opaqueModules ? "as-made" : listed(boot, module.stage, module.name);
  return how !== undefined && (boot.firstBoot || how === "always" || (how === "as-made" && module.everyBoot));
}
