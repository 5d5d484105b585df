import { blur, set, type Effect } from "../../machine/effect";
import { mentioned, trait, type Machine } from "../../machine/machine";
import { is, type Origin } from "../../machine/prediction";
import { given } from "../../machine/copy-traits";
import { keysIn } from "./keys-in";

type Fields = readonly string[];

/**
 * What an edit of `/etc/passwd` (passwd(5)) does to the accounts in it.
 *
 * @param texts The file before the edit and after it.
 * @returns `undefined` where a line is new, or is none any more that every program reads alike.
 */
export function editedAccounts(
  machine: Machine,
  [before, after]: readonly [before: string, after: string],
  since: Origin,
): readonly Effect[] | undefined {
  const old = linesOf(before);
  const now = linesOf(after);
  if (old === undefined || now === undefined || [...now.keys()].some((name) => !old.has(name)))
    return undefined;
  const effects: Effect[] = [];
  for (const [name, fields] of old) {
    const left = now.get(name);
    const uids = [...now.values()].filter(([, , uid]) => uid === left?.[2]).length;
    if (left === undefined) effects.push(...goneEffects(machine, name, fields, since));
    else if (left.join(":") !== fields.join(":")) {
      const changed = changedEffects(machine, name, fields, left, since);
      // A password in the file itself, or a number that somebody else has too, is another matter.
      if (changed === undefined || (uids > 1 && left[2] !== fields[2])) return undefined;
      effects.push(...changed);
    }
  }
  return effects;
}

/** Whether two lists of effects are the same. */
export const sameEffects = (one: readonly Effect[], other: readonly Effect[]): boolean =>
  sorted(one) === sorted(other);

const sorted = (effects: readonly Effect[]): string =>
  effects
    .map((each) => JSON.stringify(each))
    .sort()
    .join("\n");

/** The accounts of the file by their names; a line that begins with `#` is none (nss_files). */
function linesOf(text: string): ReadonlyMap<string, Fields> | undefined {
  const lines = text
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.split(":"));
  const accounts = new Map(lines.map((fields) => [fields[0] ?? "", fields]));
  const isWhole = lines.every(
    (fields) =>
      fields.length === 7 && /^[a-z_][\w.-]*$/u.test(fields[0] ?? "") && fields.slice(2, 4).every(isNumber),
  );
  return isWhole && accounts.size === lines.length ? accounts : undefined;
}

const isNumber = (text: string): boolean => /^(?:0|[1-9]\d{0,8})$/u.test(text);

function changedEffects(
  machine: Machine,
  name: string,
  [, password, uid = "", gid, , home, shell]: Fields,
  [, newPassword, newUid = "", newGid, , newHome = "", newShell = ""]: Fields,
  since: Origin,
): readonly Effect[] | undefined {
  if (newPassword !== password || (newUid !== uid && (newUid === "0" || uid === "0"))) return undefined;
  return [
    ...(newShell === shell
      ? []
      : [set("account", name, { shell: newShell === "" ? "/bin/sh" : newShell }, since)]),
    ...(newHome === home
      ? []
      : [
          set("account", name, { home: newHome }, since),
          given("account", name, "keys", keysIn(machine, name, newHome, since)),
        ]),
    ...(newGid === gid ? [] : [blur("account", name, "which group it is in is not known", since, ["group"])]),
    ...(newUid === uid
      ? []
      : [set("account", name, { uid: Number(newUid) }, since), ...leftFiles(machine, name, uid, since)]),
  ];
}

const goneEffects = (
  machine: Machine,
  name: string,
  [, , uid = ""]: Fields,
  since: Origin,
): readonly Effect[] => [
  set("account", name, { exists: false, keys: false }, since),
  ...leftFiles(machine, name, uid, since),
];

// Files know their owner by its number: what belonged to the account is nobody's now.
const leftFiles = (machine: Machine, name: string, uid: string, since: Origin): readonly Effect[] =>
  mentioned(machine, "file")
    .filter((path) => is(trait(machine, "file", path, "owner"), name))
    .map((path) => set("file", path, { owner: uid }, since));
