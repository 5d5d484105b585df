import { HOST_MANAGEMENT } from "../aws/calls";
import type {
  EndpointFacts,
  InstanceConnectEndpointFacts,
  NetworkFacts,
  RouteFacts,
  RouteTableFacts,
  RouteTarget,
  RuleFacts,
  SecurityGroupFacts,
  SubnetFacts,
} from "../aws/network";
import type { RoleFacts, RolesFacts } from "../aws/roles";
import { UNKNOWN, type Properties, type PropertyValue, type StackResource } from "../launch/resource";

const VPC = "aws:ec2/vpc:Vpc";
const DEFAULT_VPC = "aws:ec2/defaultVpc:DefaultVpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const MAIN = "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation";
const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const NAT_GATEWAY = "aws:ec2/natGateway:NatGateway";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const CONNECT_ENDPOINT = "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const SETTING = "aws:ssm/serviceSetting:ServiceSetting";

/**
 * What AWS answered, as resources: of the types and with the properties by which the classic provider would have made
 * them, so that references to them are followed as within the stack. Their URNs start with `live:`.
 */
export function networkResources(facts: NetworkFacts, region: string): readonly StackResource[] {
  const { defaultVpcId } = facts;
  const defaultGroups = new Set(facts.defaultGroups.map(({ id }) => id));
  const made = [
    // Nobody asked for a VPC's own attributes.
    ...facts.vpcIds.map((id) => live(id === defaultVpcId ? DEFAULT_VPC : VPC, id, undefined)),
    ...byId([...facts.subnets, ...facts.defaultSubnets]).map((each) => live(SUBNET, each.id, subnet(each))),
    ...facts.groups
      .filter(({ id }) => !defaultGroups.has(id))
      .map((each) => live(GROUP, each.id, { name: each.name, ...rules(each) })),
    ...facts.defaultGroups.map((each) => live(DEFAULT_GROUP, each.id, rules(each))),
    ...facts.routeTables.flatMap(routeTable),
    ...facts.internetGateways.map(({ id, vpcId }) => live(INTERNET_GATEWAY, id, { vpcId })),
    ...facts.natGateways.map(({ id, vpcId, subnetId, connectivity }) =>
      live(NAT_GATEWAY, id, { vpcId, subnetId, connectivityType: connectivity }),
    ),
    ...facts.endpoints.map(endpoint),
    ...facts.instanceConnectEndpoints.map(instanceConnectEndpoint),
  ];
  return made.map((resource) => inRegion(resource, region));
}

/** The roles that were found, with their instance profiles and policies. IAM knows no regions. */
export function roleResources({ roles, policies }: RolesFacts): readonly StackResource[] {
  return [
    ...roles.flatMap(role),
    ...policies.map(({ name, arn, document }) =>
      live(POLICY, arn, { name, policy: document }, { id: arn, arn }),
    ),
  ];
}

/** Default host management as the account has it: the value is a role's name, or `$None`. */
export const hostManagementResource = (value: PropertyValue, region: string): StackResource =>
  inRegion(
    live(SETTING, region, {
      settingId: HOST_MANAGEMENT,
      settingValue: value,
    }),
    region,
  );

/** Ids that AWS makes. A name in their place is somebody's word, perhaps a secret of the program, and is not told. */
const ID = /^[a-z]{1,10}-(?:[0-9a-f]{17}|[0-9a-f]{8})$/u;
const AS_AWS_HAS_IT = "as AWS has it";

function live(
  type: string,
  id: string,
  inputs: Properties | undefined,
  outputs: Properties = { id },
): StackResource {
  return {
    urn: `live:${type}::${id}`,
    type,
    name: ID.test(id) ? id : AS_AWS_HAS_IT,
    inputs,
    outputs,
    propertyDependencies: {},
    provider: undefined,
  };
}

const inRegion = (resource: StackResource, region: string): StackResource => ({
  ...resource,
  provider: { region },
});

const byId = <T extends { readonly id: string }>(all: readonly T[]): readonly T[] => [
  ...new Map(all.map((each) => [each.id, each])).values(),
];

const rules = ({ vpcId, ingress, egress, id }: SecurityGroupFacts): Properties => ({
  vpcId,
  ingress: ingress.map((each) => rule(each, id)),
  egress: egress.map((each) => rule(each, id)),
});

