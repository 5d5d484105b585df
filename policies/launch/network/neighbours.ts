import { graphOf } from "../graph";
import type { Stack, StackResource } from "../resource";
import { perStack } from "../per-stack";

/**
 * What a network is made of, and what is in it without letting anybody in: none of these is a step from which another host
 * of the network can be reached. Whatever is not listed may be one (a bastion, a load balancer, a VPN, a function).
 */
const PLUMBING: ReadonlySet<string> = new Set([
  "aws:ec2/subnet:Subnet",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/route:Route",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
  "aws:ec2/defaultRouteTable:DefaultRouteTable",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:ec2/networkAcl:NetworkAcl",
  "aws:ec2/networkAclRule:NetworkAclRule",
  "aws:ec2/networkAclAssociation:NetworkAclAssociation",
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/natGatewayEipAssociation:NatGatewayEipAssociation",
  "aws:ec2/eip:Eip",
  "aws:ec2/eipAssociation:EipAssociation",
  "aws:ec2/networkInterface:NetworkInterface",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
  "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
  "aws:ec2/vpcDhcpOptions:VpcDhcpOptions",
  "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation",
  "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
  "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation",
  "aws:ec2/flowLog:FlowLog",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  // Answered on its own: it reaches what its security groups let it.
  "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
]);

/**
 * What else of the stack stands in a network of this deployment's, and may lead to a host in it: everything that depends on
 * the network's parts and is no part itself. Nothing outside of the stack can name it before its ids are known.
 */
export const neighboursIn = perStack(walk);

function walk(stack: Stack, vpc: StackResource): readonly StackResource[] {
  const graph = graphOf(stack);
  const seen = new Set([vpc.urn]);
  const neighbours: StackResource[] = [];
  const open = [vpc.urn];
  for (let urn = open.pop(); urn !== undefined; urn = open.pop()) {
    for (const { resource } of graph.dependents(urn)) {
      if (seen.has(resource.urn)) continue;
      seen.add(resource.urn);
      if (PLUMBING.has(resource.type)) open.push(resource.urn);
      else neighbours.push(resource);
    }
  }
  // Some message names the first: the same one whatever order the engine registers them in.
  return neighbours.sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}
