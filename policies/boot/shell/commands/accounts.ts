import { blur, set, type Effect } from "../../machine/effect";
import { mentioned, trait } from "../../machine/machine";
import type { Origin } from "../../machine/prediction";
import { isBelow, loginPaths, modelledPaths } from "../../machine/paths";
import type { AccountTraits } from "../../machine/traits";
import { DONE, type Call, type Command, type Result, type Session } from "../session";
import { couldBe, isExact, type Value } from "../value";
import { isPast } from "./dates";
import { readOptions, type Options } from "./options";

const VALUED = [
  ["e", "expiredate", "s", "shell", "d", "home", "home-dir", "g", "gid", "G", "groups", "u", "uid", "c", "comment"],
  ["p", "password", "f", "inactive", "l", "login", "k", "skel", "b", "base-dir", "K", "R", "root", "P", "prefix", "Z"],
].flat();

/** useradd(8); `adduser` is the same program on the RPM families and a script around it on Debian's. */
export const useradd: Command = (call) => {
  const options = readOptions(call.args, [...VALUED, "ingroup", "gecos"]);
  const name = options.operands[0];
  if (name === undefined) return DONE;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "useradd") };
  // Debian's `adduser NAME GROUP` adds an account that is there to a group.
  if (call.name === "adduser" && options.operands.length > 1) return DONE;
  const since = call.since("useradd");
  const exists = trait(call.session.machine, "account", name, "exists");
  if (exists.certain && exists.value) return { status: "failure" };
  const home = options.get("d", "home", "home-dir") ?? `/home/${name}`;
  const traits: AccountTraits = {
    exists: true,
    expired: expiry(options) ?? false,
    passwordExpired: false,
    password: isUsable(options.get("p", "password")),
    shell: options.get("s", "shell") ?? "/bin/bash",
    home,
    keys: false,
  };
  return { status: "presumed", effects: [set("account", name, traits, since), ...homeEffects(name, home, since)] };
};

function homeEffects(name: string, home: string, since: Origin): readonly Effect[] {
  if (!isExact(home)) return [blur("account", name, "its home is not known", since, ["home"])];
  return loginPaths(home).map((path) =>
    set("file", path, { exists: path === home, mode: 0o700, owner: name, group: name }, since),
  );
}

/** usermod(8). */
export const usermod: Command = (call) => {
  const options = readOptions(call.args, VALUED);
  const name = options.operands[0];
  if (name === undefined) return DONE;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "usermod") };
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
    effects.push(set("account", name, { password: isUsable(options.get("p", "password")) }, call.since("usermod --password")));
  }
  if (options.has("L", "lock")) effects.push(set("account", name, { password: false }, call.since("usermod --lock")));
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
  return removeAccount(call, name, options.has("r", "remove", "remove-home", "remove-all-files"));
};

function removeAccount(call: Call, name: string, withHome: boolean): Result {
  const since = call.since(call.name);
  const effects: Effect[] = [set("account", name, { exists: false, keys: false }, since)];
  const home = trait(call.session.machine, "account", name, "home");
  if (withHome && home.certain) {
    for (const path of modelledPaths(call.session.machine)) {
      if (path === home.value || isBelow(path, home.value)) effects.push(set("file", path, { exists: false }, since));
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
const isUsable = (hash: Value | undefined): boolean => hash !== undefined && !/^[!*]/u.test(hash) && hash !== "";

/** Every account the name could turn out to be becomes uncertain. */
export function blurAccounts(call: Pick<Call, "session" | "since">, name: Value, construct: string): readonly Effect[] {
  const why = "which account it changes is not known";
  return possibleAccounts(call.session, name).map((each) => blur("account", each, why, call.since(construct)));
}

function possibleAccounts(session: Session, name: Value): readonly string[] {
  return mentioned(session.machine, "account").filter((each) => couldBe(name, each));
}
