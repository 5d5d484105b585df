import { blurEverything, opaque, set, type Effect } from "../machine/effect";
import { mentioned, trait } from "../machine/machine";
import { isBelow } from "../machine/paths";
import { IMAGE } from "../machine/prediction";
import type { Part } from "../decode/part";
import { perhaps } from "../shell/branches";
import { runScript } from "../shell/run";
import { applyTo, withShell, type CloudBoot, type Module } from "./boot";
import { originOf } from "./config";
import { listed } from "./module-lists";
import { bootcmd } from "./modules/bootcmd";
import { mounts } from "./modules/mounts";
import { opaqueModules } from "./modules/opaque-modules";
import { scriptsPerBoot, scriptsPerInstance, scriptsPerOnce } from "./modules/scripts-per";
import { runPart, scriptsUser } from "./modules/scripts-user";
import { powerStateChange } from "./modules/power-state-change";
import { setPasswords } from "./modules/set-passwords";
import { ssh } from "./modules/ssh";
import { sshAuthkeyFingerprints } from "./modules/ssh-authkey-fingerprints";
import { usersGroups } from "./modules/users-groups";
import { doubtServices, mountFileSystems } from "./file-systems";
import { homeModeEffects } from "../start-up/home-mode";
import { queueServices, startServices } from "./start-services";
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
  sshAuthkeyFingerprints,
  powerStateChange,
];

/** Runs one boot: boothooks while the user data is read, then the modules of the init, config and final stages. */
export function runStages(boot: CloudBoot): void {
  if (!boot.firstBoot) applyTo(boot, startedAgain(boot));
  if (!boot.firstBoot && !mountFileSystems(boot)) return;
  if (!boot.firstBoot) {
    applyTo(boot, runtimeGone(boot));
    applyTo(boot, homeModeEffects(boot.machine));
    queueServices(boot);
  }
  for (const part of boot.parts) {
    if (part.kind === "boothook") runPart(boot, part);
    if (part.boothook === true) perhapsRun(boot, part);
  }
  for (const module of MODULES) if (module.stage === "init" && runsNow(boot, module)) module.run(boot);
  // cloud-init.service is ordered before the SSH server, and the stages behind it are not.
  startServices(boot);
  for (const module of MODULES) if (module.stage !== "init" && runsNow(boot, module)) module.run(boot);
  blurUnseen(boot);
  doubtServices(boot);
}

const startedAgain = ({ machine }: CloudBoot): readonly Effect[] =>
  (["powersOff", "restarts"] as const)
    .filter((which) => trait(machine, "host", "", which).since.from === "user-data")
    .map((which) => set("host", "", { [which]: false }, IMAGE));

// What lies below /run is kept in memory (file-hierarchy(7)).
const runtimeGone = ({ machine }: CloudBoot): readonly Effect[] =>
  mentioned(machine, "file")
    .filter((path) => isBelow(path, "/run"))
    .map((path) => set("file", path, { exists: false }, IMAGE));

const UNSEEN: ReadonlySet<string> = new Set([
  "include",
  "include-once",
  "part-handler",
  "cloud-config-jsonp",
  "unknown",
]);

// Where it runs it is read by a shell, as a text without an interpreter's line is (execvp(3)).
function perhapsRun(boot: CloudBoot, part: Part): void {
  withShell(boot, (session) => {
    perhaps(session, "whether a boothook without an interpreter's line is run is not known", (inner) =>
      runScript(part.source, inner),
    );
  });
}

/** An include without an address (`UserDataProcessor._do_include`): blank lines and comments are passed over. */
const fetchesNothing = ({ kind, source }: Part): boolean =>
  kind.startsWith("include") &&
  source.text
    .split(/\r\n|\n|\r/u)
    .map((line) => line.replace(/^#include(?:-once)?/iu, "").trim())
    .every((line) => line === "" || line.startsWith("#"));

// What is fetched at boot or only the boot makes sense of may undo anything that stands in the other parts.
function blurUnseen(boot: CloudBoot): void {
  const part = boot.parts.find(
    (each) => UNSEEN.has(each.kind) && each.boothook !== true && !fetchesNothing(each),
  );
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
