import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { processCache } from "../../../policies/aws/cache";
import { withLiveResources } from "../../../policies/judging/live-stack";
import { gatherLookUps } from "../../../policies/judging/look-ups";
import { defaultSettings } from "../../../policies/judging/settings";
import { launchesOf } from "../../../policies/launch/launches";
import type { Properties, Stack, StackResource } from "../../../policies/launch/resource";
import { resourcesOf } from "../../../policies/launch/stack";
import { useAwsEnvironment } from "../../support/aws-environment";
import { startAwsFront, tally } from "../../support/aws-front";
import { succeedJson, type Ec2Endpoint } from "../../support/ec2-endpoint";
import { startMoto, type Moto } from "../../support/moto";
import { acceptNativeErrors } from "../../support/native-errors";
import { resource, stackOf, tokens } from "../launch/resources";

acceptNativeErrors();

const REGION = "us-east-1";
const AT = { provider: { region: REGION } };
const ROLE_SETTING = { ServiceSetting: { SettingValue: "service-role/managed" } };

let moto: Moto;
let aws: Ec2Endpoint;
let restore: () => void;
let hostManagement: unknown;
let groupId = "";
let subnetId = "";

beforeAll(async () => {
  moto = await startMoto();
  aws = await startAwsFront(moto, (call, response) => {
    if (call.get("Action") !== "GetServiceSetting" || hostManagement === undefined) return false;
    succeedJson(response, hostManagement);
    return true;
  });
  restore = useAwsEnvironment(aws.url);
  const ec2 = new EC2Client({ region: REGION });
  const iam = new IAMClient({ region: REGION });
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  subnetId = Subnets[0]?.SubnetId ?? "";
  const group = { GroupName: "web", Description: "-", VpcId: Subnets[0]?.VpcId };
  groupId = (await ec2.send(new CreateSecurityGroupCommand(group))).GroupId ?? "";
  const rule = { IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions: [rule] }));
  for (const name of ["web", "managed"])
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: "{}" }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "web" }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: "web", RoleName: "web" }));
  ec2.destroy();
  iam.destroy();
});

afterAll(async () => {
  restore();
  await aws.stop();
  await moto.stop();
});

beforeEach(() => {
  hostManagement = undefined;
  processCache.places.clear();
  processCache.spentMs = 0;
});

const settings = { ...defaultSettings, live: true, liveTimeoutSeconds: 300 };
const launch = (inputs: Properties = {}, name = "web"): StackResource =>
  resource(tokens.instance, name, { ami: "ami-04681a1dbd79675a5", instanceType: "t3.micro", ...inputs }, AT);

const typesOf = (stack: Stack): readonly string[] =>
  [...new Set([...stack.values()].map(({ type }) => type))].sort();

test("a launch is followed into the security group that AWS has", async () => {
  const stack = stackOf(launch({ subnetId, vpcSecurityGroupIds: [groupId] }));
  expect(launchesOf(stack)[0]?.sshIngress.state).toBe("unknown");
  const live = await withLiveResources(stack, settings, true);
  expect(live.problems).toEqual([]);
  expect(launchesOf(live.stack)).toHaveLength(1);
  expect(launchesOf(live.stack)[0]?.sshIngress).toMatchObject({ state: "known", value: "open" });
});

test("the stack's own resources come first and stay as they are, and nothing else is added than what AWS has", async () => {
  const own = launch({ subnetId, iamInstanceProfile: "web" });
  const { stack } = await withLiveResources(stackOf(own), settings, true);
  expect([...stack.values()][0]).toBe(own);
  expect(typesOf(stack)).toEqual([
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    "aws:ec2/instance:Instance",
    "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
    "aws:ec2/routeTable:RouteTable",
    "aws:ec2/subnet:Subnet",
    "aws:ec2/vpc:Vpc",
    "aws:iam/instanceProfile:InstanceProfile",
    "aws:iam/role:Role",
    "aws:ssm/serviceSetting:ServiceSetting",
  ]);
});

test("what the stack holds by id is not added again", async () => {
  const first = await withLiveResources(stackOf(launch({ subnetId })), settings, true);
  const table = resourcesOf(first.stack, "aws:ec2/routeTable:RouteTable")[0];
  const adopted = resource(
    "aws:ec2/defaultRouteTable:DefaultRouteTable",
    "main",
    { routes: [] },
    { ...AT, outputs: { id: table?.name ?? "" } },
  );
  const { stack } = await withLiveResources(stackOf(launch({ subnetId }), adopted), settings, true);
  expect(resourcesOf(stack, "aws:ec2/routeTable:RouteTable")).toEqual([]);
});

test("default host management brings its role along", async () => {
  hostManagement = ROLE_SETTING;
  const { stack } = await withLiveResources(stackOf(launch({ subnetId })), settings, true);
  expect(resourcesOf(stack, "aws:ssm/serviceSetting:ServiceSetting")[0]?.inputs).toMatchObject({
    settingValue: "service-role/managed",
  });
  expect(resourcesOf(stack, tokens.role).map(({ inputs }) => inputs?.name)).toEqual(["managed"]);
});

test.each([
  ["stated", { defaultHostManagement: false }, []],
  [
    "declared",
    {},
    [
      resource("aws:ssm/serviceSetting:ServiceSetting", "dhmc", {
        settingId: "/ssm/managed-instance/default-ec2-instance-management-role",
        settingValue: "$None",
      }),
    ],
  ],
])("default host management that is %s is not asked for", async (_, stated, declared) => {
  const before = aws.calls.length;
  await withLiveResources(stackOf(launch({ subnetId }), ...declared), { ...settings, ...stated }, true);
  expect(tally(aws.calls.slice(before))).not.toHaveProperty("GetServiceSetting");
});

