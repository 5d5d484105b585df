import type {
  Ec2InstanceConnectEndpoint,
  InternetGateway,
  IpPermission,
  NatGateway,
  Route,
  RouteTable,
  SecurityGroup,
  Subnet,
  VpcEndpoint,
} from "@aws-sdk/client-ec2";
import { listOf } from "./intake";
import type {
  EndpointFacts,
  InstanceConnectEndpointFacts,
  InternetGatewayFacts,
  NatGatewayFacts,
  RouteFacts,
  RouteTableFacts,
  RouteTarget,
  RuleFacts,
  SecurityGroupFacts,
  SubnetFacts,
} from "./network";

/**
 * What the SDK hands over, as facts. `undefined` for what says nothing: no id, or deleted, or not ready. A list that has
 * to be there and is not throws: an empty one would say that there is nothing.
 */

export function groupFacts(group: SecurityGroup): SecurityGroupFacts | undefined {
  if (group.GroupId === undefined || group.VpcId === undefined) return undefined;
  return {
    id: group.GroupId,
    name: group.GroupName ?? "",
    vpcId: group.VpcId,
    ingress: listOf(group.IpPermissions).map(ruleFacts),
    egress: listOf(group.IpPermissionsEgress).map(ruleFacts),
  };
}

function ruleFacts(rule: IpPermission): RuleFacts {
  return {
    protocol: rule.IpProtocol ?? "",
    ...(rule.FromPort === undefined ? {} : { fromPort: rule.FromPort }),
    ...(rule.ToPort === undefined ? {} : { toPort: rule.ToPort }),
    cidrBlocks: texts(rule.IpRanges, ({ CidrIp }) => CidrIp),
    ipv6CidrBlocks: texts(rule.Ipv6Ranges, ({ CidrIpv6 }) => CidrIpv6),
    prefixListIds: texts(rule.PrefixListIds, ({ PrefixListId }) => PrefixListId),
    groupIds: texts(rule.UserIdGroupPairs, ({ GroupId }) => GroupId),
  };
}

export function subnetFacts(subnet: Subnet): SubnetFacts | undefined {
  if (subnet.SubnetId === undefined || subnet.VpcId === undefined) return undefined;
  return {
    id: subnet.SubnetId,
    vpcId: subnet.VpcId,
    ...(subnet.CidrBlock === undefined ? {} : { cidrBlock: subnet.CidrBlock }),
    ...(subnet.AvailabilityZone === undefined ? {} : { availabilityZone: subnet.AvailabilityZone }),
    mapPublicIpOnLaunch: subnet.MapPublicIpOnLaunch === true,
    assignIpv6AddressOnCreation: subnet.AssignIpv6AddressOnCreation === true,
  };
}

export function routeTableFacts(table: RouteTable): RouteTableFacts | undefined {
  if (table.RouteTableId === undefined || table.VpcId === undefined) return undefined;
  return {
    id: table.RouteTableId,
    vpcId: table.VpcId,
    routes: listOf(table.Routes).flatMap((route) => routeFacts(route) ?? []),
    associations: listOf(table.Associations).flatMap((association) => {
      const { RouteTableAssociationId: id, SubnetId: subnetId, Main, AssociationState } = association;
      const state = AssociationState?.State ?? "associated";
      if (id === undefined || (state !== "associated" && state !== "associating")) return [];
      return [{ id, ...(subnetId === undefined ? {} : { subnetId }), main: Main === true }];
    }),
  };
}

function routeFacts(route: Route): RouteFacts | undefined {
  const destination = destinationOf(route);
  const [target, targetId] = targetOf(route);
  if (destination === undefined || targetId === "local") return undefined;
  // Gateway endpoints put routes of their own into a table; their route tables are told with the endpoint.
  if (target === "endpoint" && destination.kind === "prefix-list") return undefined;
  if (route.State === "blackhole" || target === undefined) {
    return { destination, target: "blackhole", targetId: "" };
  }
  return { destination, target, targetId };
}

