import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
} from "@aws-sdk/client-ec2";
import { newCache } from "../../../policies/aws/cache";
import { fetchNetwork } from "../../../policies/aws/fetch-network";
import type { NetworkRequest } from "../../../policies/aws/network";
import { PATIENCE_MS, useAwsEnvironment } from "../../support/aws-environment";
import { startAwsFront, tally } from "../../support/aws-front";
import { succeed, type Ec2Endpoint } from "../../support/ec2-endpoint";
import { startMoto, type Moto } from "../../support/moto";
import { acceptNativeErrors } from "../../support/native-errors";

acceptNativeErrors();

const REGION = "eu-central-1";

let moto: Moto;
let aws: Ec2Endpoint;
let restore: () => void;
let ec2: EC2Client;
let made: Awaited<ReturnType<typeof makeNetwork>>;

beforeAll(async () => {
  moto = await startMoto();
  aws = await startAwsFront(moto, (call, response) => {
    if (call.get("Action") !== "DescribeInstanceConnectEndpoints") return false;
    // moto has none of these.
    const { vpcId, subnetId, connectGroup } = made;
    const inside = call.getAll("Filter.1.Value.1").includes(vpcId);
    const endpoint = (id: string, state: string) =>
      `<item><instanceConnectEndpointId>${id}</instanceConnectEndpointId><instanceConnectEndpointArn>arn:aws:ec2:${REGION}:111122223333:instance-connect-endpoint/${id}</instanceConnectEndpointArn><state>${state}</state><vpcId>${vpcId}</vpcId><subnetId>${subnetId}</subnetId><preserveClientIp>true</preserveClientIp><securityGroupIdSet><item>${connectGroup}</item></securityGroupIdSet></item>`;
    const items = `${endpoint("eice-1", "create-complete")}${endpoint("eice-2", "delete-complete")}`;
    succeed(
      call,
      response,
      `<instanceConnectEndpointSet>${inside ? items : ""}</instanceConnectEndpointSet>`,
    );
    return true;
  });
  restore = useAwsEnvironment(aws.url);
  ec2 = new EC2Client({ region: REGION });
  made = await makeNetwork();
});

afterAll(async () => {
  ec2.destroy();
  restore();
  await aws.stop();
  await moto.stop();
});

async function makeNetwork() {
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
  const VpcId = Vpc?.VpcId ?? "";
  const subnet = async (CidrBlock: string) =>
    (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock }))).Subnet?.SubnetId ?? "";
  const group = async (GroupName: string) =>
    (await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName, Description: "-" }))).GroupId ?? "";
  const subnetId = await subnet("10.1.1.0/24");
  const privateId = await subnet("10.1.2.0/24");
  await ec2.send(
    new ModifySubnetAttributeCommand({ SubnetId: subnetId, MapPublicIpOnLaunch: { Value: true } }),
  );
  const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
  const gatewayId = InternetGateway?.InternetGatewayId ?? "";
  await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: gatewayId, VpcId }));
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const tableId = RouteTable?.RouteTableId ?? "";
  await ec2.send(
    new CreateRouteCommand({
      RouteTableId: tableId,
      DestinationCidrBlock: "0.0.0.0/0",
      GatewayId: gatewayId,
    }),
  );
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId: tableId, SubnetId: subnetId }));
  const { NatGateway } = await ec2.send(
    new CreateNatGatewayCommand({ SubnetId: subnetId, ConnectivityType: "private" }),
  );
  const groupId = await group("web");
  const endpointGroup = await group("endpoints");
  const connectGroup = await group("connect");
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: groupId,
      IpPermissions: [
        {
          IpProtocol: "tcp",
          FromPort: 22,
          ToPort: 22,
          IpRanges: [{ CidrIp: "203.0.113.0/24" }],
          Ipv6Ranges: [{ CidrIpv6: "2001:db8::/32" }],
        },
        { IpProtocol: "tcp", FromPort: 8022, ToPort: 8022, UserIdGroupPairs: [{ GroupId: connectGroup }] },
      ],
    }),
  );
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId,
      ServiceName: `com.amazonaws.${REGION}.ssm`,
      VpcEndpointType: "Interface",
      SubnetIds: [privateId],
      SecurityGroupIds: [endpointGroup],
      PrivateDnsEnabled: true,
    }),
  );
  return {
    vpcId: VpcId,
    subnetId,
    privateId,
    gatewayId,
    tableId,
    natId: NatGateway?.NatGatewayId ?? "",
    groupId,
    endpointGroup,
    connectGroup,
    endpointId: VpcEndpoint?.VpcEndpointId ?? "",
  };
}

const NOTHING: NetworkRequest = {
  region: REGION,
  groupIds: [],
  subnetIds: [],
  vpcIds: [],
  defaultVpc: false,
};

const ask = (request: Partial<NetworkRequest>, cache = newCache()) =>
  fetchNetwork({ ...NOTHING, ...request }, { cache, timeLimitMs: PATIENCE_MS });

