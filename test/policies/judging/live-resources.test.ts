import type { NetworkFacts, RouteTarget } from "../../../policies/aws/network";
import {
  hostManagementResource,
  networkResources,
  roleResources,
} from "../../../policies/judging/live-resources";
import { UNKNOWN } from "../../../policies/launch/resource";

const NETWORK: NetworkFacts = {
  vpcIds: ["vpc-1", "vpc-2"],
  defaultVpcId: "vpc-2",
  groups: [],
  defaultGroups: [],
  subnets: [],
  defaultSubnets: [],
  routeTables: [],
  internetGateways: [],
  natGateways: [],
  endpoints: [],
  instanceConnectEndpoints: [],
  problems: [],
};

const made = (facts: Partial<NetworkFacts>) =>
  networkResources({ ...NETWORK, vpcIds: [], defaultVpcId: undefined, ...facts }, "eu-west-1");

const RULE = { cidrBlocks: [], ipv6CidrBlocks: [], prefixListIds: [], groupIds: [] };

test("a VPC is known by its id only, and a default one is told apart", () => {
  expect(networkResources(NETWORK, "eu-west-1")).toMatchObject([
    { urn: "live:aws:ec2/vpc:Vpc::vpc-1", inputs: undefined, outputs: { id: "vpc-1" } },
    { type: "aws:ec2/defaultVpc:DefaultVpc", outputs: { id: "vpc-2" }, provider: { region: "eu-west-1" } },
  ]);
});

test("a security group has its rules inline, and its own id is `self`", () => {
  const ingress = [
    { ...RULE, protocol: "tcp", fromPort: 22, toPort: 22, groupIds: ["sg-1", "sg-2"] },
    { ...RULE, protocol: "-1", cidrBlocks: ["10.0.0.0/8"] },
  ];
  expect(made({ groups: [{ id: "sg-1", name: "web", vpcId: "vpc-1", ingress, egress: [] }] })).toMatchObject([
    {
      type: "aws:ec2/securityGroup:SecurityGroup",
      inputs: {
        name: "web",
        vpcId: "vpc-1",
        ingress: [
          { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: ["sg-2"], self: true },
          { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/8"], self: false },
        ],
        egress: [],
      },
    },
  ]);
});

test("a default group that is named as well is there once", () => {
  const group = { id: "sg-1", name: "default", vpcId: "vpc-1", ingress: [], egress: [] };
  expect(made({ groups: [group], defaultGroups: [group] }).map(({ type }) => type)).toEqual([
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  ]);
});

test("a route table comes with its associations, the main one apart", () => {
  const table = {
    id: "rtb-1",
    vpcId: "vpc-1",
    routes: [],
    associations: [
      { id: "rtbassoc-1", subnetId: "subnet-1", main: false },
      { id: "rtbassoc-2", main: true },
    ],
  };
  expect(made({ routeTables: [table] }).map(({ type, inputs }) => [type, inputs])).toEqual([
    ["aws:ec2/routeTable:RouteTable", { vpcId: "vpc-1", routes: [] }],
    ["aws:ec2/routeTableAssociation:RouteTableAssociation", { routeTableId: "rtb-1", subnetId: "subnet-1" }],
    [
      "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
      { routeTableId: "rtb-1", vpcId: "vpc-1" },
    ],
  ]);
});

test.each<[RouteTarget, string]>([
  ["gateway", "gatewayId"],
  ["nat-gateway", "natGatewayId"],
  ["transit-gateway", "transitGatewayId"],
  ["peering-connection", "vpcPeeringConnectionId"],
  ["egress-only-gateway", "egressOnlyGatewayId"],
  ["network-interface", "networkInterfaceId"],
  ["endpoint", "vpcEndpointId"],
  ["local-gateway", "localGatewayId"],
  ["carrier-gateway", "carrierGatewayId"],
  ["core-network", "coreNetworkArn"],
])("a route to a %s is written as the provider writes it", (target, property) => {
  const routes = [{ destination: { kind: "ipv6", cidr: "::/0" } as const, target, targetId: "x-1" }];
  const [table] = made({ routeTables: [{ id: "rtb-1", vpcId: "vpc-1", routes, associations: [] }] });
  expect(table?.inputs?.routes).toEqual([{ ipv6CidrBlock: "::/0", [property]: "x-1" }]);
});

test("where a blackhole leads is unknown", () => {
  const routes = [
    { destination: { kind: "ipv4", cidr: "0.0.0.0/0" }, target: "blackhole", targetId: "" } as const,
  ];
  const [table] = made({ routeTables: [{ id: "rtb-1", vpcId: "vpc-1", routes, associations: [] }] });
  expect(table?.inputs?.routes).toEqual([{ cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }]);
});

test("an Instance Connect endpoint says its VPC only as an output, as the provider has it", () => {
  const endpoint = {
    id: "eice-1",
    vpcId: "vpc-1",
    subnetId: "subnet-1",
    groupIds: ["sg-1"],
    preserveClientIp: true,
  };
  expect(made({ instanceConnectEndpoints: [endpoint] })).toMatchObject([
    {
      type: "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
      inputs: { subnetId: "subnet-1", securityGroupIds: ["sg-1"], preserveClientIp: true },
      outputs: { id: "eice-1", vpcId: "vpc-1" },
    },
  ]);
});

test("a role comes with its profiles, and a policy goes by its ARN", () => {
  const arn = (kind: string) => `arn:aws:iam::111122223333:${kind}`;
  const resources = roleResources({
    roles: [
      {
        name: "web",
        path: "/",
        arn: arn("role/web"),
        trustPolicy: "{}",
        boundary: arn("policy/limit"),
        inline: [{ name: "own", document: "{}" }],
        attached: [arn("policy/ours")],
        profiles: [{ name: "web-profile", path: "/", arn: arn("instance-profile/web-profile") }],
      },
    ],
    policies: [{ name: "ours", arn: arn("policy/ours"), document: "{}" }],
    problems: [],
  });
  expect(resources.map(({ type, inputs, outputs }) => [type, inputs, outputs])).toEqual([
    [
      "aws:iam/role:Role",
      {
        name: "web",
        path: "/",
        assumeRolePolicy: "{}",
        managedPolicyArns: [arn("policy/ours")],
        inlinePolicies: [{ name: "own", policy: "{}" }],
        permissionsBoundary: arn("policy/limit"),
      },
      { id: "web", arn: arn("role/web") },
    ],
    [
      "aws:iam/instanceProfile:InstanceProfile",
      { name: "web-profile", path: "/", role: "web" },
      { id: "web-profile", arn: arn("instance-profile/web-profile") },
    ],
    [
      "aws:iam/policy:Policy",
      { name: "ours", policy: "{}" },
      { id: arn("policy/ours"), arn: arn("policy/ours") },
    ],
  ]);
});

test("default host management is a setting of its region", () => {
  expect(hostManagementResource("$None", "eu-west-1")).toMatchObject({
    type: "aws:ssm/serviceSetting:ServiceSetting",
    inputs: {
      settingId: "/ssm/managed-instance/default-ec2-instance-management-role",
      settingValue: "$None",
    },
    provider: { region: "eu-west-1" },
  });
});
