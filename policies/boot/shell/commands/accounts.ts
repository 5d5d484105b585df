import { blur, opaque, set, type Effect } from "../../machine/effect";
import { mentioned, trait } from "../../machine/machine";
import { is, type Origin } from "../../machine/prediction";
import { isBelow, loginPaths, MAX_ACCOUNTS, modelledPaths } from "../../machine/paths";
import type { AccountTraits } from "../../machine/traits";
import { DONE, type Call, type Command, type Result, type Session } from "../session";
import { couldBe, isExact, type Value } from "../value";
import { isPast } from "./dates";
import { readOptions, type Options } from "./options";

const VALUED = [
  [
    "e",
    "expiredate",
    "s",
    "shell",
    "d",
    "home",
    "home-dir",
    "g",
    "gid",
    "G",
    "groups",
    "u",
    "uid",
    "c",
    "comment",
  ],
  [
    "p",
    "password",
    "f",
    "inactive",
    "l",
    "login",
    "k",
    "skel",
    "b",
    "base-dir",
    "K",
    "key",
    "R",
    "root",
    "P",
    "prefix",
    "Z",
    "selinux-user",
  ],
].flat();

/** Of Debian's own adduser(8). */
const DEBIAN_VALUED = [
  "ingroup",
  "gecos",
  "comment",
  "firstuid",
  "lastuid",
  "firstgid",
  "lastgid",
  "conf",
  "add_extra_groups",
];

/** useradd(8); `adduser` is the same program on the RPM families and a script around it on Debian's. */
export const useradd: Command = (call) => {
  const options = readOptions(call.args, [...VALUED, ...DEBIAN_VALUED]);
  const name = options.operands[0];
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
  if (call.name === "adduser" && options.operands.length > 1) return DONE;
  const since = call.since("useradd");
  const exists = trait(call.session.machine, "account", name, "exists");
  if (exists.certain && exists.value) return { status: "failure" };
  const contradicts = options.has("m", "create-home") && options.has("M", "no-create-home");
  if (options.has("D", "defaults") || contradicts || !isName(name)) return { status: "failure" };
  const home = options.get("d", "home", "home-dir") ?? `${options.get("b", "base-dir") ?? "/home"}/${name}`;
  const expired = expiry(options);
  const traits: AccountTraits = {
    exists: true,
    expired: expired ?? false,
    passwordExpired: false,
    password: isUsable(options.get("p", "password")),
    shell: options.get("s", "shell") ?? "/bin/bash",
    home,
    keys: false,
  };
  const unclear = options.has("e", "expiredate") && expired === undefined;
  const effects: readonly Effect[] = [
    set("account", name, traits, since),
    ...(unclear ? [blur("account", name, "the expiry date is not known", since, ["expired"])] : []),
    ...(isExact(traits.shell) ? [] : [blur("account", name, "the shell is not known", since, ["shell"])]),
    // What the user data may have made before is not made anew; of the image's own accounts nobody makes one.
    ...(exists.certain || exists.since.from === "image"
      ? homeEffects(call, name, home, options)
      : [blur("account", name, "whether it was there before is not known", since)]),
  ];
  return { status: "presumed", effects };
};

function homeEffects(call: Call, name: string, home: string, options: Options): readonly Effect[] {
  const since = call.since("useradd");
  if (!isExact(home)) return [blur("account", name, "its home is not known", since, ["home"])];
  // Without -m it depends on the distribution's login.defs (CREATE_HOME); Debian's adduser always makes one.
  const made = options.has("m", "create-home") || (call.name === "adduser" && !options.has("no-create-home"));
  const left = options.has("M", "no-create-home") || options.has("r", "system");
  return loginPaths(home).flatMap((path): readonly Effect[] => {
    const before = trait(call.session.machine, "file", path, "exists");
    if (before.since.from === "user-data" && !is(before, false)) return [];
    if (path !== home || (left && !made))
      return [set("file", path, { exists: false, mode: 0o700, owner: name, group: name }, since)];
    return made
      ? [set("file", path, { exists: true, mode: 0o700, owner: name, group: name }, since)]
      : [blur("file", path, "whether a home is made depends on the image", since)];
  });
}

