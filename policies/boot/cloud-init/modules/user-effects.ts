import { ownValue } from "../../../facts/own";
import { accountDefaultsOf } from "../../image/account-defaults";
import { blur, oneOf, set, type Effect } from "../../machine/effect";
import { numberOf } from "../../machine/account-numbers";
import { trait, type Machine } from "../../machine/machine";
import { groupList } from "../../machine/membership";
import { IMAGE, is, type Origin } from "../../machine/prediction";
import { isPast } from "../../shell/commands/dates";
import { newHomeEffects } from "../../shell/commands/new-home";
import type { CloudBoot } from "../boot";
import { field, originOf, type ConfigValue } from "../config";
import { givenKeys } from "./given-keys";
import { isSystemAccount } from "./system-accounts";
import { groupsOf, nameOf, settingsOf, type Settings } from "./user-names";

/** What an entry of `users` makes: an account with its groups and home, its keys and its password. */
export function entryEffects(boot: CloudBoot, entry: ConfigValue): readonly Effect[] {
  const name = nameOf(entry.value);
  const settings = settingsOf(entry);
  const since = originOf(entry, "users", "users-list");
  // An account that is there is left as it is, but for its keys and password (Distro.create_user).
  const made =
    isSystemAccount(name) || isMade(boot.machine, name) ? [] : madeEffects(boot, entry, name, settings);
  const locked = settings.lock_passwd !== false;
  const password = !locked && hasPassword(settings);
  return [
    ...made,
    ...(made.length > 0 || password || name !== "root" ? [set("account", name, { password }, since)] : []),
    ...keyEffects(boot, name, settings, since),
    ...(settings.ssh_import_id === undefined || settings.ssh_import_id === null
      ? []
      : [blur("account", name, "its keys are fetched at boot", since, ["keys"])]),
  ];
}

/** Whether something that ran before cloud-init makes the accounts made one already. */
export function isMade(machine: Machine, name: string): boolean {
  const exists = trait(machine, "account", name, "exists");
  return is(exists, true) && exists.since.from === "user-data";
}

function madeEffects(
  boot: CloudBoot,
  entry: ConfigValue,
  name: string,
  settings: Settings,
): readonly Effect[] {
  const since = originOf(entry, "users", "users-list");
  const defaults = accountDefaultsOf(boot.image);
  const expiry = text(settings.expiredate);
  const made = settings.no_create_home !== true && settings.system !== true;
  const home = homeOf(name, settings);
  const group = text(settings.primary_group);
  const uid = numberOf(boot.machine, name, settings.uid, settings.system === true);
  return [
    set(
      "account",
      name,
      {
        exists: true,
        passwordExpired: false,
        shell: text(settings.shell) ?? defaults.shell,
        home,
        keys: false,
        ...(uid !== undefined && { uid }),
      },
      since,
    ),
    expiry === undefined
      ? set("account", name, { expired: false }, originOf(field(entry, "expiredate") ?? entry, "users"))
      : expiryEffect(name, entry, expiry),
    ...groupEffects(boot, name, group, groupsOf(settings), since),
    ...newHomeEffects(boot.machine, {
      name,
      group: group ?? name,
      home,
      modes: defaults.homeModes,
      made,
      since,
    }),
  ];
}

function expiryEffect(name: string, entry: ConfigValue, expiry: string): Effect {
  const expired = isPast(expiry);
  return expired === undefined
    ? blur("account", name, "the expiry date is not known", originOf(entry, "users"), ["expired"])
    : set("account", name, { expired }, originOf(field(entry, "expiredate") ?? entry, "expiredate"));
}