test("where not every account can be asked, host management is left open", async () => {
  hostManagement = ROLE_SETTING;
  const elsewhere = resource(
    tokens.instance,
    "other",
    {},
    { provider: { region: REGION, assumeRole: { roleArn: "arn" } } },
  );
  const { stack } = await withLiveResources(stackOf(launch({ subnetId }), elsewhere), settings, true);
  expect(resourcesOf(stack, "aws:ssm/serviceSetting:ServiceSetting")).toEqual([]);
});

test("switched off, the stack is what it was, and nothing is asked", async () => {
  const before = aws.calls.length;
  const stack = stackOf(launch({ subnetId }));
  expect(await withLiveResources(stack, defaultSettings, false)).toEqual({ stack, problems: [] });
  expect(aws.calls).toHaveLength(before);
});

const hex = (number: number): string => number.toString(16).padStart(17, "0");

/** A thousand launches, each with names of its own. */
const thousand = (): Stack =>
  stackOf(
    ...Array.from({ length: 1_000 }, (_, index) =>
      launch(
        {
          ami: `ami-${hex(index)}`,
          keyName: `key-${String(index)}`,
          subnetId: `subnet-${hex(index)}`,
          vpcSecurityGroupIds: [`sg-${hex(index)}`],
          iamInstanceProfile: `profile-${String(index)}`,
        },
        `web-${String(index)}`,
      ),
    ),
    launch({ subnetId, vpcSecurityGroupIds: [groupId], iamInstanceProfile: "web" }, "last"),
  );

const WANTED = { live: true, serialConsole: true } as const;

test("every call that is made for a thousand launches that have nothing in common", async () => {
  const before = aws.calls.length;
  const alone = launchesOf(thousand());
  // As the resources come by, one by one.
  for (const each of alone)
    await gatherLookUps([each], settings, { ...WANTED, serialConsole: false, early: true });
  const { stack, problems } = await withLiveResources(thousand(), settings, true);
  const lookUps = await gatherLookUps(launchesOf(stack), settings, WANTED);
  expect([...problems, ...lookUps.problems]).toEqual([]);
  const calls = tally(aws.calls.slice(before));
  expect(calls).toEqual({
    // Five early ones, then 996 names by 200.
    DescribeImages: 10,
    DescribeKeyPairs: 10,
    DescribeInstanceTypes: 1,
    GetSerialConsoleAccessStatus: 1,
    // 1,001 names by 200; the default groups of one VPC.
    DescribeSubnets: 6,
    DescribeSecurityGroups: 7,
    DescribeRouteTables: 1,
    DescribeInternetGateways: 1,
    DescribeNatGateways: 1,
    DescribeVpcEndpoints: 1,
    DescribeInstanceConnectEndpoints: 1,
    GetAccountAuthorizationDetails: 1,
    GetServiceSetting: 1,
  });
  expect(Math.max(...Object.values(calls))).toBeLessThanOrEqual(1_001 / 100);
});

test("every call that is made for a thousand launches that are alike", async () => {
  const before = aws.calls.length;
  const alike = stackOf(
    ...Array.from({ length: 1_000 }, (_, index) =>
      launch(
        { keyName: "ops", subnetId, vpcSecurityGroupIds: [groupId], iamInstanceProfile: "web" },
        `web-${String(index)}`,
      ),
    ),
  );
  for (const each of launchesOf(alike))
    await gatherLookUps([each], settings, { ...WANTED, serialConsole: false, early: true });
  const { stack } = await withLiveResources(alike, settings, true);
  await gatherLookUps(launchesOf(stack), settings, WANTED);
  expect(tally(aws.calls.slice(before))).toEqual({
    DescribeImages: 1,
    DescribeKeyPairs: 1,
    DescribeInstanceTypes: 1,
    GetSerialConsoleAccessStatus: 1,
    DescribeSubnets: 1,
    // One for the default group, one for the named.
    DescribeSecurityGroups: 2,
    DescribeRouteTables: 1,
    DescribeInternetGateways: 1,
    DescribeNatGateways: 1,
    DescribeVpcEndpoints: 1,
    DescribeInstanceConnectEndpoints: 1,
    GetAccountAuthorizationDetails: 1,
    GetServiceSetting: 1,
  });
});

test("an AWS that goes away between two rounds opens nothing, and is told", async () => {
  const brief = await startMoto();
  const front = await startAwsFront(brief, (call) => {
    // From its second kind of question on there is nobody who answers.
    if (call.get("Action") === "DescribeSubnets") setTimeout(() => void brief.stop(), 0);
    return false;
  });
  const back = useAwsEnvironment(front.url);
  try {
    const own = stackOf(launch({ subnetId, vpcSecurityGroupIds: [groupId], iamInstanceProfile: "web" }));
    const limited = { ...settings, liveTimeoutSeconds: 3 };
    const { stack, problems } = await withLiveResources(own, limited, true);
    expect(problems.length).toBeGreaterThan(0);
    const [judged] = launchesOf(stack);
    expect(judged?.sshIngress.state).toBe("unknown");
  } finally {
    back();
    await front.stop();
    await brief.stop();
  }
});
