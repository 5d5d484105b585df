import { blur, set, type Effect } from "../../machine/effect";
import { mentioned, trait } from "../../machine/machine";
import { changedGroups } from "../../machine/membership";
import { candidates, is, type Origin } from "../../machine/prediction";
import { DONE, FAILED, type Call, type Command, type Result } from "../session";
import { isExact, type Value } from "../value";
import { blurAccounts, isGroupMissing, isMissing } from "./account-names";
import { nameList } from "./account-options";
import { readOptions } from "./options";

const VALUED = "g gid n new-name p password K key R root P prefix U users gid-min gid-max".split(" ");

/** groupadd(8), and Debian's addgroup(8). */
export const groupadd: Command = (call) => {
  const options = readOptions(call.args, VALUED);
  const [name, group] = options.operands;
  if (name === undefined || !isExact(name)) return DONE;
  if (group !== undefined) return call.name === "addgroup" ? addToGroup(call, name, group) : FAILED;
  const exists = trait(call.session.machine, "group", name, "exists");
  if (exists.certain && exists.value) return options.has("f", "force", "system") ? DONE : FAILED;
  return {
    status: exists.certain ? "presumed" : "unknown",
    effects: [set("group", name, { exists: true }, call.since(call.name))],
  };
};

/** groupdel(8), and Debian's delgroup(8): not where it is an account's primary group. */
export const groupdel: Command = (call) => {
  const options = readOptions(call.args, VALUED);
  const [name, group] = options.operands;
  if (name === undefined) return DONE;
  if (group !== undefined) return call.name === "delgroup" ? removeFromGroup(call, name, group) : FAILED;
  const since = call.since(call.name);
  if (!isExact(name)) return { ...DONE, effects: blurGroups(call, since) };
  if (isGroupMissing(call, name) || isPrimary(call, name)) return FAILED;
  return {
    ...DONE,
    effects: [
      set("group", name, { exists: false }, since),
      ...memberEffects(call, (groups) => groups.filter((each) => each !== name), since),
    ],
  };
};

function isPrimary({ session: { machine } }: Call, group: string): boolean {
  return mentioned(machine, "account").some(
    (account) =>
      is(trait(machine, "account", account, "group"), group) &&
      is(trait(machine, "account", account, "exists"), true),
  );
}

/** groupmod(8). Files keep the group's number: they are called after its new name, or after another group. */
export const groupmod: Command = (call) => {
  const options = readOptions(call.args, VALUED);
  const [name] = options.operands;
  if (name === undefined) return DONE;
  const renamed = options.get("n", "new-name") ?? name;
  if (!isExact(name) || !isExact(renamed))
    return { ...DONE, effects: blurGroups(call, call.since("groupmod")) };
  if (isGroupMissing(call, name)) return FAILED;
  if (renamed !== name && is(trait(call.session.machine, "group", renamed, "exists"), true)) return FAILED;
  return { ...DONE, effects: renamedEffects(call, name, renamed, options.has("g", "gid")) };
};

function renamedEffects(call: Call, from: string, to: string, renumbered: boolean): readonly Effect[] {
  const { machine } = call.session;
  const since = call.since("groupmod");
  const of = (files: boolean): readonly string[] =>
    files
      ? mentioned(machine, "file").filter((path) => is(trait(machine, "file", path, "group"), from))
      : mentioned(machine, "account").filter((name) => is(trait(machine, "account", name, "group"), from));
  return [
    set("group", from, { exists: from === to }, since),
    set("group", to, { exists: true }, since),
    ...of(false).map((account) => set("account", account, { group: to }, since)),
    ...memberEffects(call, (groups) => groups.map((each) => (each === from ? to : each)), since),
    ...of(true).map((path) =>
      renumbered
        ? blur("file", path, "its group has another number now", since, ["group"])
        : set("file", path, { group: to }, since),
    ),
  ];
}

/** gpasswd(1): who is in a group. */
export const gpasswd: Command = (call) => {
  const options = readOptions(call.args, [
    "a",
    "add",
    "d",
    "delete",
    "M",
    "members",
    "A",
    "administrators",
    "Q",
  ]);
  const group = options.operands[0];
  const added = options.get("a", "add");
  const removed = options.get("d", "delete");
  const members = options.get("M", "members");
  if (group === undefined) return DONE;
  if (added !== undefined) return addToGroup(call, added, group);
  if (removed !== undefined) return removeFromGroup(call, removed, group);
  if (members === undefined) return DONE;
  const names = nameList(members);
  const since = call.since("gpasswd --members");
  if (names === undefined || !isExact(group)) return { ...DONE, effects: blurGroups(call, since) };
  if (isGroupMissing(call, group) || names.some((each) => isMissing(call, each))) return FAILED;
  return {
    ...DONE,
    effects: mentioned(call.session.machine, "account").flatMap((account) =>
      names.includes(account)
        ? joinEffects(call, account, [group], since)
        : [
            changedGroups(
              call.session.machine,
              account,
              (all) => [all.filter((each) => each !== group)],
              since,
            ),
          ],
    ),
  };
};

/** Adds an account that is there to a group that is there; it fails otherwise. */
export function addToGroup(call: Call, account: Value, group: Value): Result {
  const since = call.since(call.name);
  if (!isExact(account)) return { ...DONE, effects: blurAccounts(call, account, call.name) };
  if (!isExact(group))
    return {
      ...DONE,
      effects: [blur("account", account, "which group it is in is not known", since, ["groups"])],
    };
  if (isMissing(call, account) || isGroupMissing(call, group)) return FAILED;
  return { ...DONE, effects: joinEffects(call, account, [group], since) };
}

export function removeFromGroup(call: Call, account: Value, group: Value): Result {
  const since = call.since(call.name);
  if (!isExact(account)) return { ...DONE, effects: blurAccounts(call, account, call.name) };
  if (!isExact(group)) return { ...DONE, effects: blurGroups(call, since) };
  if (isMissing(call, account) || isGroupMissing(call, group)) return FAILED;
  const lists = candidates(trait(call.session.machine, "account", account, "groups"));
  if (lists.length > 0 && lists.every((list) => !list.split(",").includes(group))) return FAILED;
  const without = changedGroups(
    call.session.machine,
    account,
    (groups) => [groups.filter((each) => each !== group)],
    since,
  );
  return { ...DONE, effects: [without] };
}

/** Effects of adding an account to groups: where one of them may not be there, the tools may have refused them all. */
export function joinEffects(
  call: Call,
  account: string,
  groups: readonly string[],
  since: Origin,
): readonly Effect[] {
  const { machine } = call.session;
  const sure = groups.every((group) => is(trait(machine, "group", group, "exists"), true));
  return [
    changedGroups(machine, account, (before) => [[...before, ...groups], ...(sure ? [] : [before])], since),
  ];
}

// Only those whose groups are known any better than not at all.
function memberEffects(
  call: Call,
  change: (groups: readonly string[]) => readonly string[],
  since: Origin,
): readonly Effect[] {
  const { machine } = call.session;
  return mentioned(machine, "account").flatMap((account) => {
    const before = candidates(trait(machine, "account", account, "groups"));
    return before.every((list) => list === change(list.split(",")).join(","))
      ? []
      : [changedGroups(machine, account, (groups) => [change(groups)], since)];
  });
}

const blurGroups = (call: Call, since: Origin): readonly Effect[] =>
  mentioned(call.session.machine, "account").map((account) =>
    blur("account", account, "which group it changes is not known", since, ["groups"]),
  );
