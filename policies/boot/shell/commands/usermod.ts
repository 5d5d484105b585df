import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { changedGroups } from "../../machine/membership";
import { isBelow, modelledPaths } from "../../machine/paths";
import { is, type Origin } from "../../machine/prediction";
import { DONE, type Call, type Command } from "../session";
import { isExact, type Value } from "../value";
import { blurAccounts, isGroupMissing, isMissing } from "./account-names";
import { accountOptions, expiry, isNoDate, nameList } from "./account-options";
import { isUsable } from "./accounts";
import { joinEffects } from "./groups";
import type { Options } from "./options";
import { movedHomeEffects } from "./moved-home";
import { renamedAccountEffects, renumberedEffects } from "./renamed-account";

/** usermod(8): everything or, where it refuses one of the options, nothing. */
export const usermod: Command = (call) => {
  const options = accountOptions(call.args);
  const name = options.operands[0];
  if (name === undefined) return DONE;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "usermod") };
  if (isMissing(call, name) || isRefused(call, options) || isBusy(name, options))
    return { status: "failure" };
  return {
    status: "presumed",
    effects: [
      ...shadowEffects(call, options, name),
      ...groupEffects(call, options, name),
      ...(options.has("d", "home") ? movedHomeEffects(call, name, options) : []),
      ...loginEffects(call, options, name),
    ],
  };
};

// What is running as an account keeps its name, number and home as they are; as root something always is.
const isBusy = (name: string, options: Options): boolean =>
  name === "root" && options.has("l", "login", "u", "uid", "d", "home");

function isRefused(call: Call, options: Options): boolean {
  const named = [options.get("g", "gid"), options.get("G", "groups")].flatMap(
    (word) => nameList(word ?? "") ?? [],
  );
  const login = options.get("l", "login");
  const taken =
    login !== undefined &&
    isExact(login) &&
    is(trait(call.session.machine, "account", login, "exists"), true);
  return taken || isNoDate(options) || named.some((group) => isGroupMissing(call, group));
}

function shadowEffects(call: Call, options: Options, name: string): readonly Effect[] {
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
    const password = isUsable(options.get("p", "password"));
    effects.push(set("account", name, { password }, call.since("usermod --password")));
  }
  if (options.has("L", "lock"))
    effects.push(set("account", name, { password: false }, call.since("usermod --lock")));
  if (options.has("U", "unlock")) {
    const since = call.since("usermod --unlock");
    effects.push(blur("account", name, "whether it had a password is not known", since, ["password"]));
  }
  return effects;
}

export function shellEffect(name: string, shell: Value, since: Origin): Effect {
  return isExact(shell)
    ? set("account", name, { shell }, since)
    : blur("account", name, "the shell is not known", since, ["shell"]);
}

function groupEffects(call: Call, options: Options, name: string): readonly Effect[] {
  const { machine } = call.session;
  const primary = options.get("g", "gid");
  const word = options.get("G", "groups");
  const effects: Effect[] = [];
  if (primary !== undefined) {
    const since = call.since("usermod --gid");
    effects.push(
      isExact(primary) && !/^\d+$/u.test(primary)
        ? set("account", name, { group: primary }, since)
        : blur("account", name, "which group it is in is not known", since, ["group"]),
      ...givenGroup(call, name, primary, since),
    );
  }
  if (word === undefined) return effects;
  const since = call.since("usermod --groups");
  const groups = nameList(word);
  if (groups === undefined)
    return [...effects, blur("account", name, "which groups it is in is not known", since, ["groups"])];
  if (options.has("a", "append")) return [...effects, ...joinEffects(call, name, groups, since)];
  if (options.has("r", "remove"))
    return [
      ...effects,
      changedGroups(machine, name, (before) => [before.filter((each) => !groups.includes(each))], since),
    ];
  const sure = groups.every((group) => is(trait(machine, "group", group, "exists"), true));
  return [...effects, changedGroups(machine, name, (before) => [groups, ...(sure ? [] : [before])], since)];
}

// usermod(8), --gid: what the home has of the old primary group gets the new one.
function givenGroup(call: Call, name: string, group: Value, since: Origin): readonly Effect[] {
  const { machine } = call.session;
  const home = trait(machine, "account", name, "home");
  const before = trait(machine, "account", name, "group");
  const files = modelledPaths(machine).filter(
    (path) => home.certain && (path === home.value || isBelow(path, home.value)),
  );
  return files.flatMap((path): readonly Effect[] => {
    const own = trait(machine, "file", path, "group");
    if (own.certain && before.certain && own.value !== before.value) return [];
    return isExact(group) && !/^\d+$/u.test(group) && own.certain && before.certain
      ? [set("file", path, { group }, since)]
      : [blur("file", path, "its group after this is not known", since, ["group"])];
  });
}

function loginEffects(call: Call, options: Options, name: string): readonly Effect[] {
  const login = options.get("l", "login");
  const effects = renumberedEffects(call, name, options.get("u", "uid"));
  return login === undefined ? effects : [...effects, ...renamedAccountEffects(call, name, login)];
}
