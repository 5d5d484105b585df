import { absent, known, unknown, type Fact } from "../../facts/fact";
import type { IngressSpan, PortAccess } from "../launch";
import type { Source } from "../part";
import { mayBeWritten } from "../read";
import type { Stack, StackResource } from "../resource";
import { allOf, anyOf, weakened, type Answer } from "./answer";
import { groupsAt, isEmpty, joinGroups, noGroups, type AttachedGroups } from "./attached-groups";
import { letsThrough, rulesOf, type Direction, type GroupRule } from "./group-rules";
import { addedGroups, existingGroups, interfaceGroups } from "./network-interfaces";
import { anybody, kindOfPeer, type PeerKind, type PeerTest } from "./peers";

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
  return accessAs(groupsLet(stack, groups, direction, port, anybody), groups, port, path);
}

function accessAs(answer: Answer, groups: AttachedGroups, port: number, path: string): Fact<PortAccess> {
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
  const turns = turnsOf(stack, groups);
  const starts = [...turns.keys()].sort((a, b) => a - b);
  const tally = newTally(groups);
  const spans = starts.map((from, index): IngressSpan => {
    for (const rule of turns.get(from) ?? []) turn(tally, rule, from);
    return {
      from,
      to: (starts[index + 1] ?? 65536) - 1,
      access: accessAs(answerOf(tally), groups, from, path),
      peers: [...tally.kinds].flatMap(([kind, rules]) => (rules > 0 ? [kind] : [])).sort(),
    };
  });
  return known(spans, path);
}

/** How many of the groups answer what, and how many rules name which kind of peer, at the port that a sweep is at. */
interface Tally {
  readonly certain: Record<Answer, number>;
  readonly possible: Record<Answer, number>;
  readonly missing: boolean;
  readonly kinds: Map<PeerKind, number>;
}

/** What a group's rules answer at that port. */
interface SweptGroup {
  readonly among: "certain" | "possible";
  yes: number;
  maybe: number;
}

/** A rule of a group, and what it says at that port. */
interface SweptRule {
  readonly rule: GroupRule;
  readonly group: SweptGroup;
  readonly kinds: readonly PeerKind[];
  /** What it answers where it is about the port. */
  readonly answer: Answer;
  ports: Answer;
}

function newTally({ certain, possible, missing }: AttachedGroups): Tally {
  return {
    certain: { yes: 0, maybe: 0, no: certain.length },
    possible: { yes: 0, maybe: 0, no: possible.length },
    missing: missing.length > 0,
    kinds: new Map(),
  };
}

/** Which rules may answer otherwise from a port on, by that port; all of them may from port 0 on. */
function turnsOf(stack: Stack, groups: AttachedGroups): ReadonlyMap<number, readonly SweptRule[]> {
  const turns = new Map<number, SweptRule[]>([[0, []]]);
  const at = (port: number): SweptRule[] => {
    const there = turns.get(port) ?? [];
    turns.set(port, there);
    return there;
  };
  for (const among of ["certain", "possible"] as const)
    for (const group of groups[among]) {
      const { rules, whole } = rulesOf(stack, group, "ingress");
      const swept: SweptGroup = { among, yes: 0, maybe: 0 };
      // What is not known of a group is a rule that may be about every port, and names nobody.
      const unseen: GroupRule = { ports: () => "maybe", bounds: [], peers: [], certain: false };
      if (!whole) at(0).push({ rule: unseen, group: swept, kinds: [], answer: "maybe", ports: "no" });
      for (const rule of rules) {
        const kinds = rule.peers.map(kindOfPeer).filter((kind) => kind !== undefined);
        const answer = anyOf(rule.peers.map((peer) => anybody(peer, group)));
        const each: SweptRule = { rule, group: swept, kinds, answer, ports: "no" };
        const inside = rule.bounds.filter((bound) => bound > 0 && bound <= 65535);
        for (const bound of new Set([0, ...inside])) at(bound).push(each);
      }
    }
  return turns;
}

/** Takes out what a rule has answered so far, and puts in what it answers from this port on. */
function turn(tally: Tally, swept: SweptRule, port: number): void {
  const { rule, group, kinds } = swept;
  const now = rule.ports(port);
  if (now === swept.ports) return;
  tally[group.among][answerOfGroup(group)] -= 1;
  count(swept, -1);
  const named = (now === "no" ? 0 : 1) - (swept.ports === "no" ? 0 : 1);
  for (const kind of kinds) tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + named);
  swept.ports = now;
  count(swept, 1);
  tally[group.among][answerOfGroup(group)] += 1;
}

function count({ rule, group, answer, ports }: SweptRule, by: 1 | -1): void {
  const lets = weakened(allOf([ports, answer]), rule.certain);
  if (lets !== "no") group[lets] += by;
}

function answerOfGroup({ yes, maybe }: SweptGroup): Answer {
  if (yes > 0) return "yes";
  return maybe > 0 ? "maybe" : "no";
}

/** As `groupsLet` has it. */
function answerOf({ certain, possible, missing }: Tally): Answer {
  if (certain.yes > 0) return "yes";
  if (possible.yes > 0 && possible.maybe + possible.no === 0) return "yes";
  return missing || certain.maybe + possible.yes + possible.maybe > 0 ? "maybe" : "no";
}
