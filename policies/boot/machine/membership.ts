import { oneOf, type Effect } from "./effect";
import { mentioned, trait, type Machine } from "./machine";
import { candidates, type Origin } from "./prediction";

/** More lists than this are no longer told apart. */
const MAX_LISTS = 8;

/** Names as the trait `groups` has them. */
export const groupList = (names: readonly string[]): string => [...new Set(names)].sort().join(",");

const namesIn = (list: string): readonly string[] => list.split(",").filter((name) => name !== "");

/** Every set of groups that an account may be in, its primary one included; `undefined` where they cannot be told. */
export function possibleGroups(
  machine: Machine,
  account: string,
): readonly (readonly string[])[] | undefined {
  const primary = candidates(trait(machine, "account", account, "group"));
  const lists = candidates(trait(machine, "account", account, "groups"));
  const sets = primary.flatMap((group) => lists.map((list) => [...new Set([group, ...namesIn(list)])]));
  return sets.length === 0 ? undefined : sets;
}

/**
 * The effect of a change to the groups that name an account.
 *
 * @param change From a list of groups to the lists that may come of it.
 */
export function changedGroups(
  machine: Machine,
  account: string,
  change: (groups: readonly string[]) => readonly (readonly string[])[],
  since: Origin,
): Effect {
  const before = candidates(trait(machine, "account", account, "groups"));
  const after = [...new Set(before.flatMap((list) => change(namesIn(list)).map(groupList)))];
  const told = after.length <= MAX_LISTS ? after : [];
  return oneOf("account", account, "groups", told, "which groups it is in is not known", since);
}

/** What is known of a group's members: every account that is there may be one. */
export interface Members {
  readonly certain: ReadonlySet<string>;
  readonly possible: ReadonlySet<string>;
}

/** The accounts that a group has for its members, by /etc/passwd and /etc/group. */
export function membersOf(machine: Machine, group: string): Members {
  const sure = new Set<string>();
  const possible = new Set<string>();
  for (const account of new Set(["root", ...mentioned(machine, "account")])) {
    const exists = trait(machine, "account", account, "exists");
    if (exists.certain && !exists.value) continue;
    const primary = candidates(trait(machine, "account", account, "group"));
    const lists = candidates(trait(machine, "account", account, "groups")).map(namesIn);
    const isIn = (values: readonly unknown[], has: readonly boolean[]): boolean =>
      values.length > 0 && has.every(Boolean);
    const named = lists.map((names) => names.includes(group));
    const first = primary.map((each) => each === group);
    if (exists.certain && (isIn(primary, first) || isIn(lists, named))) sure.add(account);
    const untold = primary.length === 0 || lists.length === 0;
    if (untold || first.includes(true) || named.includes(true)) possible.add(account);
  }
  return { certain: sure, possible };
}
