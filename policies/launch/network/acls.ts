import { mayBeWritten, textAt, textsAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { dependenciesOn, refer, referrersOf, resourcesOf, type Relation, type Target } from "../stack";
import { oncePerStack, perStack } from "../per-stack";
import { subnetTarget } from "./subnets";
import { DEFAULT_VPC, VPC, vpcOf } from "./vpc";

const NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl";
export const DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl";

/** The network ACL of a subnet. */
export type SubnetAcl =
  | { readonly kind: "found"; readonly acl: StackResource }
  /** Nobody says otherwise: the VPC's default one, which lets everything through ("Default network ACL", VPC guide). */
  | { readonly kind: "aws-default" }
  | { readonly kind: "unseen"; readonly why: string };

const acls: Target = { types: [NETWORK_ACL, DEFAULT_ACL], names: ["defaultNetworkAclId"] };
const aclsOfVpcs: Target = { types: [VPC, DEFAULT_VPC], names: ["defaultNetworkAclId"] };

const ASSOCIATION: Relation = {
  type: "aws:ec2/networkAclAssociation:NetworkAclAssociation",
  path: "subnetId",
  target: subnetTarget,
};
const DEFAULT_OF_VPC: Relation = { type: DEFAULT_ACL, path: "defaultNetworkAclId", target: aclsOfVpcs };
const RULE = "aws:ec2/networkAclRule:NetworkAclRule";
const RULE_OF_ACL: Relation = { type: RULE, path: "networkAclId", target: acls };
const RULE_OF_VPC: Relation = { type: RULE, path: "networkAclId", target: aclsOfVpcs };

export const aclOf = perStack(findAcl);

function findAcl(stack: Stack, subnet: StackResource): SubnetAcl {
  const unseen: SubnetAcl = {
    kind: "unseen",
    why: `which network ACL the subnet ${subnet.name} has cannot be told`,
  };
  const associated = referrersOf(stack, subnet, ASSOCIATION);
  const listed = listedSubnets(stack);
  const doubts = [
    associated.possible,
    associated.untold,
    listed.possible.get(subnet.urn) ?? [],
    listed.untold,
  ];
  if (doubts.some((list) => list.length > 0)) return unseen;
  const given = [
    ...associated.certain.map((association) => aclAt(stack, association)),
    ...(listed.certain.get(subnet.urn) ?? []),
  ];
  const [acl, ...others] = given;
  if (others.length > 0) return unseen;
  if (given.length === 1) return acl === undefined ? unseen : { kind: "found", acl };
  return defaultAclOf(stack, subnet) ?? unseen;
}

function aclAt(stack: Stack, association: StackResource): StackResource | undefined {
  const reference = refer(stack, association, textAt(association.inputs, "networkAclId"), acls);
  return reference.kind === "found" ? reference.resource : undefined;
}

function defaultAclOf(stack: Stack, subnet: StackResource): SubnetAcl | undefined {
  const vpc = vpcOf(stack, subnet);
  const adopted = resourcesOf(stack, DEFAULT_ACL);
  const rules = resourcesOf(stack, RULE);
  if (vpc.kind !== "found") {
    // Nothing in the stack is about a default ACL: then nobody has changed it there.
    return adopted.length === 0 ? { kind: "aws-default" } : undefined;
  }
  const { certain, possible, untold } = referrersOf(stack, vpc.resource, DEFAULT_OF_VPC);
  if (possible.length + untold.length > 0) return undefined;
  const [acl] = certain;
  if (acl !== undefined) return { kind: "found", acl };
  if (rules.length === 0) return { kind: "aws-default" };
  const changed = referrersOf(stack, vpc.resource, RULE_OF_VPC);
  return changed.certain.length + changed.possible.length > 0 ? undefined : { kind: "aws-default" };
}

/** Which ACLs name a subnet in their `subnetIds`, by the subnet's URN. */
interface ListedSubnets {
  readonly certain: ReadonlyMap<string, readonly StackResource[]>;
  readonly possible: ReadonlyMap<string, readonly StackResource[]>;
  /** ACLs whose subnets may be any. */
  readonly untold: readonly StackResource[];
}

const listedSubnets = oncePerStack((stack): ListedSubnets => {
  const certain = new Map<string, StackResource[]>();
  const possible = new Map<string, StackResource[]>();
  const untold: StackResource[] = [];
  for (const acl of resourcesOf(stack, NETWORK_ACL, DEFAULT_ACL)) {
    const { subnets, sure, others } = subnetsOf(stack, acl);
    const into = sure ? certain : possible;
    for (const { urn } of subnets) {
      const there = into.get(urn) ?? [];
      there.push(acl);
      into.set(urn, there);
    }
    if (others) untold.push(acl);
  }
  return { certain, possible, untold };
});

/** The subnets that an ACL lists: for sure, or perhaps; and whether there may be others. */
function subnetsOf(
  stack: Stack,
  acl: StackResource,
): { readonly subnets: readonly StackResource[]; readonly sure: boolean; readonly others: boolean } {
  const path = "subnetIds";
  if (!mayBeWritten(acl.inputs, path)) return { subnets: [], sure: true, others: false };
  const texts = textsAt(acl.inputs, path);
  const depended = dependenciesOn(stack, acl, path, subnetTarget);
  if (texts.state !== "known")
    return {
      subnets: depended.candidates,
      sure: false,
      others: depended.candidates.length === 0 || depended.others.length > 0,
    };
  const named = texts.value.flatMap((text) => {
    const reference = text.state === "known" ? refer(stack, acl, text, subnetTarget) : undefined;
    return reference?.kind === "found" ? [reference.resource] : [];
  });
  const unknowns = texts.value.filter(({ state }) => state === "unknown").length;
  const told = new Set(named);
  const left = depended.candidates.filter((subnet) => !told.has(subnet));
  const sure = unknowns === 0 || (left.length === unknowns && depended.others.length === 0);
  const others = unknowns > 0 && (left.length < unknowns || depended.others.length > 0);
  return { subnets: unknowns === 0 ? named : [...named, ...left], sure, others };
}

/** The entries of an ACL that are resources of their own, and whether it may have others. */
export function looseEntries(
  stack: Stack,
  acl: StackResource,
): { readonly entries: readonly StackResource[]; readonly mayBeMore: boolean } {
  const own = referrersOf(stack, acl, RULE_OF_ACL);
  const ofNoVpc = new Set(referrersOf(stack, acl, RULE_OF_VPC).untold);
  const untold = own.untold.filter((rule) => ofNoVpc.has(rule));
  return { entries: own.certain, mayBeMore: own.possible.length + untold.length > 0 };
}
