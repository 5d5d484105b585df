import { ownValue } from "../../../facts/own";
import { blur, oneOf, opaque, type Effect } from "../../machine/effect";
import { mentioned, trait, type Machine } from "../../machine/machine";
import { isBelow, isDirectoryPath, loginPaths } from "../../machine/paths";
import { candidates, is, type Origin } from "../../machine/prediction";
import { hasProgram } from "../programs";
import { DONE, type Call, type Command } from "../session";
import { isExact } from "../value";
import { readAclEntries, withAclEntries, withoutAcl, withoutAclEntries } from "./acl";
import type { AclChange, AclEntry } from "./acl";
import { selectPaths, type Target } from "./modes";
import { readOptions } from "./options";
import { mayChange } from "./rights";

/** setfacl(1). What it gives to others shows as group bits of the mode, at which sshd looks (StrictModes). */
export const setfacl: Command = (call) => {
  const words = call.args.map((arg) => ownValue(LONG, arg.split("=", 1)[0] ?? "") ?? arg);
  const options = readOptions(spelledOut(call.args, words), [
    "m",
    "x",
    "M",
    "X",
    "set",
    "set-file",
    "restore",
  ]);
  if (options.has("test", "version", "v", "help", "h")) return DONE;
  const since = call.since("setfacl");
  const change = changeOf(options);
  const targets = selectPaths(call, options.operands, options.has("R"));
  const fails = change?.entries.some((entry) => isNobody(call.session.machine, entry)) === true;
  if (fails) return { ...DONE, status: "failure" };
  const effects = targets.flatMap((target) => targetEffects(call, target, change, since));
  // Debian and Ubuntu have it as a package of its own.
  return { status: isInstalled(call) ? "presumed" : "unknown", effects };
};

const LONG: Readonly<Record<string, string>> = {
  "--modify": "-m",
  "--remove": "-x",
  "--modify-file": "-M",
  "--remove-file": "-X",
  "--remove-all": "-b",
  "--remove-default": "-k",
  "--recursive": "-R",
  "--default": "-d",
  "--no-mask": "-n",
};

const spelledOut = (args: Call["args"], words: Call["args"]): Call["args"] =>
  args.flatMap((arg, at) => {
    const word = words[at] ?? arg;
    return word !== arg && arg.includes("=") ? [word, arg.slice(arg.indexOf("=") + 1)] : [word];
  });

interface Change {
  readonly entries: readonly AclEntry[];
  readonly forLater: readonly AclEntry[];
  readonly apply: (before: AclChange, isDirectory: boolean) => AclChange;
}

/** What is done to each path; `undefined` where that cannot be told. */
function changeOf(options: ReturnType<typeof readOptions>): Change | undefined {
  if (options.has("M", "X", "set", "set-file", "restore", "n")) return undefined;
  const modified = options.get("m");
  const removed = options.get("x");
  const given = [modified, removed].flatMap((list) => list ?? []);
  if (given.some((list) => !isExact(list))) return undefined;
  const added = modified === undefined ? [] : readAclEntries(modified);
  const gone = removed === undefined ? [] : readAclEntries(removed);
  if (added === undefined || gone === undefined) return undefined;
  const own = (entries: readonly AclEntry[]): readonly AclEntry[] =>
    options.has("d") ? [] : entries.filter(({ isDefault }) => !isDefault);
  const entries = own(added);
  return {
    entries,
    forLater: options.has("d") ? added : added.filter(({ isDefault }) => isDefault),
    apply: (before, isDirectory) => {
      const cleared = options.has("b") ? withoutAcl(before) : before;
      const less = removed === undefined ? cleared : withoutAclEntries(cleared, own(gone));
      return entries.length === 0 ? less : withAclEntries(less, entries, isDirectory);
    },
  };
}

function targetEffects(
  call: Call,
  { path, certain }: Target,
  change: Change | undefined,
  since: Origin,
): readonly Effect[] {
  const { session } = call;
  const { machine, budget } = session;
  if (is(trait(machine, "file", path, "exists"), false) || !mayChange(session, path)) return [];
  const why = "its access control list is not known";
  const mode = trait(machine, "file", path, "mode");
  const before = candidates(mode);
  const acl = budget.acls.get(path);
  // A list that was there before this boot is not kept.
  const isLost = acl === undefined && mode.since.from === "user-data" && mode.since.construct === "setfacl";
  if (change === undefined || !certain || before.length === 0 || isLost || letsIn(machine, path, change))
    return [blur("file", path, why, since, ["mode"])];
  const isDirectory = isDirectoryPath(machine, path);
  const after = before.map((bits) => change.apply({ mode: bits, acl }, isDirectory));
  const [first] = after;
  if (first?.acl === undefined) budget.acls.delete(path);
  else budget.acls.set(path, first.acl);
  const modes = after.map((each) => each.mode);
  return [
    oneOf("file", path, "mode", isInstalled(call) ? modes : [...new Set([...before, ...modes])], why, since),
    ...laterEffects(machine, path, change, since),
  ];
}

const isInstalled = ({ session }: Call): boolean =>
  hasProgram(session, "setfacl") === true || is(trait(session.machine, "file", SETFACL, "exists"), true);

/** What Debian's package `acl` brings. */
export const SETFACL = "/usr/bin/setfacl";

const isNobody = (machine: Machine, { kind, name }: AclEntry): boolean =>
  (kind === "user" || kind === "group") &&
  name !== "" &&
  is(trait(machine, kind === "user" ? "account" : "group", name, "exists"), false);

/** Whether an entry may let an account into a place of its own that its owner and mode keep it out of. */
function letsIn(machine: Machine, path: string, { entries }: Change): boolean {
  const gives = entries.filter(({ kind, name }) => name !== "" && (kind === "user" || kind === "group"));
  const owner = trait(machine, "file", path, "owner");
  return mentioned(machine, "account").some((account) => {
    if (is(owner, account) || !gives.some(({ kind, name }) => kind === "group" || name === account))
      return false;
    const home = trait(machine, "account", account, "home");
    if (!home.certain) return true;
    const mode = trait(machine, "file", path, "mode");
    const isKept = !mode.certain || (mode.value & 0o5) !== 0o5;
    return (
      isKept && [home.value, ...loginPaths(home.value)].some((each) => each === path || isBelow(each, path))
    );
  });
}

// What is made in such a folder later has the list's permissions in place of the umask's.
function laterEffects(
  machine: Machine,
  path: string,
  { forLater }: Change,
  since: Origin,
): readonly Effect[] {
  const mayWrite = forLater.some(
    ({ kind, name, permissions = "" }) => (kind === "group" || name !== "") && /[w2367]/u.test(permissions),
  );
  const holdsKeys = mentioned(machine, "account").some((account) => {
    const home = trait(machine, "account", account, "home");
    return home.certain && path === `${home.value}/.ssh`;
  });
  return mayWrite && holdsKeys
    ? [opaque("what is made in the key folder later has other modes than are followed", since)]
    : [];
}
