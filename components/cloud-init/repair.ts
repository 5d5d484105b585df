import { checksum } from "@latchkey/policies/checksum";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sudoRule } from "./access-cloud-config";
import { accessProblems, DEFAULT_SHELL, keyLine, recoveryName, type Access } from "./accounts";
import { assertNone } from "./problem";
import { fileLines, PUT, withoutComments, withoutIndentation } from "./shell-files";

/** Parts of the repair program that can be switched off; each is on unless it says `false`. */
export interface RepairParts {
  /** Accounts exist, are unlocked, unexpired and have a shell; PAM lets them in. */
  readonly accounts?: boolean;
  /** Modes and owners from `/home` down to `authorized_keys`. */
  readonly modes?: boolean;
  /** The declared keys stand in root's own files. */
  readonly keys?: boolean;
  /** sshd's configuration loads and lets the accounts in. */
  readonly sshd?: boolean;
  /** sshd has host keys. */
  readonly hostkeys?: boolean;
  /** The ssh service is enabled. */
  readonly service?: boolean;
  /** The SSM agent is enabled. */
  readonly agent?: boolean;
  /** A mount of `/etc/fstab` that fails does not stop the boot. */
  readonly mounts?: boolean;
  /** The root file system has room for a log-in. */
  readonly disk?: boolean;
}

export interface RepairOptions extends Access {
  /** Whether the instance has a key pair, whose key the login user keeps; cloud-init has it from the metadata service. */
  readonly keyPair?: boolean;
  readonly repair?: RepairParts;
  /**
   * Whether a key alone must open the declared accounts: then a second factor, a forced command or a jail that sshd's
   * configuration has for them does not hold for them. Otherwise those are left as they are, and told.
   */
  readonly keepOpen?: boolean;
  /** Ports that sshd has to listen on; 22 unless told. */
  readonly sshPorts?: readonly number[];
  /** A file on the host that holds the hash of the recovery user's password, in place of one in the user data. */
  readonly recoveryHashFile?: string;
}

export const PROGRAM = "/usr/local/sbin/latchkey-repair";
export const CONFIGURATION = "/etc/latchkey/repair.conf";
const UNITS = ["latchkey-repair.service", "latchkey-emergency.service"] as const;

/**
 * A `#cloud-boothook` for user data that puts the repair program in place and has it run at every boot: by a systemd unit
 * ordered before ssh, elsewhere by cloud-init's per-boot scripts. A boothook comes before everything else that user data
 * does, so a mistake in other parts does not reach it; and it is read anew at each boot, so a change of the user data
 * reaches a host that exists when it is started again.
 *
 * @throws InputProblemsError with all that is wrong with the accounts
 */
export function repairScript(options: RepairOptions): string {
  assertNone(accessProblems(options));
  return [
    "#cloud-boothook",
    "#!/bin/sh",
    "# Latchkey: opens this host again at each boot to the accounts that it declares. See /var/lib/latchkey/status.",
    ...installation(options),
    `${PROGRAM} install`,
    "",
  ].join("\n");
}

/** Shell lines that write the program, its configuration and the units, each whole or not at all. */
export function installation(options: RepairOptions, units: readonly string[] = UNITS): readonly string[] {
  return [
    ...PUT,
    `mkdir -p -m 0755 /etc/latchkey ${PROGRAM.slice(0, PROGRAM.lastIndexOf("/"))}`,
    ...fileLines(PROGRAM, "0755", repairProgram()),
    ...fileLines(CONFIGURATION, "0600", repairConfiguration(options)),
    ...(units.length === 0 ? [] : ["if [ -d /etc/systemd/system ]; then", ...units.flatMap(unitLines), "fi"]),
  ];
}

const unitLines = (unit: string): readonly string[] =>
  fileLines(`/etc/systemd/system/${unit}`, "0644", withoutComments(repairFile(unit)));

/** `/etc/latchkey/repair.conf`: lines `name='value'`, an account with its settings after the other. */
export function repairConfiguration(options: RepairOptions): string {
  const { loginUser, publicKeys = [], users = [], recoveryUser, repair = {}, sshPorts } = options;
  const off = Object.entries(repair).filter(([, on]) => on === false);
  const lines: (readonly [name: string, value: string | undefined])[] = [
    ["version", "1"],
    ["off", off.length === 0 ? undefined : off.map(([part]) => part).join(" ")],
    ["ports", sshPorts?.length === 0 ? undefined : sshPorts?.join(" ")],
    ["keep_open", options.keepOpen === true ? "yes" : undefined],
    ["account", loginUser],
    ["sudo", sudoRule.free],
    ["key_pair", options.keyPair === true ? "yes" : undefined],
    ...publicKeys.map((key) => ["key", keyLine(key)] as const),
  ];
  for (const { name, shell, groups = [], sudo, publicKeys: keys = [] } of users) {
    lines.push(
      ["account", name],
      ["shell", shell ?? DEFAULT_SHELL],
      ["groups", groups.length === 0 ? undefined : groups.join(" ")],
      ["sudo", sudo === true ? sudoRule.free : undefined],
      ...keys.map((key) => ["key", keyLine(key)] as const),
    );
  }
  if (recoveryUser !== undefined) {
    lines.push(
      ["account", recoveryName(recoveryUser)],
      ["console", "yes"],
      ["shell", DEFAULT_SHELL],
      ["sudo", sudoRule.asking],
      ["hash", recoveryUser.passwordHash],
      ["hash_file", options.recoveryHashFile],
    );
  }
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [`${name}='${value}'\n`])).join("");
}

/** The files of `repair/program/` that the program is made of, in their order. */
const PROGRAM_FILES = [
  "head",
  "telling",
  "configuration",
  "files",
  "folders",
  "host-keys",
  "sshd-files",
  "keys",
  "effective",
  "pins",
  "global-pins",
  "placing",
  "still-shut",
  "accounts",
  "homes",
  "pam",
  "services",
  "mounts",
  "disk",
  "main",
] as const;

/** The whole program as it is written, with its comments. */
export const repairSource = (): string =>
  PROGRAM_FILES.map((name) => repairFile(`program/${name}.sh`)).join("\n");

/**
 * The program as it goes into user data: without comments and indentation, which the sources have, and with a last line
 * that tells the checksum of those before it.
 */
export function repairProgram(): string {
  const text = withoutIndentation(withoutComments(repairSource()));
  return `${text}#sum ${checksum(text)}\n`;
}

/** A file of `repair/`, which lies beside the sources; compiled code runs from `dist/cloud-init`. */
function repairFile(name: string): string {
  const beside = join(__dirname, "repair", name);
  return readFileSync(existsSync(beside) ? beside : join(__dirname, "../../cloud-init/repair", name), "utf8");
}
