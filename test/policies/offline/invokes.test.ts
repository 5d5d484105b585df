import { readConfiguration } from "../../../policies/offline/configuration";
import { concreteName } from "../../../policies/offline/invokes/ami";
import { invoke } from "../../../policies/offline/invokes/invoke";
import { zonePrefix } from "../../../policies/offline/invokes/network";
import type { Overrides } from "../../../policies/offline/overrides";
import { secret } from "../../../policies/offline/properties";
import type { Properties } from "../../../policies/offline/properties";

const seven = readConfiguration({ version: "7.48.0", region: "eu-west-1" }, {});
const six = readConfiguration({ version: "6.83.4", region: "eu-west-1" }, {});
const none: Overrides = { file: "/project/latchkey.offline.json", invokes: [] };

function result(token: string, args: Properties, configuration = seven): Properties {
  const answer = invoke(token, args, configuration, none);
  if ("refused" in answer) throw new Error(answer.refused);
  return answer.result;
}

function refused(token: string, args: Properties, overrides = none): string {
  const answer = invoke(token, args, seven, overrides);
  if (!("refused" in answer)) throw new Error("it was answered");
  return answer.refused;
}

const filter = (name: string, ...values: readonly string[]): Properties => ({ name, values });

describe("getAmi", () => {
  const token = "aws:ec2/getAmi:getAmi";

  test("finds an image of the name, owner and architecture that were asked for", () => {
    const args = {
      owners: ["amazon"],
      filters: [filter("name", "al2023-ami-2023.*-arm64")],
      mostRecent: true,
    };
    expect(result(token, args)).toMatchObject({
      id: expect.stringMatching(/^ami-[0-9a-f]{17}$/) as unknown,
      name: "al2023-ami-2023.20250101-arm64",
      architecture: "arm64",
      rootDeviceType: "ebs",
      ownerId: "137112412989",
      imageOwnerAlias: "amazon",
      region: "eu-west-1",
    });
  });

  test("finds the same image each time, and another in another region", () => {
    const args = { owners: ["self"], filters: [filter("name", "golden-*")] };
    const { id } = result(token, args);
    expect(result(token, { ...args, mostRecent: true }).id).toBe(id);
    expect(result("aws:ec2/getAmiIds:getAmiIds", args).ids).toEqual([id]);
    expect(result(token, { ...args, region: "us-west-2" }).id).not.toBe(id);
  });

  test.each<[string, Properties, Properties]>([
    ["the image id", { filters: [filter("image-id", "ami-0123")] }, { id: "ami-0123" }],
    ["the architecture", { filters: [filter("architecture", "arm64")] }, { architecture: "arm64" }],
    ["an account", { owners: ["099720109477"] }, { ownerId: "099720109477", imageOwnerAlias: "" }],
    ["its own account", { owners: ["self"] }, { ownerId: "123456789012", public: false }],
    ["a platform", { filters: [filter("platform", "windows")] }, { platform: "windows" }],
    ["a regular expression", { nameRegex: "^golden-\\d{3}$" }, { name: "offline-image" }],
    ["a plain expression", { nameRegex: "^golden-.*$" }, { name: "golden-20250101" }],
  ])("respects %s", (_what, args, expected) => {
    expect(result(token, args)).toMatchObject(expected);
  });

  test("has no region in provider 6", () => {
    expect(result(token, {}, six)).not.toHaveProperty("region");
  });
});

test.each([
  ["al2023-ami-2023.*-x86_64", "al2023-ami-2023.20250101-x86_64"],
  ["al2023-ami-2023*-x86_64", "al2023-ami-2023.20250101-x86_64"],
  [
    "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*",
    "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20250101",
  ],
  [
    "ubuntu/images/*/ubuntu-noble-24.04-amd64-server-*",
    "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-20250101",
  ],
  ["ubuntu/images/hvm-ssd*/ubuntu-*", "ubuntu/images/hvm-ssd/ubuntu-20250101"],
  ["golden", "golden"],
  ["golden*", "golden-20250101"],
  ["golden-??", "golden-00"],
])("a name for the pattern %s", (pattern, name) => {
  expect(concreteName(pattern)).toBe(name);
});

describe("the network", () => {
  test("the default VPC is where subnets and groups are found", () => {
    const { id } = result("aws:ec2/getVpc:getVpc", { default: true });
    expect(id).toMatch(/^vpc-0[0-9a-f]{16}$/);
    expect(result("aws:ec2/getSubnet:getSubnet", {}).vpcId).toBe(id);
    expect(result("aws:ec2/getSecurityGroup:getSecurityGroup", { name: "default" }).vpcId).toBe(id);
  });

  test.each<[string, string, Properties, Properties]>([
    ["a VPC by id", "aws:ec2/getVpc:getVpc", { id: "vpc-1" }, { id: "vpc-1", default: false }],
    [
      "a subnet by id",
      "aws:ec2/getSubnet:getSubnet",
      { id: "subnet-1" },
      { id: "subnet-1", availabilityZone: "eu-west-1a" },
    ],
    [
      "a subnet by filters",
      "aws:ec2/getSubnet:getSubnet",
      { filters: [filter("vpc-id", "vpc-1"), filter("availability-zone", "eu-west-1b")] },
      { vpcId: "vpc-1", availabilityZone: "eu-west-1b" },
    ],
    [
      "a group by name",
      "aws:ec2/getSecurityGroup:getSecurityGroup",
      { name: "web", vpcId: "vpc-1" },
      { name: "web", vpcId: "vpc-1" },
    ],
    [
      "tags that were asked for",
      "aws:ec2/getVpc:getVpc",
      { tags: { Name: "main" } },
      { tags: { Name: "main" } },
    ],
  ])("finds %s", (_what, token, args, expected) => {
    expect(result(token, args)).toMatchObject(expected);
  });

  test("finds three subnets", () => {
    const { ids } = result("aws:ec2/getSubnets:getSubnets", { filters: [filter("vpc-id", "vpc-1")] });
    expect(new Set(ids as string[]).size).toBe(3);
  });

  test.each([
    ["us-east-1", "use1"],
    ["ap-southeast-2", "apse2"],
    ["us-gov-west-1", "usgw1"],
    ["eu-central-1", "euc1"],
  ])("zone ids of %s start with %s", (region, expected) => {
    expect(zonePrefix(region)).toBe(expected);
  });
});

