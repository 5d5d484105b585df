import { known, valueOf, type Fact } from "../../facts/fact";
import { flagAt, isObject, listAt, numberAt, textAt, valueAt } from "../read";
import type { Properties, Stack, StackResource } from "../resource";
import { pointsAt, refer, resourcesOf, type Reference, type Target } from "../stack";

export type Direction = "ingress" | "egress";
/** `maybe`: something about it is only known at apply. */
export type Answer = "yes" | "maybe" | "no";

export const securityGroups: Target = {
  types: ["aws:ec2/securityGroup:SecurityGroup"],
  names: ["name"],
};

/** How the rule resources of one type are written. */
interface RuleShape {
  readonly protocol: string;
  readonly lists: readonly string[];
  readonly texts: readonly string[];
}

const LISTS = ["cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "securityGroups"];
const inlineRule: RuleShape = { protocol: "protocol", lists: LISTS, texts: [] };
const classicRule: RuleShape = { protocol: "protocol", lists: LISTS, texts: ["sourceSecurityGroupId"] };
const vpcRule: RuleShape = {
  protocol: "ipProtocol",
  lists: [],
  texts: ["cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"],
};

const CLASSIC = "aws:ec2/securityGroupRule:SecurityGroupRule";
const VPC = {
  ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
} as const;

/** A rule that is a resource of its own. */
interface LooseRule {
  readonly resource: StackResource;
  readonly shape: RuleShape;
  readonly direction: Fact<string>;
  readonly group: Reference;
}

const looseRules = new WeakMap<Stack, readonly LooseRule[]>();

function looseRulesOf(stack: Stack): readonly LooseRule[] {
  const kept = looseRules.get(stack);
  if (kept !== undefined) return kept;
  const groupOf = (rule: StackResource) =>
    refer(stack, rule, textAt(rule.inputs, "securityGroupId"), securityGroups);
  const classic = resourcesOf(stack, CLASSIC).map((resource) => ({
    resource,
    shape: classicRule,
    direction: textAt(resource.inputs, "type"),
    group: groupOf(resource),
  }));
  const vpc = (["ingress", "egress"] as const).flatMap((direction) =>
    resourcesOf(stack, VPC[direction]).map((resource) => ({
      resource,
      shape: vpcRule,
      direction: known(direction, "type"),
      group: groupOf(resource),
    })),
  );
  const rules = [...classic, ...vpc];
  looseRules.set(stack, rules);
  return rules;
}

/** True where a rule of the stack belongs to a group that is not in the stack, or cannot be told. */
export const hasStrayRules = (stack: Stack): boolean =>
  looseRulesOf(stack).some(({ group }) => group.kind === "outside" || group.kind === "unknown");

/**
 * Whether a security group of the stack lets a TCP port through, to or from anything at all. Without egress rules none
 * goes out: the provider removes the rule that AWS gives a new group (`aws.ec2.SecurityGroup`, note on `egress`).
 */
export function letsThrough(stack: Stack, group: StackResource, direction: Direction, port: number): Answer {
  const inline = listAt(group.inputs, direction);
  const answers: Answer[] = inline.state === "unknown" ? ["maybe"] : [];
  for (const rule of inline.state === "known" ? inline.value : []) {
    answers.push(isObject(rule) ? ruleLets(rule, inlineRule, port) : "maybe");
  }
  for (const rule of looseRulesOf(stack)) {
    const belongs = pointsAt(rule.group, group);
    const way = valueOf(rule.direction);
    if (belongs === "no" || (way !== undefined && way !== direction)) continue;
    const answer = ruleLets(rule.resource.inputs, rule.shape, port);
    answers.push(answer === "yes" && (belongs === "maybe" || way === undefined) ? "maybe" : answer);
  }
  return anyOf(answers);
}

export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("maybe") ? "maybe" : "no";
}

function ruleLets(rule: Properties | undefined, shape: RuleShape, port: number): Answer {
  const answers = [coversPort(rule, shape, port), hasPeer(rule, shape)];
  if (answers.includes("no")) return "no";
  return answers.includes("maybe") ? "maybe" : "yes";
}

/** TCP is `tcp` or 6; `-1` and `all` are every protocol and port (IpPermission, EC2 API reference). */
function coversPort(rule: Properties | undefined, shape: RuleShape, port: number): Answer {
  const protocol = textAt(rule, shape.protocol);
  if (protocol.state !== "known") return "maybe";
  const name = protocol.value.toLowerCase();
  if (name === "-1" || name === "all") return "yes";
  if (name !== "tcp" && name !== "6") return "no";
  const from = numberAt(rule, "fromPort");
  const to = numberAt(rule, "toPort");
  if ((from.state === "known" && from.value > port) || (to.state === "known" && to.value < port)) return "no";
  return from.state === "known" && to.state === "known" ? "yes" : "maybe";
}

/** Whether a rule names anybody at all: an address range, a prefix list, a group, or the group itself. */
function hasPeer(rule: Properties | undefined, shape: RuleShape): Answer {
  const self = flagAt(rule, "self");
  const answers: Answer[] = [self.state === "unknown" ? "maybe" : valueOf(self) === true ? "yes" : "no"];
  for (const property of shape.lists) {
    const list = listAt(rule, property);
    if (list.state === "known") answers.push(list.value.length > 0 ? "yes" : "no");
    else answers.push(list.state === "unknown" ? "maybe" : "no");
  }
  for (const property of shape.texts) {
    // A single peer that is only known at apply is a peer all the same; nothing was written where nobody saw it.
    const peer = valueAt(rule, property);
    if (peer.state === "unknown") answers.push(rule === undefined ? "maybe" : "yes");
    else answers.push(peer.state === "known" && peer.value !== "" ? "yes" : "no");
  }
  return anyOf(answers);
}
