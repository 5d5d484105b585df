import { absent, known, unknown, type Fact } from "../../facts/fact";
import type { PortAccess } from "../launch";
import type { Source } from "../part";
import { mayBeWritten } from "../read";
import type { Stack } from "../resource";
import { resourcesOf } from "../stack";
import { groupsAt, isEmpty, joinGroups, noGroups, type AttachedGroups } from "./attached-groups";
import { anyOf, hasStrayRules, letsThrough, type Direction } from "./group-rules";
import { addedGroups, existingGroups, interfaceGroups } from "./network-interfaces";

const SSH = 22;
const HTTPS = 443;
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

/** Which properties of a resource type name its security groups. */
export interface GroupProperties {
  /** Lists of ids (or names) at the top. */
  readonly lists: readonly string[];
  /** A list of network interfaces, each of which may have groups of its own. */
  readonly interfaces?: string;
  /** The path of a network interface's id. */
  readonly primary?: string;
}

/** What a launch's security groups let through. Absent: none are named, the VPC's default group applies. */
export function portAccess(
  source: Source,
  properties: GroupProperties,
): { readonly sshIngress: Fact<PortAccess>; readonly httpsEgress: Fact<PortAccess> } {
  const { stack } = source;
  const groups = attachedTo(source, properties);
  const path = properties.lists[0] ?? "securityGroups";
  const access = (direction: Direction, port: number) =>
    groups === undefined ? absent(path) : verdict(stack, groups, direction, port, path);
  return { sshIngress: access("ingress", SSH), httpsEgress: access("egress", HTTPS) };
}

function attachedTo({ resource, stack }: Source, properties: GroupProperties): AttachedGroups | undefined {
  const { lists, interfaces, primary } = properties;
  const listed = joinGroups(lists.map((list) => groupsAt(stack, resource, [list])));
  const ofInterfaces = interfaces === undefined ? undefined : interfaceGroups(stack, resource, interfaces);
  const ofPrimary =
    primary !== undefined && mayBeWritten(resource.inputs, primary)
      ? existingGroups(stack, resource, primary)
      : noGroups;
  const own = joinGroups([listed, ofInterfaces ?? noGroups, ofPrimary]);
  const added = addedGroups(stack, resource);
  if (isEmpty(added)) return isEmpty(own) ? undefined : own;
  const rest = "other groups come from a launch template or the VPC's default";
  return isEmpty(own) ? { ...added, missing: [...added.missing, rest] } : joinGroups([own, added]);
}

/**
 * Access of a launch that names no groups, and so takes its VPC's default one. Rules for that may stand in the stack too,
 * and which VPC they are for cannot be told.
 */
export function defaultGroupAccess(stack: Stack, access: Fact<PortAccess>): Fact<PortAccess> {
  if (access.state !== "absent") return access;
  const touched = resourcesOf(stack, DEFAULT_GROUP).length > 0 || hasStrayRules(stack);
  return touched ? unknown(access.path, "the stack may change the VPC's default security group") : access;
}

function verdict(
  stack: Stack,
  groups: AttachedGroups,
  direction: Direction,
  port: number,
  path: string,
): Fact<PortAccess> {
  const certain = groups.certain.map((group) => letsThrough(stack, group, direction, port));
  const possible = groups.possible.map((group) => letsThrough(stack, group, direction, port));
  if (certain.includes("yes")) return known("open", path);
  if (possible.length > 0 && possible.every((answer) => answer === "yes")) return known("open", path);
  const [missing] = groups.missing;
  if (missing !== undefined) return unknown(path, missing);
  if (anyOf([...certain, ...possible]) === "no") return known("closed", path);
  return unknown(path, `whether the security groups let port ${String(port)} through is only known at apply`);
}