test.each<[string, Properties, typeof seven, Properties]>([
  [
    "aws:index/getCallerIdentity:getCallerIdentity",
    {},
    seven,
    { accountId: "123456789012", id: "123456789012" },
  ],
  [
    "aws:index/getRegion:getRegion",
    {},
    seven,
    { name: "eu-west-1", region: "eu-west-1", endpoint: "ec2.eu-west-1.amazonaws.com" },
  ],
  ["aws:index/getRegion:getRegion", { name: "us-west-2" }, six, { name: "us-west-2", id: "us-west-2" }],
  [
    "aws:index/getPartition:getPartition",
    {},
    seven,
    { partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" },
  ],
  [
    "aws:index/getAvailabilityZones:getAvailabilityZones",
    { state: "available" },
    seven,
    { names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"], zoneIds: ["euw1-az1", "euw1-az2", "euw1-az3"] },
  ],
  [
    "aws:index/getAvailabilityZones:getAvailabilityZones",
    { excludeNames: ["eu-west-1b"] },
    seven,
    { names: ["eu-west-1a", "eu-west-1c"] },
  ],
  [
    "aws:iam/getInstanceProfile:getInstanceProfile",
    { name: "web" },
    seven,
    { roleName: "web", arn: "arn:aws:iam::123456789012:instance-profile/web" },
  ],
])("%s of %j", (token, args, configuration, expected) => {
  expect(result(token, args, configuration)).toMatchObject(expected);
});

test("getRole finds a role of that name that instances may take on", () => {
  const found = result("aws:iam/getRole:getRole", { name: "hosts" });
  expect(found).toMatchObject({ id: "hosts", arn: "arn:aws:iam::123456789012:role/hosts", path: "/" });
  expect(JSON.parse(found.assumeRolePolicy as string)).toMatchObject({
    Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } }],
  });
});

describe("getParameter", () => {
  const token = "aws:ssm/getParameter:getParameter";
  test.each([
    "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
    "/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id",
    "/aws/service/debian/release/12/latest/amd64",
    "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
    "/aws/service/bottlerocket/aws-k8s-1.31/x86_64/latest/image_id",
  ])("gives an image id for %s", (name) => {
    const found = result(token, { name });
    expect(found).toMatchObject({
      name,
      type: "String",
      value: expect.stringMatching(/^ami-[0-9a-f]{17}$/) as unknown,
    });
    expect(result(token, { name })).toEqual(found);
  });

  test("does not make up what only the account knows", () => {
    expect(refused(token, { name: "/shop/password" })).toContain(
      "only public parameters that hold an image id",
    );
  });
});

describe("a refusal", () => {
  test("shows the very lines that answer the call", () => {
    const message = refused("aws:ec2/getKeyPair:getKeyPair", { keyName: "ops" });
    expect(message).toContain("aws:ec2/getKeyPair:getKeyPair");
    expect(message).toContain("latchkey.offline.json");
    expect(JSON.parse(message.slice(message.indexOf("\n")))).toEqual({
      invokes: [{ token: "aws:ec2/getKeyPair:getKeyPair", args: { keyName: "ops" }, result: {} }],
    });
  });

  test("shows only the entry where the file has others", () => {
    const invokes = [{ token: "aws:x/y:z", args: {}, result: {} }];
    const message = refused("aws:ec2/getKeyPair:getKeyPair", {}, { ...none, invokes });
    expect(JSON.parse(message.slice(message.indexOf("\n")))).toEqual({
      token: "aws:ec2/getKeyPair:getKeyPair",
      args: {},
      result: {},
    });
  });

  test("leaves secrets out", () => {
    expect(refused("aws:x/getThing:getThing", { password: secret("hunter2"), name: "n" })).not.toMatch(
      /hunter2|password/,
    );
  });

  test("is given for names that every object has", () => {
    expect(refused("constructor", {})).toContain("no answer for this function");
  });
});

test("a secret argument makes the result secret", () => {
  const found = result("aws:ec2/getVpc:getVpc", { id: secret("vpc-1") });
  expect(found.id).toEqual(secret("vpc-1"));
  expect(found.cidrBlock).toEqual(secret("10.0.0.0/16"));
});
