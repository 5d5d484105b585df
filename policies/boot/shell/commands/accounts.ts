import { accountDefaultsOf } from "../../image/account-defaults";
import { given } from "../../machine/copy-traits";
import { blur, oneOf, opaque, set, type Effect } from "../../machine/effect";
import { numberOf } from "../../machine/account-numbers";
import { mentioned, trait } from "../../machine/machine";
import { groupList, membersOf } from "../../machine/membership";
import { isBelow, MAX_ACCOUNTS, modelledPaths } from "../../machine/paths";
import { is } from "../../machine/prediction";
import { DONE, FAILED, type Call, type Command, type Result } from "../session";
import { isExact, type Value } from "../value";
import { blurAccounts, isGroupMissing, isMissing, isName, isThere } from "./account-names";
import { accountOptions, expiry, isNoDate, nameList } from "./account-options";
import { addToGroup, removeFromGroup } from "./groups";
import { keysIn } from "./keys-in";
import { newHomeEffects } from "./new-home";
import { readOptions, type Options } from "./options";

/** useradd(8); `adduser` is the same program on the RPM families and a script around it on Debian's. */
export const useradd: Command = (call) => {
  const options = accountOptions(call.args, call.name === "adduser");
  const [name, group] = options.operands;
  if (name === undefined) return DONE;
  if (!isExact(name)) {
    const made = opaque("an account whose name is not known is made", call.since("useradd"));
    return { status: "presumed", effects: [...blurAccounts(call, name, "useradd"), made] };
  }
  if (mentioned(call.session.machine, "account").length >= MAX_ACCOUNTS)
    return {
      status: "presumed",
      effects: [opaque("more accounts are made than are followed", call.since("useradd"))],
    };
  // Debian's `adduser NAME GROUP` adds an account that is there to a group.
  if (call.name === "adduser" && group !== undefined) return addToGroup(call, name, group);
  if (options.has("D", "defaults") || isRefused(call, name, options)) return { status: "failure" };
  return { status: "presumed", effects: accountEffects(call, name, options) };
};

const noOwnGroup = (options: Options): boolean => options.has("g", "gid", "ingroup", "N", "no-user-group");

function isRefused(call: Call, name: string, options: Options): boolean {
  const { machine } = call.session;
  if (!isName(name) || isThere(machine, name) || isNoDate(options)) return true;
  if (options.has("m", "create-home") && options.has("M", "no-create-home")) return true;
  // useradd makes a group of the account's own name, and ends where there is one.
  if (!noOwnGroup(options) && makesOwnGroup(call) && is(trait(machine, "group", name, "exists"), true))
    return true;
  return groupsNamed(options).some((group) => isGroupMissing(call, group));
}

const makesOwnGroup = (call: Call): boolean =>
  accountDefaultsOf(call.session.machine).primaryGroups.every((group) => group === "own");

const groupsNamed = (options: Options): readonly string[] => [
  ...(nameList(options.get("g", "gid", "ingroup") ?? "") ?? []),
  ...(nameList(options.get("G", "groups") ?? "") ?? []),
];

function accountEffects(call: Call, name: string, options: Options): readonly Effect[] {
  const { machine } = call.session;
  const since = call.since("useradd");
  const exists = trait(machine, "account", name, "exists");
  const expired = expiry(options);
  const base = options.get("b", "base-dir") ?? "/home";
  const home = options.get("d", "home", "home-dir") ?? `${base}/${name}`;
  const shell = shellOf(call, options);
  const uid = numberOf(machine, name, options.get("u", "uid"), options.has("r", "system"));
  return [
    set(
      "account",
      name,
      {
        exists: true,
        expired: expired ?? false,
        passwordExpired: false,
        password: isUsable(options.get("p", "password")),
        shell,
        home,
        ...(uid !== undefined && { uid }),
      },
      since,
    ),
    ...(options.has("e", "expiredate") && expired === undefined
      ? [blur("account", name, "the expiry date is not known", since, ["expired"])]
      : []),
    ...(isExact(shell) ? [] : [blur("account", name, "the shell is not known", since, ["shell"])]),
    ...groupEffects(call, name, options),
    // What the user data may have made before is not made anew; of the image's own accounts nobody makes one.
    ...(exists.certain || exists.since.from === "image"
      ? homeEffects(call, name, home, options)
      : [blur("account", name, "whether it was there before is not known", since)]),
  ];
}