// useradd(8) refuses what could be no name in /etc/passwd; what else it refuses depends on the distribution.
const isName = (name: string): boolean => /^[^\s:,/*-][^\s:,/*]*$/u.test(name);

/** Whether an account is known not to be there: the tools then fail and change nothing. */
export const isMissing = (call: Pick<Call, "session">, name: string): boolean =>
  !isName(name) || is(trait(call.session.machine, "account", name, "exists"), false);

/** usermod(8). */
export const usermod: Command = (call) => {
  const options = readOptions(call.args, VALUED);
  const name = options.operands[0];
  if (name === undefined) return DONE;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "usermod") };
  if (isMissing(call, name)) return { status: "failure" };
  return { status: "presumed", effects: usermodEffects(call, options, name) };
};

function usermodEffects(call: Call, options: Options, name: string): readonly Effect[] {
  const effects: Effect[] = [];
  const expired = expiry(options);
  if (options.has("e", "expiredate")) {
    const since = call.since("usermod --expiredate");
    effects.push(
      expired === undefined
        ? blur("account", name, "the expiry date is not known", since, ["expired"])
        : set("account", name, { expired }, since),
    );
  }
  const shell = options.get("s", "shell");
  if (shell !== undefined) effects.push(shellEffect(name, shell, call.since("usermod --shell")));
  if (options.has("p", "password")) {
    effects.push(
      set(
        "account",
        name,
        { password: isUsable(options.get("p", "password")) },
        call.since("usermod --password"),
      ),
    );
  }
  if (options.has("L", "lock"))
    effects.push(set("account", name, { password: false }, call.since("usermod --lock")));
  if (options.has("U", "unlock")) {
    effects.push(
      blur("account", name, "whether it had a password is not known", call.since("usermod --unlock"), [
        "password",
      ]),
    );
  }
  const login = options.get("l", "login");
  if (login !== undefined) effects.push(...renameEffects(call, name, login));
  if (options.has("d", "home")) {
    // Without -m the keys stay behind, with it they move: which files the new home then holds is a later question.
    effects.push(blur("account", name, "its home is moved", call.since("usermod --home"), ["home", "keys"]));
  }
  return effects;
}

export function shellEffect(name: string, shell: Value, since: Origin): Effect {
  return isExact(shell)
    ? set("account", name, { shell }, since)
    : blur("account", name, "the shell is not known", since, ["shell"]);
}

function renameEffects(call: Call, name: string, login: Value): readonly Effect[] {
  const since = call.since("usermod --login");
  const gone = set("account", name, { exists: false }, since);
  return isExact(login) ? [gone, blur("account", login, "the account was renamed to it", since)] : [gone];
}

/** userdel(8), and Debian's deluser(8). */
export const userdel: Command = (call) => {
  const options = readOptions(call.args, ["R", "root", "P", "prefix", "backup-to"]);
  const name = options.operands[0];
  // Debian's `deluser NAME GROUP` and `--group` leave the account alone.
  if (name === undefined || options.operands.length > 1 || options.has("group")) return DONE;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, call.name) };
  if (isMissing(call, name)) return { status: "failure" };
  return removeAccount(call, name, options.has("r", "remove", "remove-home", "remove-all-files"));
};

function removeAccount(call: Call, name: string, withHome: boolean): Result {
  const since = call.since(call.name);
  const effects: Effect[] = [set("account", name, { exists: false, keys: false }, since)];
  const home = trait(call.session.machine, "account", name, "home");
  if (withHome && home.certain) {
    for (const path of modelledPaths(call.session.machine)) {
      if (path === home.value || isBelow(path, home.value))
        effects.push(set("file", path, { exists: false }, since));
    }
  }
  return { status: "presumed", effects };
}

/** Whether `-e` sets a date that has passed; `undefined` where it is not given or not known. */
function expiry(options: Options): boolean | undefined {
  const date = options.get("e", "expiredate");
  return date === undefined || !isExact(date) ? undefined : isPast(date);
}

// crypt(5): `!` and `*` stand for no password that could be typed.
export const isUsable = (hash: Value | undefined): boolean =>
  hash !== undefined && !/^[!*]/u.test(hash) && hash !== "";

/** Every account the name could turn out to be becomes uncertain. */
export function blurAccounts(
  call: Pick<Call, "session" | "since">,
  name: Value,
  construct: string,
): readonly Effect[] {
  const why = "which account it changes is not known";
  return possibleAccounts(call.session, name).map((each) =>
    blur("account", each, why, call.since(construct)),
  );
}

function possibleAccounts(session: Session, name: Value): readonly string[] {
  return mentioned(session.machine, "account").filter((each) => couldBe(name, each));
}
