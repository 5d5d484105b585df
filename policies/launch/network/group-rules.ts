import { known, mapFact, valueOf, type Fact } from "../../facts/fact";
import { isObject, listAt, numberAt, textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { referrersOf, resourcesOf, untoldOf, type Relation, type Target } from "../stack";
import { allOf, anyOf, weakened, type Answer } from "./answer";
import { oncePerStack, perStack } from "../per-stack";
import { peersOf, type Peer, type PeerShape, type PeerTest } from "./peers";
import { DEFAULT_VPC, isMadeNow, VPC } from "./vpc";

export type Direction = "ingress" | "egress";

export const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

export const securityGroups: Target = {
  types: ["aws:ec2/securityGroup:SecurityGroup", DEFAULT_GROUP],
  names: ["name"],
};

/** `vpc.defaultSecurityGroupId`: there a VPC stands for its default group, which no resource need describe. */
export const groupsOfVpcs: Target = { types: [VPC, DEFAULT_VPC], names: ["defaultSecurityGroupId"] };

/** How the rule resources of one type are written. */
interface RuleShape extends PeerShape {
  readonly protocol: string;
}

const LISTS = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"];
const inlineRule: RuleShape = { protocol: "protocol", lists: LISTS, texts: [] };
const classicRule: RuleShape = { protocol: "protocol", lists: LISTS, texts: ["sourceSecurityGroupId"] };
const vpcRule: RuleShape = {
  protocol: "ipProtocol",
  lists: [],
  texts: ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"],
};

/** A type of resource that is a rule by itself. */
interface LooseRules {
  readonly type: string;
  readonly shape: RuleShape;
  readonly direction: (rule: StackResource) => Fact<string>;
  readonly ofGroup: Relation;
  readonly ofVpc: Relation;
}

function loose(type: string, shape: RuleShape, direction: LooseRules["direction"]): LooseRules {
  const path = "securityGroupId";
  const ofGroup = { type, path, target: securityGroups };
  return { type, shape, direction, ofGroup, ofVpc: { type, path, target: groupsOfVpcs } };
}

const LOOSE: readonly LooseRules[] = [
  loose("aws:ec2/securityGroupRule:SecurityGroupRule", classicRule, ({ inputs }) => textAt(inputs, "type")),
  loose("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", vpcRule, () => known("ingress", "")),
  loose("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", vpcRule, () => known("egress", "")),
];

/** One rule of a group. */
export interface GroupRule {
  /** Whether it is about a TCP port. */
  readonly ports: (port: number) => Answer;
  /** Where answers may change: the first port of its range, and the one behind its last. */
  readonly bounds: readonly number[];
  readonly peers: readonly Peer[];
  /** Whether it is certain to be this group's and of this direction. */
  readonly certain: boolean;
}

export interface GroupRules {
  readonly rules: readonly GroupRule[];
  /** False where there may be more. */
  readonly whole: boolean;
}

const isVpc = ({ type }: StackResource): boolean => groupsOfVpcs.types.includes(type);

const RULES = {
  ingress: perStack((stack, group) => readRules(stack, group, "ingress")),
  egress: perStack((stack, group) => readRules(stack, group, "egress")),
} as const;

/**
 * The rules of a security group of the stack, or of the default group of a VPC that is made now. Without egress rules
 * nothing goes out: the provider removes the rule that AWS gives a new group (`aws.ec2.SecurityGroup`, note on `egress`).
 */
export const rulesOf = (stack: Stack, group: StackResource, direction: Direction): GroupRules =>
  RULES[direction](stack, group);

function readRules(stack: Stack, group: StackResource, direction: Direction): GroupRules {
  const own = isVpc(group) ? awsRules(group, direction) : inlineRules(stack, group, direction);
  const rules = [...own.rules];
  for (const kind of LOOSE) {
    const { certain, possible } = referrersOf(stack, group, isVpc(group) ? kind.ofVpc : kind.ofGroup);
    rules.push(
      ...looseRules(stack, certain, { kind, direction, sure: true }),
      ...looseRules(stack, possible, { kind, direction, sure: false }),
    );
  }
  return { rules: rules.concat(untoldRules(stack)[direction]), whole: own.whole };
}

interface Reading {
  readonly kind: LooseRules;
  readonly direction: Direction;
  /** Whether they are certain to be the group's. */
  readonly sure: boolean;
}

function looseRules(
  stack: Stack,
  resources: readonly StackResource[],
  { kind, direction, sure }: Reading,
): readonly GroupRule[] {
  return resources.flatMap((resource) => {
    const way = valueOf(kind.direction(resource));
    if (way !== undefined && way !== direction) return [];
    return [readRule(stack, resource, "", kind.shape, sure && way !== undefined)];
  });
}

function inlineRules(stack: Stack, group: StackResource, direction: Direction): GroupRules {
  const list = listAt(group.inputs, direction);
  if (list.state !== "known") return { rules: [], whole: list.state === "absent" };
  const rules = list.value.flatMap((rule, index) =>
    isObject(rule) ? [readRule(stack, group, `${direction}[${String(index)}].`, inlineRule, true)] : [],
  );
  return { rules, whole: list.value.every(isObject) };
}

/** What AWS gives a VPC's default group: its members come in, everything goes out ("Default security groups", VPC guide). */
function awsRules(vpc: StackResource, direction: Direction): GroupRules {
  const peer: Peer =
    direction === "ingress"
      ? { kind: "self" }
      : { kind: "addresses", range: known("0.0.0.0/0", "defaultSecurityGroupId") };
  const every: GroupRule = { ports: () => "yes", bounds: [], peers: [peer], certain: true };
  return isMadeNow(vpc) ? { rules: [every], whole: true } : { rules: [], whole: false };
}

/** The rules of which nobody can tell whose they are, neither a group's nor a VPC's default group's: any may have them. */
const untoldRules = oncePerStack((stack) => {
  const of = (direction: Direction): readonly GroupRule[] =>
    LOOSE.flatMap((kind) => {
      const ofVpc = new Set(untoldOf(stack, kind.ofVpc));
      const untold = untoldOf(stack, kind.ofGroup).filter((rule) => ofVpc.has(rule));
      return looseRules(stack, untold, { kind, direction, sure: false });
    });
  return { ingress: of("ingress"), egress: of("egress") };
});

/** The rules of the stack that may belong to a group that is not in it. */
const strayRules = oncePerStack((stack) => {
  const groups = resourcesOf(stack, ...securityGroups.types);
  return LOOSE.flatMap((kind) => {
    const told = new Set(
      groups.flatMap((group) => {
        const { certain, possible } = referrersOf(stack, group, kind.ofGroup);
        return [...certain, ...possible];
      }),
    );
    return resourcesOf(stack, kind.type).filter((rule) => !told.has(rule));
  });
});

export const hasStrayRules = (stack: Stack): boolean => strayRules(stack).length > 0;

function readRule(
  stack: Stack,
  resource: StackResource,
  prefix: string,
  shape: RuleShape,
  certain: boolean,
): GroupRule {
  const { inputs } = resource;
  const protocol = valueOf(textAt(inputs, `${prefix}${shape.protocol}`))?.toLowerCase();
  const from = numberAt(inputs, `${prefix}fromPort`);
  const to = numberAt(inputs, `${prefix}toPort`);
  const isTcp = protocol === undefined || protocol === "tcp" || protocol === "6";
  const bounds = isTcp ? [valueOf(from), valueOf(mapFact(to, (port) => port + 1))] : [];
  return {
    ports: (port) => coversPort(protocol, from, to, port),
    bounds: bounds.filter((bound) => bound !== undefined),
    peers: peersOf(stack, { resource, prefix, shape }),
    certain,
  };
}

/** TCP is `tcp` or 6; `-1` and `all` are every protocol and port (IpPermission, EC2 API reference). */
function coversPort(
  protocol: string | undefined,
  from: Fact<number>,
  to: Fact<number>,
  port: number,
): Answer {
  if (protocol === undefined) return "maybe";
  if (protocol === "-1" || protocol === "all") return "yes";
  if (protocol !== "tcp" && protocol !== "6") return "no";
  if ((from.state === "known" && from.value > port) || (to.state === "known" && to.value < port)) return "no";
  return from.state === "known" && to.state === "known" ? "yes" : "maybe";
}

/** Whether a group lets a TCP port through, to or from somebody that a test is about. */
export function letsThrough(
  stack: Stack,
  group: StackResource,
  direction: Direction,
  port: number,
  who: PeerTest,
): Answer {
  const { rules, whole } = rulesOf(stack, group, direction);
  let answer: Answer = whole ? "no" : "maybe";
  for (const { ports, peers, certain } of rules) {
    // One that may be another group's adds a "maybe" at most; a stack may have thousands of them.
    if (!certain && answer === "maybe") continue;
    const lets = weakened(allOf([ports(port), anyOf(peers.map((peer) => who(peer, group)))]), certain);
    if (lets === "yes") return "yes";
    if (lets === "maybe") answer = "maybe";
  }
  return answer;
}