test("from a subnet and a group to all that is around them", async () => {
  const network = await ask({ groupIds: [made.groupId], subnetIds: [made.subnetId] });
  expect(network.problems).toEqual([]);
  expect(network.vpcIds).toEqual([made.vpcId]);
  expect(network.subnets).toEqual([
    {
      id: made.subnetId,
      vpcId: made.vpcId,
      cidrBlock: "10.1.1.0/24",
      availabilityZone: expect.stringContaining(REGION) as string,
      mapPublicIpOnLaunch: true,
      assignIpv6AddressOnCreation: false,
    },
  ]);
  expect(network.routeTables.find(({ id }) => id === made.tableId)).toEqual({
    id: made.tableId,
    vpcId: made.vpcId,
    routes: [
      {
        destination: { kind: "ipv4", cidr: "0.0.0.0/0" },
        target: "gateway",
        targetId: made.gatewayId,
      },
    ],
    associations: [
      { id: expect.stringMatching(/^rtbassoc-/u) as string, subnetId: made.subnetId, main: false },
    ],
  });
  const main = network.routeTables.find(({ id }) => id !== made.tableId);
  expect(main).toMatchObject({ routes: [], associations: [{ main: true }] });
  expect(network.internetGateways).toEqual([{ id: made.gatewayId, vpcId: made.vpcId }]);
  expect(network.natGateways).toEqual([
    { id: made.natId, vpcId: made.vpcId, subnetId: made.subnetId, connectivity: "private" },
  ]);
  expect(network.endpoints).toMatchObject([
    {
      id: made.endpointId,
      service: `com.amazonaws.${REGION}.ssm`,
      type: "Interface",
      subnetIds: [made.privateId],
      groupIds: [made.endpointGroup],
      privateDns: true,
    },
  ]);
  expect(network.instanceConnectEndpoints).toEqual([
    {
      id: "eice-1",
      arn: `arn:aws:ec2:${REGION}:111122223333:instance-connect-endpoint/eice-1`,
      vpcId: made.vpcId,
      subnetId: made.subnetId,
      groupIds: [made.connectGroup],
      preserveClientIp: true,
    },
  ]);
});

test("a security group is told with its rules, and those of the endpoints with it", async () => {
  const network = await ask({ groupIds: [made.groupId], subnetIds: [made.subnetId] });
  expect(network.groups.map(({ name }) => name).sort()).toEqual(["connect", "endpoints", "web"]);
  const web = network.groups.find(({ id }) => id === made.groupId);
  expect(web?.ingress).toHaveLength(2);
  expect(web?.ingress).toEqual(
    expect.arrayContaining([
      {
        protocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrBlocks: ["203.0.113.0/24"],
        ipv6CidrBlocks: ["2001:db8::/32"],
        prefixListIds: [],
        groupIds: [],
      },
      {
        protocol: "tcp",
        fromPort: 8022,
        toPort: 8022,
        cidrBlocks: [],
        ipv6CidrBlocks: [],
        prefixListIds: [],
        groupIds: [made.connectGroup],
      },
    ]),
  );
  expect(web?.egress).toMatchObject([{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }]);
});

test("the default group of the VPC is told without being named", async () => {
  const { defaultGroups } = await ask({ vpcIds: [made.vpcId] });
  expect(defaultGroups).toMatchObject([{ name: "default", vpcId: made.vpcId }]);
});

test("where something is launched without a subnet, the default VPC is looked at", async () => {
  const network = await ask({ defaultVpc: true });
  expect(network.defaultVpcId).toMatch(/^vpc-/u);
  expect(network.vpcIds).toEqual([network.defaultVpcId]);
  expect(network.defaultSubnets.length).toBeGreaterThan(1);
  expect(network.defaultSubnets.every(({ mapPublicIpOnLaunch }) => mapPublicIpOnLaunch)).toBe(true);
  expect(network.defaultGroups).toHaveLength(1);
});

test("what does not exist in the region is missing, and is no problem", async () => {
  const network = await ask({
    region: "eu-west-1",
    groupIds: [made.groupId, "sg-00000000000000000"],
    subnetIds: [made.subnetId],
  });
  expect(network).toMatchObject({ groups: [], subnets: [], vpcIds: [], routeTables: [], problems: [] });
});

test("one id that does not exist does not spoil the others", async () => {
  const network = await ask({ groupIds: ["sg-00000000000000000", made.groupId] });
  expect(network.groups.map(({ id }) => id)).toEqual([made.groupId]);
});

test("one call of a kind, and none for what is known already", async () => {
  const before = aws.calls.length;
  const cache = newCache();
  const request = { groupIds: [made.groupId], subnetIds: [made.subnetId, made.privateId] };
  const first = await ask(request, cache);
  const again = await ask(request, cache);
  expect(again).toEqual(first);
  expect(tally(aws.calls.slice(before))).toEqual({
    DescribeSubnets: 1,
    DescribeRouteTables: 1,
    DescribeInternetGateways: 1,
    DescribeNatGateways: 1,
    DescribeVpcEndpoints: 1,
    DescribeInstanceConnectEndpoints: 1,
    // The default groups of the VPCs are one question, those that are named and the endpoints' another.
    DescribeSecurityGroups: 2,
  });
});
