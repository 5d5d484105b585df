import { set, type Effect } from "../../machine/effect";
import { mentioned, trait, type Machine } from "../../machine/machine";
import { changedGroups } from "../../machine/membership";
import { is, type Origin } from "../../machine/prediction";
import { imageHasGroup } from "../../image/groups";
import { applyTo, type CloudBoot } from "../boot";
import { originOf, type ConfigValue } from "../config";
import type { Stopped } from "./user-entry";

/** Whether a group is there while the accounts are being made, before any package is installed. */
export function hasGroup({ machine, image }: CloudBoot, name: string): boolean | undefined {
  const exists = trait(machine, "group", name, "exists");
  if (exists.certain) return exists.value;
  return exists.since.from === "image" ? imageHasGroup(image.family, name) : undefined;
}

/**
 * Makes the groups at the top of a cloud-config (Distro.create_group): before every account, and with members that are
 * there already.
 *
 * @returns What keeps the accounts from being made: a group whose name is no text.
 */
export function makeGroups(boot: CloudBoot): Stopped | undefined {
  const value = boot.config.get("groups").at(-1);
  if (value === undefined) return undefined;
  const since = originOf(value, "groups");
  const groups = topGroups(value);
  if (groups === undefined)
    return {
      why: "a group's name is no text",
      certain: true,
      since: originOf(value, "groups", "stopped-entry"),
    };
  for (const [group, members] of groups) applyTo(boot, groupEffects(boot.machine, group, members, since));
  return undefined;
}

function groupEffects(
  machine: Machine,
  group: string,
  members: readonly string[],
  since: Origin,
): readonly Effect[] {
  const there = ["root", ...mentioned(machine, "account")].filter(
    (account) => members.includes(account) && is(trait(machine, "account", account, "exists"), true),
  );
  return [
    set("group", group, { exists: true }, since),
    ...there.map((account) => changedGroups(machine, account, (all) => [[...all, group]], since)),
  ];
}

function topGroups({ value }: ConfigValue): readonly (readonly [string, readonly string[]])[] | undefined {
  if (typeof value === "string") return value.split(",").map((name) => [name.trim(), []]);
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const named = items.map((item) => (typeof item === "string" ? { [item]: [] } : item));
  // A value that is no list stands for no groups; in a list anything but a name or a mapping is refused.
  if (!named.every(isMapping)) return Array.isArray(value) ? undefined : [];
  return named.flatMap((item) =>
    Object.entries(item).map(([name, members]) => [name, namesIn(members)] as const),
  );
}

const namesIn = (members: unknown): readonly string[] =>
  (Array.isArray(members) ? (members as readonly unknown[]) : [members]).filter(
    (member): member is string => typeof member === "string",
  );

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  value !== null && typeof value === "object" && !Array.isArray(value);
