import { blur, opaque, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { loginPaths, MAX_ACCOUNTS } from "../../machine/paths";
import { IMAGE, is, type Origin } from "../../machine/prediction";
import { isPast } from "../../shell/commands/dates";
import { holdsKey } from "../../shell/commands/key-text";
import { ANY } from "../../shell/value";
import { applyTo, type CloudBoot, type Module } from "../boot";
import { field, listItems, originOf, type ConfigValue } from "../config";
import { homeMode } from "../../image/baseline";
import { mayStopTheRest, topGroupsStop } from "./user-entry";

/**
 * Makes the accounts. Every entry first, in order, and the image's own default user always last
 * (cloudinit/distros/ug_util.py, `_normalize_users`): an entry that fails stops all that come after it.
 */
export const usersGroups: Module = {
  name: "users_groups",
  stage: "init",
  everyBoot: false,
  run(boot) {
    const values = boot.config.get("users");
    renameDefault(boot);
    if (boot.config.unclear.has("users")) {
      blurUsers(boot, values);
      return;
    }
    const entries = values.flatMap(userEntries);
    const wantsDefault =
      values.length === 0 || entries.some(isDefault) || Boolean(boot.config.get("user").at(-1)?.value);
    let stopped = stoppedByGroups(boot, entries);
    const listed = entries.filter((each) => !isDefault(each));
    const unfollowed = listed[MAX_ACCOUNTS];
    if (unfollowed !== undefined)
      applyTo(boot, [opaque("more accounts are made than are followed", originOf(unfollowed, "users"))]);
    for (const entry of listed.slice(0, MAX_ACCOUNTS)) {
      applyTo(boot, entryEffects(boot, entry, stopped));
      const why = mayStopTheRest(entry.value, boot.loginUser);
      if (why !== undefined) stopped ??= { why, since: originOf(entry, "users") };
    }
    if (wantsDefault) applyTo(boot, defaultUserEffects(boot, stopped));
    else if (values[0] !== undefined)
      applyTo(boot, withoutDefault(boot, entries, originOf(values[0], "users")));
  },
};

interface Stopped {
  readonly why: string;
  readonly since: Origin;
}

// The groups at the top are made first of all; one that fails stops everything.
function stoppedByGroups(boot: CloudBoot, entries: readonly ConfigValue[]): Stopped | undefined {
  const groups = boot.config.get("groups").at(-1);
  if (groups === undefined) return undefined;
  const names = [
    boot.loginUser,
    ...entries
      .filter((entry) => !isDefault(entry) && !hasPrimaryGroup(entry))
      .map(({ value }) => nameOf(value)),
  ];
  const why = topGroupsStop(groups.value, names);
  return why === undefined ? undefined : { why, since: originOf(groups, "groups") };
}

const hasPrimaryGroup = (entry: ConfigValue): boolean =>
  field(entry, "primary_group")?.value === nameOf(entry.value);

// `user:` and `system_info.default_user.name` give the default user another name, or can.
function renameDefault(boot: CloudBoot): void {
  const system = boot.config.get("system_info").at(-1);
  const fromSystem = system && field(system, "default_user");
  const user = boot.config.get("user").at(-1) ?? fromSystem;
  if (user === undefined) return;
  const name = typeof user.value === "string" ? user.value : field(user, "name")?.value;
  if (typeof name === "string" && name !== "default") boot.loginUser = name.includes(ANY) ? ANY : name;
}

function blurUsers(boot: CloudBoot, values: readonly ConfigValue[]): void {
  const since = values[0] === undefined ? IMAGE : originOf(values[0], "users");
  applyTo(boot, [blur("account", "*", "how several cloud-configs are merged here cannot be told", since)]);
}

/** The entries of `users`, in any of the forms that cloud-init takes: a list, a comma-separated string, a mapping. */
function userEntries(users: ConfigValue): readonly ConfigValue[] {
  if (typeof users.value === "string" && users.value.trim() === "") return [];
  if (typeof users.value === "string")
    return users.value.split(",").map((name) => ({ ...users, value: name.trim(), node: null }));
  if (Array.isArray(users.value)) return listItems(users);
  if (users.value === null || typeof users.value !== "object") return [];
  return Object.entries(users.value as Readonly<Record<string, unknown>>).map(([name, value]) => {
    const entry = field(users, name) ?? users;
    return { ...entry, value: { name, ...(typeof value === "object" ? value : {}) } };
  });
}

// An entry without a name counts as the default user.
const isDefault = ({ value }: ConfigValue): boolean => nameOf(value) === "default";

function nameOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return typeof value[0] === "string" ? value[0] : "default";
  if (value === null || typeof value !== "object" || !("name" in value)) return "default";
  return typeof value.name === "string" ? value.name : ANY;
}

