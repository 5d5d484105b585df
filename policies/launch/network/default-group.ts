import { unknown, type Fact } from "../../facts/fact";
import type { PortAccess } from "../launch";
import type { Stack, StackResource } from "../resource";
import { referrersOf, resourcesOf, type Relation } from "../stack";
import { noGroups, type AttachedGroups } from "./attached-groups";
import { DEFAULT_GROUP, hasStrayRules, rulesOf } from "./group-rules";
import { DEFAULT_VPC, isMadeNow, VPC } from "./vpc";

const OF_VPC: Relation = {
  type: DEFAULT_GROUP,
  path: "vpcId",
  target: { types: [VPC, DEFAULT_VPC], names: [] },
};

/** The default security group of a VPC of the stack: the resource that describes it, or the VPC in its place. */
export function defaultGroupOf(stack: Stack, vpc: StackResource): AttachedGroups {
  const { certain, possible, untold } = referrersOf(stack, vpc, OF_VPC);
  if (possible.length + untold.length > 0)
    return { ...noGroups, missing: [`the stack may describe the default security group of ${vpc.name}`] };
  return { ...noGroups, certain: [certain[0] ?? vpc] };
}

/** Whether the stack leaves the default group of a VPC that it makes as AWS makes it. */
export function isUntouched(stack: Stack, vpc: StackResource): boolean {
  const [group] = defaultGroupOf(stack, vpc).certain;
  return (
    group === vpc &&
    isMadeNow(vpc) &&
    (["ingress", "egress"] as const).every((way) => rulesOf(stack, vpc, way).rules.length === 1)
  );
}

/**
 * Access of a launch that names no groups, and so takes the default one of a VPC that is not in the stack. Rules for that may
 * stand in the stack too, and which VPC they are for cannot be told.
 */
export function defaultGroupAccess(stack: Stack, access: Fact<PortAccess>): Fact<PortAccess> {
  if (access.state !== "absent") return access;
  const touched = resourcesOf(stack, DEFAULT_GROUP).length > 0 || hasStrayRules(stack);
  return touched ? unknown(access.path, "the stack may change the VPC's default security group") : access;
}