function homeEffects(call: Call, name: string, home: Value, options: Options): readonly Effect[] {
  const { machine } = call.session;
  const since = call.since("useradd");
  // Debian's adduser(8) gives a system account no home below /home (its /nonexistent since Debian 12).
  const elsewhere = isDebianAdduser(call) && options.has("system") && !options.has("home");
  if (!isExact(home) || elsewhere)
    return [blur("account", name, "its home is not known", since, ["home", "keys"])];
  const { makesHome, homeModes, adduserHomeModes } = accountDefaultsOf(machine);
  const told = options.has("m", "create-home") || (isDebianAdduser(call) && !options.has("no-create-home"));
  const left = options.has("M", "no-create-home") || options.has("r", "system");
  return [
    given("account", name, "keys", keysIn(machine, name, home, since)),
    ...newHomeEffects(machine, {
      name,
      group: groupOf(call, name, options) ?? name,
      home,
      modes: call.name === "adduser" ? adduserHomeModes : homeModes,
      made: told || (left ? false : makesHome),
      since,
    }),
  ];
}

const isDebianAdduser = (call: Call): boolean =>
  call.name === "adduser" && accountDefaultsOf(call.session.machine).makesHome !== true;

function shellOf(call: Call, options: Options): Value {
  const given = options.get("s", "shell");
  if (given !== undefined && given !== "") return given;
  if (!isDebianAdduser(call)) return accountDefaultsOf(call.session.machine).shell;
  return options.has("system") ? "/usr/sbin/nologin" : "/bin/bash";
}

/** The primary group that is asked for, or the one that is made; `undefined` where the distribution decides. */
function groupOf(call: Call, name: string, options: Options): string | undefined {
  const asked = options.get("g", "gid", "ingroup");
  if (asked !== undefined) return isExact(asked) && !/^\d+$/u.test(asked) ? asked : undefined;
  if (options.has("N", "no-user-group")) return "users";
  return makesOwnGroup(call) ? name : undefined;
}

function groupEffects(call: Call, name: string, options: Options): readonly Effect[] {
  const { machine } = call.session;
  const since = call.since("useradd");
  const group = groupOf(call, name, options);
  const { primaryGroups } = accountDefaultsOf(machine);
  const asked = options.get("G", "groups");
  const groups = asked === undefined ? [] : nameList(asked);
  const sure = groups?.every((each) => is(trait(machine, "group", each, "exists"), true)) ?? false;
  const why = "which groups it is in is not known";
  return [
    group === undefined
      ? oneOf(
          "account",
          name,
          "group",
          options.has("g", "gid", "ingroup")
            ? []
            : primaryGroups.map((each) => (each === "own" ? name : each)),
          why,
          since,
        )
      : set("account", name, { group }, since),
    ...(group === name ? [set("group", name, { exists: true }, since)] : []),
    groups === undefined
      ? blur("account", name, why, since, ["groups"])
      : oneOf("account", name, "groups", sure ? [groupList(groups)] : [groupList(groups), ""], why, since),
  ];
}

/** userdel(8), and Debian's deluser(8). */
export const userdel: Command = (call) => {
  const options = readOptions(call.args, ["R", "root", "P", "prefix", "backup-to"]);
  const [name, group] = options.operands;
  if (name === undefined || options.has("group")) return DONE;
  // Debian's `deluser NAME GROUP` leaves the account alone.
  if (group !== undefined) return removeFromGroup(call, name, group);
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, call.name) };
  // Something is running as root at all times.
  if (isMissing(call, name) || (name === "root" && !options.has("f", "force"))) return FAILED;
  return removeAccount(call, name, options.has("r", "remove", "remove-home", "remove-all-files"));
};

function removeAccount(call: Call, name: string, withHome: boolean): Result {
  const { machine } = call.session;
  const since = call.since(call.name);
  const effects: Effect[] = [set("account", name, { exists: false, keys: false }, since)];
  const home = trait(machine, "account", name, "home");
  if (withHome && home.certain) {
    for (const path of modelledPaths(machine)) {
      if (path === home.value || isBelow(path, home.value))
        effects.push(set("file", path, { exists: false }, since));
    }
  }
  // The account's own group goes with it, unless somebody else is in it.
  const others = [...membersOf(machine, name).possible].some((account) => account !== name);
  if (is(trait(machine, "account", name, "group"), name) && !others)
    effects.push(set("group", name, { exists: false }, since));
  return { status: "presumed", effects };
}

// crypt(5): `!` and `*` stand for no password that could be typed.
export const isUsable = (hash: Value | undefined): boolean =>
  hash !== undefined && !/^[!*]/u.test(hash) && hash !== "";
