import { set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { isBelow } from "../../machine/paths";
import { locate } from "../../machine/places";
import { is, type Origin } from "../../machine/prediction";
import { textFrom } from "../../machine/file-text";
import { keysFileOf } from "./keys-file";
import { applyTo, type CloudBoot, type Module } from "../boot";
import { isDefault, nameOf, settingsOf, userEntries, wantsDefaultUser, type Settings } from "./user-names";

/**
 * Prints the fingerprints of everybody's keys (cc_ssh_authkey_fingerprints). On the way there cloud-init makes what it
 * does not find of `~/.ssh/authorized_keys` (ssh_util.check_create_path): an account whose folder a script removed has an
 * empty key file again. Amazon Linux 2's 19.3 does not.
 */
export const sshAuthkeyFingerprints: Module = {
  name: "ssh_authkey_fingerprints",
  stage: "final",
  everyBoot: false,
  run(boot) {
    if (
      boot.image.family === "amazon-linux-2" ||
      boot.config.get("no_ssh_fingerprints").at(-1)?.value === true
    )
      return;
    for (const account of configured(boot)) applyTo(boot, missingEffects(boot, account));
  },
};

// Accounts that were made without a home are passed over, and one that is gone ends the module.
function configured(boot: CloudBoot): readonly string[] {
  const entries = boot.config.get("users").flatMap(userEntries);
  const listed = entries.filter((entry) => !isDefault(entry) && hasHome(settingsOf(entry)));
  const all = [
    ...listed.map(({ value }) => nameOf(value)),
    ...(wantsDefaultUser(boot.config) ? [boot.loginUser] : []),
  ];
  const gone = all.findIndex((name) => !is(trait(boot.machine, "account", name, "exists"), true));
  return gone === -1 ? all : all.slice(0, gone);
}

const hasHome = ({ system, no_create_home: none }: Settings): boolean => system !== true && none !== true;

/** The home, and what leads from there to the file. */
function pathsTo(file: string, home: string): readonly string[] {
  const below = file.slice(home.length).split("/").slice(1);
  return [home, ...below.map((_, at) => `${home}/${below.slice(0, at + 1).join("/")}`)];
}

function missingEffects({ machine }: CloudBoot, account: string): readonly Effect[] {
  const home = trait(machine, "account", account, "home");
  if (!home.certain) return [];
  const keysFile = keysFileOf(machine, account, home.value);
  // What sshd_config does not name is not looked for, and what it names elsewhere is not about the home.
  if (!keysFile.isNamed || !isBelow(keysFile.path, home.value)) return [];
  const paths = pathsTo(keysFile.path, home.value);
  // It goes through no link.
  if (paths.some((path) => locate(machine.places, path).real !== path)) return [];
  const [folder, ...below] = paths;
  const missing = (path: string): Origin | undefined => {
    const exists = trait(machine, "file", path, "exists");
    return exists.certain && !exists.value ? exists.since : undefined;
  };
  const primary = trait(machine, "account", account, "group");
  const group = primary.certain ? primary.value : account;
  const atHome = folder === undefined ? undefined : missing(folder);
  return [
    // The home itself is made as root's.
    ...(atHome === undefined || folder === undefined
      ? []
      : [set("file", folder, { exists: true, mode: 0o755, owner: "root", group: "root" }, atHome)]),
    ...below.flatMap((path): readonly Effect[] => {
      const since = missing(path);
      if (since === undefined) return [];
      const isFile = path === keysFile.path;
      return [
        set("file", path, { exists: true, mode: isFile ? 0o600 : 0o700, owner: account, group }, since),
        ...(isFile ? [set("file", path, { content: textFrom("", since) }, since)] : []),
      ];
    }),
  ];
}
