/**
 * What useradd(8) takes on every distribution: lower case, at most 32 characters. Debian and RHEL allow more, each
 * something else.
 */
const VALID = /^[a-z_][a-z0-9_-]{0,31}$/u;

/**
 * Groups that images have: an account of such a name cannot be made (`useradd: group … exists`), and cloud-init stops at
 * the first that fails, before it makes the login user.
 */
const USUAL_GROUPS: ReadonlySet<string> = new Set(
  (
    "root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom floppy tape sudo audio dip " +
    "www-data backup operator list irc src shadow utmp video sasl plugdev staff games users nogroup nobody wheel input render " +
    "sgx kvm lxd docker netdev crontab ssh ssh_keys systemd-journal admin docker libvirt apache nginx postgres mysql"
  ).split(" "),
);

/** Why nothing but an image's own login user may have this name, as a reason; `undefined` for a good name. */
export function accountNameProblem(name: string): string | undefined {
  if (!VALID.test(name))
    return "is no account name that useradd takes everywhere (lower case letters, digits, - and _)";
  if (name === "default") return "means the image's own login user in cloud-init";
  return USUAL_GROUPS.has(name) ? "is the name of a group or account that images have" : undefined;
}

/** Why the image's login user cannot have this name, as a reason. */
export function loginUserProblem(name: string): string | undefined {
  if (name === "root") return "is root, whose log-in images turn away with a message";
  return VALID.test(name) && name !== "default" ? undefined : "is no account name";
}

/** Why a group cannot have this name, as a reason; `accounts` are the names of all accounts of the host. */
export function groupNameProblem(group: string, accounts: readonly string[]): string | undefined {
  if (!VALID.test(group)) return "is no group name";
  // cloud-init makes groups first; useradd then fails on the group of the account's own name.
  return accounts.includes(group)
    ? "has the name of an account, whose own group of that name could not be made"
    : undefined;
}
