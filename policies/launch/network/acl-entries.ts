import { valueOf, type Fact } from "../../facts/fact";
import { flagAt, isObject, listAt, numberAt, textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { looseEntries } from "./acls";
import { isPrivate, isWholeWorld, versionOf } from "./addresses";
import type { Answer } from "./answer";
import type { Direction } from "./group-rules";
import { perStack } from "../per-stack";
import { isMadeNow } from "./vpc";

/** An entry of a network ACL. */
export interface AclEntry {
  readonly number: Fact<number>;
  readonly allows: Fact<boolean>;
  readonly protocol: Fact<string>;
  readonly from: Fact<number>;
  readonly to: Fact<number>;
  readonly range: Fact<string>;
}

const ENTRIES = {
  ingress: perStack((stack, acl) => readEntries(stack, acl, "ingress")),
  egress: perStack((stack, acl) => readEntries(stack, acl, "egress")),
} as const;

/** The entries of an ACL in one direction, by number; `undefined` where some cannot be seen. */
export const entriesOf = (
  stack: Stack,
  acl: StackResource,
  direction: Direction,
): readonly AclEntry[] | undefined => ENTRIES[direction](stack, acl);

function readEntries(
  stack: Stack,
  acl: StackResource,
  direction: Direction,
): readonly AclEntry[] | undefined {
  const inline = listAt(acl.inputs, direction);
  if (inline.state === "unknown") return undefined;
  const written = inline.state === "known" ? inline.value : [];
  const loose = looseEntries(stack, acl);
  if (loose.mayBeMore || !written.every(isObject)) return undefined;
  const entries = [
    ...written.map((_, index) => readEntry(acl, `${direction}[${String(index)}].`)),
    ...loose.entries.filter((entry) => isOf(entry, direction)).map((entry) => readEntry(entry, "")),
  ];
  if (loose.entries.some(({ inputs }) => flagAt(inputs, "egress").state === "unknown")) return undefined;
  if (entries.length === 0 && !isMadeNow(acl)) return undefined;
  if (entries.some(({ number }) => number.state !== "known")) return undefined;
  return entries.sort((a, b) => (valueOf(a.number) ?? 0) - (valueOf(b.number) ?? 0));
}

const isOf = ({ inputs }: StackResource, direction: Direction): boolean =>
  (valueOf(flagAt(inputs, "egress")) === true) === (direction === "egress");

function readEntry({ inputs }: StackResource, prefix: string): AclEntry {
  const first = <T>(facts: readonly [Fact<T>, Fact<T>]): Fact<T> =>
    facts[0].state === "absent" ? facts[1] : facts[0];
  const text = (name: string): Fact<string> => textAt(inputs, `${prefix}${name}`);
  const action = first([text("action"), text("ruleAction")]);
  return {
    number: first([numberAt(inputs, `${prefix}ruleNo`), numberAt(inputs, `${prefix}ruleNumber`)]),
    allows: action.state === "known" ? { ...action, value: action.value.toLowerCase() === "allow" } : action,
    protocol: text("protocol"),
    from: numberAt(inputs, `${prefix}fromPort`),
    to: numberAt(inputs, `${prefix}toPort`),
    range: first([text("cidrBlock"), text("ipv6CidrBlock")]),
  };
}

/** A question to an ACL: some of these TCP ports, for some address of the internet or for anybody. */
export interface AclQuestion {
  readonly from: number;
  readonly to: number;
  readonly who: "internet" | "anybody";
  readonly version: 4 | 6;
}

/**
 * Whether entries let some of the ports through: the first that fits decides, and without any nothing passes ("Network ACL
 * rules", VPC guide). `no` only where nobody gets through at all.
 */
export function entriesLet(entries: readonly AclEntry[], question: AclQuestion): Answer {
  for (const entry of entries) {
    const fits = fit(entry, question);
    if (fits === "not") continue;
    if (fits === "unclear" || entry.allows.state !== "known") return "maybe";
    if (entry.allows.value) return "yes";
    // A refusal of part leaves the rest to the entries behind it.
    if (fits === "whole") return "no";
  }
  return "no";
}

function fit(entry: AclEntry, { from, to, who, version }: AclQuestion): "whole" | "part" | "not" | "unclear" {
  const protocol = valueOf(entry.protocol)?.toLowerCase();
  const range = valueOf(entry.range);
  if (range !== undefined && versionOf(range) !== undefined && versionOf(range) !== version) return "not";
  if (range !== undefined && who === "internet" && isPrivate(range)) return "not";
  if (protocol === undefined) return "unclear";
  const every = protocol === "-1" || protocol === "all";
  if (!every && protocol !== "tcp" && protocol !== "6") return "not";
  const [low, high] = [valueOf(entry.from), valueOf(entry.to)];
  if (!every && ((low !== undefined && low > to) || (high !== undefined && high < from))) return "not";
  if (range === undefined || (!every && (low === undefined || high === undefined))) return "unclear";
  const allPorts = every || ((low ?? 0) <= from && (high ?? 65535) >= to);
  return allPorts && isWholeWorld(range) ? "whole" : "part";
}
