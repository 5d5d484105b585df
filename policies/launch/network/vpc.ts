import { textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { pointsAt, refer, type Reference, type Target } from "../stack";
import type { Answer } from "./answer";

export const VPC = "aws:ec2/vpc:Vpc";
export const DEFAULT_VPC = "aws:ec2/defaultVpc:DefaultVpc";
export const SUBNET = "aws:ec2/subnet:Subnet";
export const DEFAULT_SUBNET = "aws:ec2/defaultSubnet:DefaultSubnet";

const vpcs: Target = { types: [VPC, DEFAULT_VPC], names: [] };

/** The VPC that a resource says it is in. */
export const vpcOf = (stack: Stack, resource: StackResource): Reference =>
  refer(stack, resource, textAt(resource.inputs, "vpcId"), vpcs);

/** Whether a resource is in a VPC of the stack. */
export const isIn = (stack: Stack, resource: StackResource, vpc: StackResource): Answer =>
  pointsAt(vpcOf(stack, resource), vpc);

/**
 * Whether a resource is made by this deployment: then nobody outside of the stack can refer to it yet, and what the stack
 * says of it is all there is.
 */
export const isMadeNow = ({ inputs, outputs }: StackResource): boolean =>
  inputs !== undefined && outputs !== undefined && typeof outputs.id !== "string";
