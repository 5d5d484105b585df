import { absent, known, unknown, type Fact } from "../../facts/fact";
import type { IngressSpan, PortAccess } from "../launch";
import type { Source } from "../part";
import { mayBeWritten } from "../read";
import type { Stack, StackResource } from "../resource";
import { allOf, anyOf, type Answer } from "./answer";
import { groupsAt, isEmpty, joinGroups, noGroups, type AttachedGroups } from "./attached-groups";
import { letsThrough, rulesOf, type Direction } from "./group-rules";
import { addedGroups, existingGroups, interfaceGroups } from "./network-interfaces";
import { anybody, kindOfPeer, type PeerTest } from "./peers";

/** Which properties of a resource type name its security groups. */
export interface GroupProperties {
  /** Lists of ids (or names) at the top. */
  readonly lists: readonly string[];
  /** A list of network interfaces, each of which may have groups of its own. */
  readonly interfaces?: string;
  /** The path of a network interface's id. */
  readonly primary?: string;
}

/** The groups that a resource gives its instances. `undefined`: none are named. */
export function attachedTo(
  { resource, stack }: Source,
  { lists, interfaces, primary }: GroupProperties,
): AttachedGroups | undefined {
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

/** Whether the groups let a TCP port through, to or from somebody that a test is about: one that does is enough. */
export function groupsLet(
  stack: Stack,
  { certain, possible, missing }: AttachedGroups,
  direction: Direction,
  port: number,
  who: PeerTest,
): Answer {
  const ask = (group: StackResource): Answer => letsThrough(stack, group, direction, port, who);
  const told = anyOf(certain.map(ask));
  if (told === "yes") return "yes";
  const picked = possible.map(ask);
  if (picked.length > 0 && allOf(picked) === "yes") return "yes";
  return missing.length > 0
    ? "maybe"
    : anyOf([told, ...picked].map((each) => (each === "no" ? "no" : "maybe")));
}

/** The same for anybody at all, as a fact of the property that names the groups. */
export function accessThrough(
  stack: Stack,
  groups: AttachedGroups,
  direction: Direction,
  port: number,
  path: string,
): Fact<PortAccess> {
  const answer = groupsLet(stack, groups, direction, port, anybody);
  if (answer !== "maybe") return known(answer === "yes" ? "open" : "closed", path);
  const [missing] = groups.missing;
  return unknown(
    path,
    missing ?? `whether the security groups let port ${String(port)} through is only known at apply`,
  );
}

/** What the groups let in, by port: spans that have one answer each, from 0 to 65535. Absent: none are named. */
export function ingressSpans(
  stack: Stack,
  groups: AttachedGroups | undefined,
  path: string,
): Fact<readonly IngressSpan[]> {
  if (groups === undefined) return absent(path);
  const rules = [...groups.certain, ...groups.possible].flatMap(
    (group) => rulesOf(stack, group, "ingress").rules,
  );
  const inside = rules.flatMap(({ bounds }) => bounds).filter((bound) => bound > 0 && bound <= 65535);
  const starts = [...new Set([0, ...inside])].sort((a, b) => a - b);
  const spans = starts.map((from, index): IngressSpan => {
    const lets = rules.filter(({ ports }) => ports(from) !== "no");
    const kinds = lets.flatMap(({ peers }) => peers.map(kindOfPeer)).filter((kind) => kind !== undefined);
    return {
      from,
      to: (starts[index + 1] ?? 65536) - 1,
      access: accessThrough(stack, groups, "ingress", from, path),
      peers: [...new Set(kinds)].sort(),
    };
  });
  return known(spans, path);
}
