import { liveWants } from "../../../policies/judging/live-wants";
import { UNKNOWN, type Properties, type StackResource } from "../../../policies/launch/resource";
import { resource, stackOf, tokens } from "../launch/resources";

const SG = "sg-0123456789abcdef0";
const SUBNET = "subnet-0123456789abcdef0";
const VPC = "vpc-01234567";

const instance = (inputs: Properties = {}): StackResource =>
  resource(tokens.instance, "web", { instanceType: "t3.micro", ...inputs });

const only = (...resources: readonly StackResource[]) => {
  const { wants } = liveWants(stackOf(...resources));
  expect(wants).toHaveLength(1);
  return wants[0];
};

test("ids are told by their prefix, names by their property", () => {
  const launch = instance({
    subnetId: SUBNET,
    vpcSecurityGroupIds: [SG, UNKNOWN],
    iamInstanceProfile: "web",
  });
  expect(only(launch)).toMatchObject({
    place: { region: "eu-west-1", profile: undefined },
    groupIds: [SG],
    subnetIds: [SUBNET],
    vpcIds: [],
    defaultVpc: false,
    profiles: ["web"],
  });
});

test.each([
  [
    "a launch template",
    tokens.template,
    { iamInstanceProfile: { arn: "arn:aws:iam::1:instance-profile/a/web" } },
  ],
  ["a launch template, by name", tokens.template, { iamInstanceProfile: { name: "web" } }],
  [
    "a spot fleet",
    "aws:ec2/spotFleetRequest:SpotFleetRequest",
    { launchSpecifications: [{ iamInstanceProfile: "web" }] },
  ],
  [
    "a batch compute environment",
    "aws:batch/computeEnvironment:ComputeEnvironment",
    { computeResources: { instanceRole: "arn:aws:iam::1:instance-profile/web" } },
  ],
  ["an EMR cluster", "aws:emr/cluster:Cluster", { ec2Attributes: { instanceProfile: "web" } }],
  [
    "a Beanstalk environment",
    "aws:elasticbeanstalk/environment:Environment",
    {
      settings: [
        { namespace: "aws:autoscaling:launchconfiguration", name: "IamInstanceProfile", value: "web" },
      ],
    },
  ],
])("the instance profile of %s", (_, type, inputs) => {
  const { wants } = liveWants(stackOf(instance(), resource(type, "other", inputs)));
  expect(wants[0]?.profiles).toEqual(["web"]);
});

test("ids within a list in one text count too", () => {
  const value = `${SG},sg-89abcdef`;
  const settings = [{ namespace: "aws:autoscaling:launchconfiguration", name: "SecurityGroups", value }];
  const { wants } = liveWants(
    stackOf(resource("aws:elasticbeanstalk/environment:Environment", "app", { settings })),
  );
  expect(wants[0]?.groupIds).toEqual([SG, "sg-89abcdef"]);
});

test("what leads from a launch to its network and its policies counts", () => {
  const wants = only(
    instance(),
    resource("aws:ec2/subnet:Subnet", "new", { vpcId: VPC }),
    resource(tokens.profile, "web", { role: "made-elsewhere" }),
    resource(tokens.attachment, "more", { policyArn: "arn:aws:iam::111122223333:policy/ours" }),
  );
  expect(wants).toMatchObject({
    vpcIds: [VPC],
    roles: ["made-elsewhere"],
    policies: ["arn:aws:iam::111122223333:policy/ours"],
  });
});

test("what the stack holds is not asked for", () => {
  const wants = only(
    instance({ vpcSecurityGroupIds: [SG], iamInstanceProfile: "web", subnetId: SUBNET }),
    resource(tokens.securityGroup, "own", {}, { outputs: { id: SG } }),
    resource("aws:ec2/subnet:Subnet", "own", {}, { outputs: { id: SUBNET } }),
    resource(tokens.profile, "own", { name: "web", role: "own-role" }),
    resource(tokens.role, "own", { name: "own-role" }),
  );
  expect(wants).toMatchObject({ groupIds: [], subnetIds: [], profiles: [], roles: [] });
});

test("a name means its own kind: a security group of a role's name does not stand for it", () => {
  const wants = only(
    instance({ iamInstanceProfile: "web" }),
    resource(tokens.securityGroup, "web", { name: "web" }),
  );
  expect(wants?.profiles).toEqual(["web"]);
});

test("other resources, user data and tags name nothing", () => {
  const wants = only(
    instance({ userData: `#!/bin/sh\necho ${SG}`, tags: { group: SG }, subnetId: SUBNET }),
    resource("aws:rds/instance:Instance", "db", { vpcSecurityGroupIds: [SG] }),
  );
  expect(wants?.groupIds).toEqual([]);
});

test("where nothing is launched, nothing is wanted", () => {
  const group = resource(tokens.securityGroup, "web", { vpcId: VPC });
  expect(liveWants(stackOf(group)).wants).toEqual([]);
});

test.each<[string, Properties, boolean]>([
  ["names none", {}, true],
  ["names one that is only known at apply", { subnetId: UNKNOWN }, false],
  ["leaves it to a template", { launchTemplate: { id: "lt-1" } }, false],
])("the default VPC is of interest where an instance's subnet: it %s", (_, inputs, expected) => {
  expect(only(instance(inputs))?.defaultVpc).toBe(expected);
});

const OTHER = { provider: { region: "eu-west-1", profile: "audit" } };
const ASSUMED = { provider: { region: "eu-west-1", assumeRole: { roleArn: "arn" } } };

test("each account is asked for its own, and a name that two of them use is asked of neither", () => {
  const { wants, everywhere } = liveWants(
    stackOf(
      instance({ iamInstanceProfile: "web", vpcSecurityGroupIds: [SG] }),
      resource(tokens.instance, "second", { iamInstanceProfile: "ops" }),
      resource(tokens.instance, "other", { iamInstanceProfile: "web" }, OTHER),
    ),
  );
  expect(wants.map(({ place: { profile }, profiles, groupIds }) => [profile, profiles, groupIds])).toEqual([
    [undefined, ["ops"], [SG]],
    ["audit", [], []],
  ]);
  expect(everywhere).toBe(true);
});

test("an account that cannot be asked keeps its names from being asked of another", () => {
  const { wants, everywhere } = liveWants(
    stackOf(
      instance({ iamInstanceProfile: "web" }),
      resource(tokens.instance, "other", { iamInstanceProfile: "web" }, ASSUMED),
    ),
  );
  expect(wants).toMatchObject([{ profiles: [] }]);
  expect(everywhere).toBe(false);
});

test("a resource in another region is asked for there", () => {
  const { wants } = liveWants(
    stackOf(
      instance({ vpcSecurityGroupIds: [SG] }),
      resource(tokens.instance, "far", { subnetId: SUBNET, region: "us-east-1" }),
    ),
  );
  expect(wants.map(({ place: { region }, subnetIds }) => [region, subnetIds])).toEqual([
    ["eu-west-1", []],
    ["us-east-1", [SUBNET]],
  ]);
});