/** The groups of a new account, those that are made along with it among them. */
function groupEffects(
  boot: CloudBoot,
  name: string,
  primary: string | undefined,
  groups: readonly unknown[],
  since: Origin,
): readonly Effect[] {
  const { primaryGroups } = accountDefaultsOf(boot.image);
  const own = primaryGroups.map((each) => (each === "own" ? name : each));
  const named = groups.filter((group): group is string => typeof group === "string" && group !== "");
  return [
    ...(primary === undefined && own.length === 1 ? [set("group", name, { exists: true }, since)] : []),
    ...[...named, ...(primary === undefined ? [] : [primary])].map((group) =>
      set("group", group, { exists: true }, since),
    ),
    primary === undefined
      ? oneOf("account", name, "group", own, "its primary group depends on the image", since)
      : set("account", name, { group: primary }, since),
    set("account", name, { groups: groupList(named) }, since),
  ];
}

function keyEffects(boot: CloudBoot, name: string, settings: Settings, since: Origin): readonly Effect[] {
  const listed = listedKeys(settings.ssh_authorized_keys);
  if (listed === undefined) return [];
  const home = trait(boot.machine, "account", name, "home");
  const own = isMade(boot.machine, name) && home.certain ? home.value : homeOf(name, settings);
  return givenKeys(boot, name, own, listed.join("\n"), since);
}

/** The keys of a list as cloud-init reads it: a text is one, a mapping's are its values; `undefined` where none is given. */
function listedKeys(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  const list: readonly unknown[] = typeof value === "object" ? Object.values(value) : [value];
  return list.filter((key): key is string => typeof key === "string");
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const homeOf = (name: string, settings: Settings): string =>
  name === "root" ? "/root" : (text(settings.homedir) ?? `/home/${name}`);

const hasPassword = (settings: Settings): boolean =>
  ["hashed_passwd", "passwd", "plain_text_passwd"].some((key) => typeof ownValue(settings, key) === "string");

/** What an entry of the default user's own name changes about that account (ug_util.py, `_merge_dicts` over the default). */
export function mergedEffects(boot: CloudBoot, entry: ConfigValue): readonly Effect[] {
  const name = boot.loginUser;
  const settings = settingsOf(entry);
  const since = originOf(entry, "users", "users-list");
  const expiry = text(settings.expiredate);
  const shell = text(settings.shell);
  const moved = ["homedir", "no_create_home", "system", "primary_group", "groups", "uid", "ssh_import_id"];
  return [
    ...(expiry === undefined ? [] : [expiryEffect(name, entry, expiry)]),
    ...(shell === undefined ? [] : [set("account", name, { shell }, since)]),
    ...(settings.lock_passwd === false && hasPassword(settings)
      ? [set("account", name, { password: true }, since)]
      : []),
    ...(moved.some((key) => ownValue(settings, key) !== undefined)
      ? [blur("account", name, "how an entry of its own name changes the default user is not known", since)]
      : []),
    ...keyEffects(boot, name, settings, since),
  ];
}

/** The image's own default user, as its cloud.cfg has it; one that is there already only loses its password. */
export function defaultUserEffects(boot: CloudBoot): readonly Effect[] {
  const name = boot.loginUser;
  if (isMade(boot.machine, name)) return [set("account", name, { password: false }, IMAGE)];
  const { primaryGroups, loginGroups, homeModes } = accountDefaultsOf(boot.image);
  const home = name === "root" ? "/root" : `/home/${name}`;
  const own = primaryGroups.map((each) => (each === "own" ? name : each));
  const uid = name === "root" ? 0 : numberOf(boot.machine, name);
  const differs = "the default user's groups differ between releases";
  return [
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
        ...(uid !== undefined && { uid }),
      },
      IMAGE,
    ),
    ...(name === "root"
      ? []
      : [
          oneOf("account", name, "group", own, differs, IMAGE),
          oneOf("account", name, "groups", loginGroups, differs, IMAGE),
          set("group", name, { exists: true }, IMAGE),
          ...newHomeEffects(boot.machine, {
            name,
            group: name,
            home,
            modes: homeModes,
            made: true,
            since: IMAGE,
          }),
        ]),
  ];
}
