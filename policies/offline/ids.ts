import { createHash } from "node:crypto";
import { ownValue } from "../facts/own";
import type { Configuration } from "./configuration";

/** The first `length` hex digits of a hash: the same seed always gives the same text. */
export function hex(seed: string, length: number): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, length);
}

/** An id as EC2 gives them out: prefix and 17 hex digits, the first of them 0 (`i-0…`). */
export const ec2Id = (prefix: string, seed: string): string => `${prefix}-0${hex(seed, 16)}`;

/** A private address in 10.0.0.0/16, derived from the seed. */
export function privateAddress(seed: string): string {
  const digits = hex(seed, 4);
  return `10.0.${String(Number.parseInt(digits.slice(0, 2), 16))}.${String(Number.parseInt(digits.slice(2), 16))}`;
}

// What EC2's API calls these ids: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html
const PREFIXES: Readonly<Record<string, string>> = {
  "aws:ebs/snapshot:Snapshot": "snap",
  "aws:ebs/volume:Volume": "vol",
  "aws:ec2/ami:Ami": "ami",
  "aws:ec2/amiCopy:AmiCopy": "ami",
  "aws:ec2/amiFromInstance:AmiFromInstance": "ami",
  "aws:ec2/capacityReservation:CapacityReservation": "cr",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": "sg",
  "aws:ec2/defaultSubnet:DefaultSubnet": "subnet",
  "aws:ec2/defaultVpc:DefaultVpc": "vpc",
  "aws:ec2/dedicatedHost:DedicatedHost": "h",
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": "eigw",
  "aws:ec2/eip:Eip": "eipalloc",
  "aws:ec2/eipAssociation:EipAssociation": "eipassoc",
  "aws:ec2/fleet:Fleet": "fleet",
  "aws:ec2/flowLog:FlowLog": "fl",
  "aws:ec2/instance:Instance": "i",
  "aws:ec2/internetGateway:InternetGateway": "igw",
  "aws:ec2/launchTemplate:LaunchTemplate": "lt",
  "aws:ec2/natGateway:NatGateway": "nat",
  "aws:ec2/networkAcl:NetworkAcl": "acl",
  "aws:ec2/networkInterface:NetworkInterface": "eni",
  "aws:ec2/routeTable:RouteTable": "rtb",
  "aws:ec2/routeTableAssociation:RouteTableAssociation": "rtbassoc",
  "aws:ec2/securityGroup:SecurityGroup": "sg",
  "aws:ec2/securityGroupRule:SecurityGroupRule": "sgrule",
  "aws:ec2/spotFleetRequest:SpotFleetRequest": "sfr",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": "sir",
  "aws:ec2/subnet:Subnet": "subnet",
  "aws:ec2/vpc:Vpc": "vpc",
  "aws:ec2/vpcDhcpOptions:VpcDhcpOptions": "dopt",
  "aws:ec2/vpcEndpoint:VpcEndpoint": "vpce",
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "pcx",
  "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint": "eice",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "sgr",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "sgr",
};

// The real provider takes the ARN as id of these.
const ARN_IS_ID: ReadonlySet<string> = new Set([
  "aws:iam/policy:Policy",
  "aws:lb/listener:Listener",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/targetGroup:TargetGroup",
  "aws:sns/topic:Topic",
]);

/**
 * The id of a resource that was "created": one of EC2's form where the type has such ids, else its name, else a hash.
 *
 * @param token as in `aws:ec2/instance:Instance`
 * @param name the value of the autonamed property, if the type has one and it is known
 * @param seed what the id is derived from; the same seed gives the same id
 */
export function resourceId(
  token: string,
  name: string | undefined,
  seed: string,
  configuration: Configuration,
): string {
  const prefix = ownValue(PREFIXES, token);
  if (prefix !== undefined) return ec2Id(prefix, seed);
  const id = name ?? `${kebab(token)}-${hex(seed, 17)}`;
  return ARN_IS_ID.has(token) ? arn(token, id, configuration) : id;
}

// ARNs without a region, and those whose resource has no type in front:
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
const GLOBAL: ReadonlySet<string> = new Set(["iam", "cloudfront", "route53", "organizations"]);
const BARE: ReadonlySet<string> = new Set(["sns", "sqs"]);

/** `arn:aws:ec2:us-east-1:123456789012:launch-template/lt-0…` */
export function arn(token: string, id: string, configuration: Configuration): string {
  const service = /^aws:([^/]+)\//.exec(token)?.[1] ?? "aws";
  const { partition, accountId } = configuration;
  if (service === "s3") return `arn:${partition}:s3:::${id}`;
  const region = GLOBAL.has(service) ? "" : configuration.region;
  const resource = BARE.has(service) ? id : `${kebab(token)}/${id}`;
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
}

/** `launch-template` of `aws:ec2/launchTemplate:LaunchTemplate`. */
function kebab(token: string): string {
  const name = token.slice(token.lastIndexOf(":") + 1);
  return name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
}
