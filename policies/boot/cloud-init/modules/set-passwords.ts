import { blur, set } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { is } from "../../machine/prediction";
import { ANY } from "../../shell/value";
import { applyTo, type CloudBoot, type Module } from "../boot";
import { field, listItems, originOf, type ConfigValue } from "../config";

/** Sets passwords from `password` and `chpasswd` (cc_set_passwords); they have to be changed at the next log-in unless told otherwise. */
export const setPasswords: Module = {
  name: "set_passwords",
  stage: "config",
  everyBoot: false,
  run(boot) {
    const pwauth = boot.config.get("ssh_pwauth").at(-1);
    if (pwauth !== undefined && isTrue(pwauth.value))
      applyTo(boot, [set("sshd", "", { acceptsPasswords: true }, originOf(pwauth, "ssh_pwauth"))]);
    const chpasswd = boot.config.get("chpasswd").at(-1);
    const expire = chpasswd === undefined || !isFalse(field(chpasswd, "expire")?.value);
    const listed = chpasswd === undefined ? [] : [...userEntries(chpasswd), ...listEntries(chpasswd)];
    for (const entry of listed) setPassword(boot, entry, "chpasswd", expire);
    const password = boot.config.get("password").at(-1);
    // `password` is for the default user, and only counts where no list names anybody.
    if (
      listed.length > 0 ||
      password === undefined ||
      typeof password.value !== "string" ||
      password.value === ""
    )
      return;
    if (!hasDefaultUser(boot)) return;
    setPassword(
      boot,
      { name: boot.loginUser, hashed: HASH.test(password.value), locked: false, at: password },
      "password",
      expire,
    );
  },
};

/** What cc_set_passwords takes for a hash rather than a password. */
const HASH = /^\$(?:1|2a|2y|5|6)(?:\$.+){2}/u;

interface Entry {
  readonly name: string;
  readonly hashed: boolean;
  /** A hash that no password fits. */
  readonly locked: boolean;
  readonly at: ConfigValue;
}

function setPassword(
  boot: CloudBoot,
  { name, hashed, locked, at }: Entry,
  construct: string,
  expire: boolean,
): void {
  const since = originOf(at, construct);
  if (name.includes(ANY)) {
    applyTo(boot, [
      blur("account", "*", "whose password it sets is not known", since, ["password", "passwordExpired"]),
    ]);
    return;
  }
  if (is(trait(boot.machine, "account", name, "exists"), false)) return;
  applyTo(boot, [set("account", name, { password: !locked, passwordExpired: expire }, since)]);
  // Older releases leave hashes out (cloudinit/features.py, EXPIRE_APPLIES_TO_HASHED_USERS).
  if (expire && hashed)
    applyTo(boot, [
      blur("account", name, "whether the password expires depends on the release of cloud-init", since, [
        "passwordExpired",
      ]),
    ]);
}

// The password belongs to the user that is marked as the default one; without it nobody's is set.
const hasDefaultUser = (boot: CloudBoot): boolean => {
  const exists = trait(boot.machine, "account", boot.loginUser, "exists");
  return !exists.certain || (exists.value && exists.since.from === "image");
};

function userEntries(chpasswd: ConfigValue): readonly Entry[] {
  const users = field(chpasswd, "users");
  return (users === undefined ? [] : listItems(users)).flatMap((user) => {
    const name = field(user, "name")?.value;
    const hash = field(user, "password")?.value;
    const type = field(user, "type")?.value ?? "hash";
    if (typeof name !== "string") return [];
    return [
      {
        name,
        hashed: type === "hash",
        locked: type === "hash" && typeof hash === "string" && /^[!*]/u.test(hash),
        at: user,
      },
    ];
  });
}

// A text of lines, or a list of them: name and password with a colon between.
function listEntries(chpasswd: ConfigValue): readonly Entry[] {
  const list = field(chpasswd, "list");
  const lines: readonly unknown[] =
    typeof list?.value === "string" ? list.value.split("\n") : Array.isArray(list?.value) ? list.value : [];
  return lines.flatMap((line) => {
    if (list === undefined || typeof line !== "string" || !line.includes(":")) return [];
    const name = line.slice(0, line.indexOf(":"));
    return [{ name: name.trim(), hashed: HASH.test(line.slice(name.length + 1)), locked: false, at: list }];
  });
}

const isTrue = (value: unknown): boolean =>
  value === true || value === 1 || (typeof value === "string" && /^(?:on|1|yes|true)$/iu.test(value.trim()));

// cloud-init reads the words that stand for false as well (util.is_false).
const isFalse = (value: unknown): boolean =>
  value === false ||
  value === 0 ||
  (typeof value === "string" && /^(?:off|0|no|false)$/iu.test(value.trim()));
