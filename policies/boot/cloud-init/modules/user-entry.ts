/**
 * Whether an entry of `users` may stop cloud-init's users-groups module, and with it every entry after it and the
 * image's default user, which always comes last (cc_users_groups makes them one by one and catches nothing).
 *
 * @returns Why it cannot be told, or `undefined` for an entry that does no harm.
 */
export function mayStopTheRest(entry: unknown, loginUser: string): string | undefined {
  if (entry === null || typeof entry !== "object" || Array.isArray(entry)) return undefined;
  const settings = entry as Readonly<Record<string, unknown>>;
  const found = CAUSES.find(([, applies]) => applies(settings, loginUser));
  return found === undefined
    ? undefined
    : `an entry before it may stop the accounts from being made: ${found[0]}`;
}

const CAUSES: readonly (readonly [
  what: string,
  applies: (settings: Readonly<Record<string, unknown>>, loginUser: string) => boolean,
])[] = [
  [
    "ssh_authorized_keys is empty",
    (settings) => "ssh_authorized_keys" in settings && settings.ssh_authorized_keys === null,
  ],
  ["sudo is true", (settings) => settings.sudo === true],
  [
    "a group has the user's own name",
    (settings) =>
      groups(settings).some((group) => group === settings.name && settings.primary_group !== group),
  ],
  ["a group has the default user's name", (settings, loginUser) => groups(settings).includes(loginUser)],
  [
    "a group is no text",
    (settings) =>
      Array.isArray(settings.groups) && settings.groups.some((group) => typeof group !== "string"),
  ],
  [
    "primary_group stands without groups",
    (settings) => "primary_group" in settings && !("groups" in settings),
  ],
  ["create_groups is false", (settings) => settings.create_groups === false],
  [
    "a system account or one without a home is given keys",
    (settings) =>
      (settings.system === true || settings.no_create_home === true) &&
      ["ssh_authorized_keys", "ssh_import_id", "ssh_redirect_user"].some((key) => key in settings),
  ],
  ["selinux_user needs SELinux", (settings) => "selinux_user" in settings],
  ["snapuser needs snap", (settings) => "snapuser" in settings],
  ["uid may be taken", (settings) => "uid" in settings],
  [
    "name is no valid account name",
    (settings) => typeof settings.name !== "string" || !/^[a-z_][a-z0-9_-]*\$?$/u.test(settings.name),
  ],
  [
    "expiredate is no date",
    (settings) =>
      typeof settings.expiredate === "string" && !/^\d{4}-\d{2}-\d{2}$/u.test(settings.expiredate),
  ],
];

function groups(settings: Readonly<Record<string, unknown>>): readonly unknown[] {
  const value = settings.groups;
  if (typeof value === "string") return value.split(",").map((group) => group.trim());
  if (Array.isArray(value)) return value as readonly unknown[];
  return value !== null && typeof value === "object" ? Object.keys(value) : [];
}

/** The same for the groups at the top of a cloud-config, of which none may be called like an account to come. */
export function topGroupsStop(value: unknown, accounts: readonly string[]): string | undefined {
  const names = groups({
    groups: Array.isArray(value)
      ? (value as readonly unknown[]).flatMap((each) => (isMapping(each) ? Object.keys(each) : [each]))
      : value,
  });
  if (names.some((name) => typeof name !== "string"))
    return "the groups may stop the accounts from being made: one is no text";
  return names.some((name) => accounts.includes(name as string))
    ? "the groups may stop the accounts from being made: one has an account's name"
    : undefined;
}

const isMapping = (value: unknown): value is object =>
  value !== null && typeof value === "object" && !Array.isArray(value);
