import { of, tags, type Translation } from "./field";

/** Resources whose properties are called the same in both, and what their id is called. */
const ALIKE = [
  ["Vpc", "aws:ec2/vpc:Vpc", "vpcId"],
  ["Subnet", "aws:ec2/subnet:Subnet", "subnetId"],
  ["RouteTable", "aws:ec2/routeTable:RouteTable", "routeTableId"],
  ["SubnetRouteTableAssociation", "aws:ec2/routeTableAssociation:RouteTableAssociation", "awsId"],
  ["GatewayRouteTableAssociation", "aws:ec2/routeTableAssociation:RouteTableAssociation", "id"],
  ["InternetGateway", "aws:ec2/internetGateway:InternetGateway", "internetGatewayId"],
  ["EgressOnlyInternetGateway", "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "awsId"],
  ["NatGateway", "aws:ec2/natGateway:NatGateway", "natGatewayId"],
  ["NetworkAcl", "aws:ec2/networkAcl:NetworkAcl", "awsId"],
  ["SubnetNetworkAclAssociation", "aws:ec2/networkAclAssociation:NetworkAclAssociation", "associationId"],
  [
    "NetworkInterfaceAttachment",
    "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment",
    "attachmentId",
  ],
  [
    "InstanceConnectEndpoint",
    "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
    "awsId",
  ],
  ["TransitGatewayAttachment", "aws:ec2transitgateway/vpcAttachment:VpcAttachment", "awsId"],
  ["TransitGatewayVpcAttachment", "aws:ec2transitgateway/vpcAttachment:VpcAttachment", "awsId"],
  ["VpcPeeringConnection", "aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "awsId"],
  ["VpnGateway", "aws:ec2/vpnGateway:VpnGateway", "vpnGatewayId"],
  ["PlacementGroup", "aws:ec2/placementGroup:PlacementGroup", "groupName"],
  ["CarrierGateway", "aws:ec2/carrierGateway:CarrierGateway", "carrierGatewayId"],
  ["RouteServerPropagation", "aws:vpc/routeServerPropagation:RouteServerPropagation", "id"],
  // None of these lets anybody in, which only their types say.
  ["DhcpOptions", "aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "dhcpOptionsId"],
  ["VpcdhcpOptionsAssociation", "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", "id"],
  ["VpcCidrBlock", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "awsId"],
  ["FlowLog", "aws:ec2/flowLog:FlowLog", "awsId"],
] as const;

/** A gateway's attachment is a type of its own for each kind of gateway; the table has the one that most are. */
export const VPN_ATTACHMENT = "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment";

/** What lies between an instance and the world, and the addresses given to it. */
export const networkTranslations: Readonly<Record<string, Translation>> = {
  ...Object.fromEntries(
    ALIKE.map(([name, type, id]): [string, Translation] => [
      `aws-native:ec2:${name}`,
      { type, fields: { tags }, ids: { id } },
    ]),
  ),
  "aws-native:ec2:Vpc": {
    type: "aws:ec2/vpc:Vpc",
    fields: { tags },
    ids: {
      id: "vpcId",
      defaultSecurityGroupId: "defaultSecurityGroup",
      defaultNetworkAclId: "defaultNetworkAcl",
    },
  },
  "aws-native:ec2:VpcGatewayAttachment": {
    type: "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
    fields: {},
  },
  "aws-native:ec2:Route": {
    type: "aws:ec2/route:Route",
    fields: { egressOnlyGatewayId: of("egressOnlyInternetGatewayId") },
  },
  "aws-native:ec2:VpcEndpoint": {
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
    fields: { policy: of("policyDocument"), tags },
    ids: { id: "awsId" },
  },
  "aws-native:ec2:Eip": {
    type: "aws:ec2/eip:Eip",
    fields: { instance: of("instanceId"), tags },
    ids: { id: "allocationId" },
  },
  "aws-native:ec2:EipAssociation": {
    type: "aws:ec2/eipAssociation:EipAssociation",
    fields: { publicIp: of("eip") },
    ids: { id: "awsId" },
  },
  "aws-native:ec2:NetworkInterface": {
    type: "aws:ec2/networkInterface:NetworkInterface",
    fields: { securityGroups: of("groupSet"), tags },
    ids: { id: "awsId" },
  },
};