function destinationOf(route: Route): RouteFacts["destination"] | undefined {
  if (route.DestinationCidrBlock !== undefined) return { kind: "ipv4", cidr: route.DestinationCidrBlock };
  if (route.DestinationIpv6CidrBlock !== undefined)
    return { kind: "ipv6", cidr: route.DestinationIpv6CidrBlock };
  if (route.DestinationPrefixListId !== undefined)
    return { kind: "prefix-list", id: route.DestinationPrefixListId };
  return undefined;
}

function targetOf(route: Route): readonly [RouteTarget | undefined, string] {
  const { GatewayId: gateway } = route;
  // A Gateway Load Balancer's endpoint stands where a gateway does.
  if (gateway !== undefined) return [gateway.startsWith("vpce-") ? "endpoint" : "gateway", gateway];
  const named: readonly (readonly [RouteTarget, string | undefined])[] = [
    ["nat-gateway", route.NatGatewayId],
    ["transit-gateway", route.TransitGatewayId],
    ["peering-connection", route.VpcPeeringConnectionId],
    ["egress-only-gateway", route.EgressOnlyInternetGatewayId],
    ["local-gateway", route.LocalGatewayId],
    ["carrier-gateway", route.CarrierGatewayId],
    ["core-network", route.CoreNetworkArn],
    ["network-interface", route.NetworkInterfaceId],
  ];
  for (const [target, id] of named) if (id !== undefined && id !== "") return [target, id];
  return [undefined, ""];
}

export function internetGatewayFacts(gateway: InternetGateway): InternetGatewayFacts | undefined {
  const vpcId = gateway.Attachments?.[0]?.VpcId;
  if (gateway.InternetGatewayId === undefined || vpcId === undefined) return undefined;
  return { id: gateway.InternetGatewayId, vpcId };
}

export function natGatewayFacts(gateway: NatGateway): NatGatewayFacts | undefined {
  const { NatGatewayId: id, VpcId: vpcId, SubnetId: subnetId, State, ConnectivityType } = gateway;
  if (id === undefined || vpcId === undefined || subnetId === undefined) return undefined;
  if (State !== undefined && State !== "available" && State !== "pending") return undefined;
  return { id, vpcId, subnetId, connectivity: ConnectivityType === "private" ? "private" : "public" };
}

export function endpointFacts(endpoint: VpcEndpoint): EndpointFacts | undefined {
  const { VpcEndpointId: id, VpcId: vpcId, ServiceName: service, State, PolicyDocument } = endpoint;
  if (id === undefined || vpcId === undefined || service === undefined) return undefined;
  // The API reference writes the states with a capital, and the service without.
  if (State?.toLowerCase() !== "available") return undefined;
  return {
    id,
    vpcId,
    service,
    type: endpoint.VpcEndpointType ?? "Gateway",
    subnetIds: endpoint.SubnetIds ?? [],
    groupIds: texts(endpoint.Groups, ({ GroupId }) => GroupId),
    routeTableIds: endpoint.RouteTableIds ?? [],
    privateDns: endpoint.PrivateDnsEnabled === true,
    ...(PolicyDocument === undefined ? {} : { policy: PolicyDocument }),
  };
}

export function instanceConnectEndpointFacts(
  endpoint: Ec2InstanceConnectEndpoint,
): InstanceConnectEndpointFacts | undefined {
  const { InstanceConnectEndpointId: id, InstanceConnectEndpointArn: arn } = endpoint;
  const { VpcId: vpcId, SubnetId: subnetId, SecurityGroupIds, State } = endpoint;
  if (id === undefined || vpcId === undefined || subnetId === undefined) return undefined;
  if (State !== "create-complete" && State !== "update-complete") return undefined;
  return {
    id,
    ...(arn === undefined ? {} : { arn }),
    vpcId,
    subnetId,
    groupIds: SecurityGroupIds ?? [],
    preserveClientIp: endpoint.PreserveClientIp === true,
  };
}

function texts<T>(list: readonly T[] | undefined, pick: (item: T) => string | undefined): readonly string[] {
  return (list ?? []).flatMap((item) => pick(item) ?? []);
}
