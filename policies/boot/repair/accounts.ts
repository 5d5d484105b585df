import { checkShell } from "../login/login-shell";
import { isImagesOwn, readConfig } from "../login/sshd-reading";
import { numberOf } from "../machine/account-numbers";
import { blur, set, type Effect } from "../machine/effect";
import { trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import { sshdFilesOf } from "../machine/sshd-files";
import { settingsFor } from "../sshd/settings";
import { logsIn, type Configuration, type Declared } from "./configuration";

const NOLOGIN = "/etc/nologin";

/** Declared accounts are there, have not expired, and have a shell that lets somebody in; nothing keeps everybody out. */
export function accountEffects(
  machine: Machine,
  { accounts }: Configuration,
  since: Origin,
): readonly Effect[] {
  const there = !is(trait(machine, "file", NOLOGIN, "exists"), false);
  return [
    ...(there ? [set("file", NOLOGIN, { exists: false }, since)] : []),
    ...accounts.flatMap((account) => [
      ...existing(machine, account, since),
      ...unlocked(machine, account, since),
    ]),
  ];
}

function existing(machine: Machine, account: Declared, since: Origin): readonly Effect[] {
  const { name, password } = account;
  const exists = trait(machine, "account", name, "exists");
  const open = { exists: true, expired: false, passwordExpired: false };
  if (exists.certain && !exists.value) return made(machine, account, since);
  const shell = checkShell(machine, name).closed === undefined ? {} : { shell: shellOf(account) };
  return [
    set("account", name, { ...open, ...shell, ...(password === "hash" && { password: true }) }, since),
    ...fromFile(account, since),
  ];
}

const BASH = "/bin/bash";

// What is not on the image is passed over for bash.
const shellOf = ({ shell }: Declared): string =>
  shell !== undefined && /^\/(?:usr\/)?bin\/(?:ba|da)?sh$/u.test(shell) ? shell : BASH;

function made(machine: Machine, account: Declared, since: Origin): readonly Effect[] {
  const { name, password } = account;
  const uid = numberOf(machine, name) ?? "regular";
  return [
    set(
      "account",
      name,
      {
        exists: true,
        expired: false,
        passwordExpired: false,
        password: password === "hash",
        shell: shellOf(account),
        home: `/home/${name}`,
        keys: false,
        uid,
        group: name,
        groups: "",
      },
      since,
    ),
    ...fromFile(account, since),
  ];
}

// Whether the hash is in its file by then is not known.
const fromFile = ({ name, password }: Declared, since: Origin): readonly Effect[] =>
  password === "file"
    ? [blur("account", name, "whether its password's file is there is not known", since, ["password"])]
    : [];

// A lock on the password stops a key only where sshd asks no PAM: there it becomes a password that nobody has.
function unlocked(machine: Machine, account: Declared, since: Origin): readonly Effect[] {
  const files = sshdFilesOf(machine);
  if (!logsIn(account) || isImagesOwn(files) || account.password !== "none") return [];
  const config = readConfig(files, machine);
  if (config.state === "fails") return [];
  const { usePAM } = settingsFor(config, { user: account.name, groups: "unknown" });
  const asksPam = usePAM.state !== "unknown" && usePAM.value;
  const why = "the repair program may have taken the lock off its password";
  return asksPam ? [] : [blur("account", account.name, why, since, ["password"])];
}