/** The provider writes 0 for both ports where a rule is for all of them, and `self` for the group itself. */
const rule = (facts: RuleFacts, ownId: string): Properties => ({
  protocol: facts.protocol,
  fromPort: facts.fromPort ?? 0,
  toPort: facts.toPort ?? 0,
  cidrBlocks: facts.cidrBlocks,
  ipv6CidrBlocks: facts.ipv6CidrBlocks,
  prefixListIds: facts.prefixListIds,
  securityGroups: facts.groupIds.filter((id) => id !== ownId),
  self: facts.groupIds.includes(ownId),
});

// Default subnets too: which route table they have is told, and not what AWS gives them at first.
const subnet = (facts: SubnetFacts): Properties => ({
  vpcId: facts.vpcId,
  ...(facts.cidrBlock !== undefined && { cidrBlock: facts.cidrBlock }),
  ...(facts.availabilityZone !== undefined && { availabilityZone: facts.availabilityZone }),
  mapPublicIpOnLaunch: facts.mapPublicIpOnLaunch,
  assignIpv6AddressOnCreation: facts.assignIpv6AddressOnCreation,
});

function routeTable(table: RouteTableFacts): readonly StackResource[] {
  const { id, vpcId, routes, associations } = table;
  return [
    live(ROUTE_TABLE, id, { vpcId, routes: routes.map(route) }),
    ...associations.flatMap(({ id: association, subnetId, main }) => {
      const of = { routeTableId: id };
      if (main)
        return live(MAIN, association, {
          ...of,
          vpcId,
        });
      if (subnetId === undefined) return [];
      return live(ASSOCIATION, association, { ...of, subnetId });
    }),
  ];
}

const TARGETS: Readonly<Record<RouteTarget, string>> = {
  gateway: "gatewayId",
  "nat-gateway": "natGatewayId",
  "transit-gateway": "transitGatewayId",
  "peering-connection": "vpcPeeringConnectionId",
  "egress-only-gateway": "egressOnlyGatewayId",
  "network-interface": "networkInterfaceId",
  endpoint: "vpcEndpointId",
  "local-gateway": "localGatewayId",
  "carrier-gateway": "carrierGatewayId",
  "core-network": "coreNetworkArn",
  // What it led to may be made again: nothing is known of where it leads.
  blackhole: "gatewayId",
};

function route({ destination, target, targetId }: RouteFacts): Properties {
  const leads: PropertyValue = target === "blackhole" ? UNKNOWN : targetId;
  switch (destination.kind) {
    case "ipv4":
      return { cidrBlock: destination.cidr, [TARGETS[target]]: leads };
    case "ipv6":
      return { ipv6CidrBlock: destination.cidr, [TARGETS[target]]: leads };
    case "prefix-list":
      return { destinationPrefixListId: destination.id, [TARGETS[target]]: leads };
  }
}

const endpoint = (facts: EndpointFacts): StackResource =>
  live(ENDPOINT, facts.id, {
    vpcId: facts.vpcId,
    serviceName: facts.service,
    vpcEndpointType: facts.type,
    subnetIds: facts.subnetIds,
    securityGroupIds: facts.groupIds,
    routeTableIds: facts.routeTableIds,
    privateDnsEnabled: facts.privateDns,
    ...(facts.policy !== undefined && { policy: facts.policy }),
  });

const instanceConnectEndpoint = ({
  id,
  arn,
  vpcId,
  subnetId,
  groupIds,
  preserveClientIp,
}: InstanceConnectEndpointFacts): StackResource =>
  live(
    CONNECT_ENDPOINT,
    id,
    { subnetId, securityGroupIds: groupIds, preserveClientIp },
    { id, vpcId, ...(arn !== undefined && { arn }) },
  );

function role(facts: RoleFacts): readonly StackResource[] {
  const { name, arn, profiles } = facts;
  return [
    live(
      ROLE,
      name,
      {
        name,
        path: facts.path,
        assumeRolePolicy: facts.trustPolicy,
        managedPolicyArns: facts.attached,
        inlinePolicies: facts.inline.map((policy) => ({ name: policy.name, policy: policy.document })),
        ...(facts.boundary !== undefined && { permissionsBoundary: facts.boundary }),
      },
      { id: name, arn },
    ),
    ...profiles.map((profile) =>
      live(
        PROFILE,
        profile.name,
        { name: profile.name, path: profile.path, role: name },
        { id: profile.name, arn: profile.arn },
      ),
    ),
  ];
}