function entryEffects(boot: CloudBoot, entry: ConfigValue, stopped: Stopped | undefined): readonly Effect[] {
  const name = nameOf(entry.value);
  const since = originOf(entry, "users");
  if (name.includes(ANY))
    return [blur("account", "*", "the name of an account is not known", since, ["keys"])];
  const settings = (typeof entry.value === "object" ? entry.value : {}) as Readonly<Record<string, unknown>>;
  const home = name === "root" ? "/root" : (text(settings.homedir) ?? `/home/${name}`);
  const expiry = text(settings.expiredate);
  const effects: Effect[] = [
    set(
      "account",
      name,
      {
        exists: true,
        expired: false,
        passwordExpired: false,
        password: settings.lock_passwd === false && hasPassword(settings),
        shell: text(settings.shell) ?? "/bin/bash",
        home,
        keys: listsKey(settings),
      },
      since,
    ),
    ...homeEffects(boot, name, home, since),
  ];
  if (settings.no_create_home === true || settings.system === true) {
    effects.push(...loginPaths(home).map((path) => set("file", path, { exists: false }, since)));
  }
  if (expiry !== undefined) {
    const expired = isPast(expiry);
    effects.push(
      expired === undefined
        ? blur("account", name, "the expiry date is not known", since, ["expired"])
        : set("account", name, { expired }, originOf(field(entry, "expiredate") ?? entry, "expiredate")),
    );
  }
  if (settings.ssh_import_id !== undefined)
    effects.push(blur("account", name, "its keys are fetched at boot", since, ["keys"]));
  if (stopped !== undefined) effects.push(blur("account", name, stopped.why, stopped.since));
  return effects;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

const hasPassword = (settings: Readonly<Record<string, unknown>>): boolean =>
  ["hashed_passwd", "passwd", "plain_text_passwd"].some((key) => typeof settings[key] === "string");

function listsKey(settings: Readonly<Record<string, unknown>>): boolean {
  const keys = settings.ssh_authorized_keys ?? settings["ssh-authorized-keys"];
  const list: readonly unknown[] = Array.isArray(keys) ? keys : [keys];
  return list.some((key) => typeof key === "string" && (holdsKey(key) || key.includes(ANY)));
}

// What an earlier line put there already is kept as it is, or as it cannot be told (useradd(8), cloudinit/ssh_util.py).
function homeEffects(
  { machine, image }: CloudBoot,
  name: string,
  home: string,
  since: Origin,
): readonly Effect[] {
  return loginPaths(home).map((path) => {
    const before = trait(machine, "file", path, "exists");
    if (before.since.from === "user-data" && !is(before, false))
      return blur("file", path, "it was there before the account was made", before.since);
    return set(
      "file",
      path,
      {
        exists: true,
        mode: path === home ? homeMode(image) : path.endsWith("authorized_keys") ? 0o600 : 0o700,
        owner: name,
        group: name,
      },
      since,
    );
  });
}

function defaultUserEffects(boot: CloudBoot, stopped: Stopped | undefined): readonly Effect[] {
  const name = boot.loginUser;
  const home = name === "root" ? "/root" : `/home/${name}`;
  const made: readonly Effect[] = [
    set(
      "account",
      name,
      {
        exists: true,
        expired: false,
        passwordExpired: false,
        password: false,
        shell: "/bin/bash",
        home,
        keys: false,
      },
      IMAGE,
    ),
    ...homeEffects(boot, name, home, IMAGE),
  ];
  return stopped === undefined ? made : [...made, blur("account", name, stopped.why, stopped.since)];
}

// An entry of the default user's own name makes an account, but not the one that the key pair is given to.
function withoutDefault(boot: CloudBoot, entries: readonly ConfigValue[], since: Origin): readonly Effect[] {
  // A name that a template fills in may turn out to be `default`.
  if (entries.some(({ value }) => nameOf(value).includes(ANY)))
    return [blur("account", boot.loginUser, "the name of an account is not known", since)];
  const exists = trait(boot.machine, "account", boot.loginUser, "exists");
  const made = exists.certain && exists.value && exists.since.from === "user-data";
  return made ? [] : [set("account", boot.loginUser, { exists: false, keys: false }, since)];
}
