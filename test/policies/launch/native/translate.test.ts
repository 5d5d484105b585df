import { toClassic, toClassicStack } from "../../../../policies/launch/native/translate";
import { translationOf } from "../../../../policies/launch/native/table";
import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { refOf, typeInUrn } from "../../../../policies/launch/stack";
import { from, instance, resource, securityGroup, tokens, type Extra } from "../resources";

const native = (type: string, inputs: Properties | undefined, extra: Extra = {}): StackResource =>
  resource(`aws-native:${type}`, "it", inputs, extra);

const classic = (type: string, inputs: Properties): Properties | undefined =>
  toClassic(native(type, inputs)).inputs;

it("leaves a resource of any other provider as it is", () => {
  const web = instance();
  expect(toClassic(web)).toBe(web);
  expect(toClassic(resource("aws-native:s3:Bucket", "b", {})).type).toBe("aws-native:s3:Bucket");
  expect(translationOf("constructor")).toBeUndefined();
});

it("keeps what the resource was written as for findings", () => {
  const web = toClassic(native("ec2:Instance", {}));
  expect(web.type).toBe(tokens.instance);
  expect(refOf(web)).toEqual({ urn: web.urn, type: "aws-native:ec2:Instance", name: "it" });
  expect(typeInUrn(web.urn)).toBe(tokens.instance);
});

it.each<[string, string, Properties, Properties]>([
  [
    "an instance",
    "ec2:Instance",
    {
      imageId: "ami-1",
      userData: "IyEvYmluL3NoCg==",
      securityGroupIds: ["sg-1"],
      keyName: "ops",
      launchTemplate: { launchTemplateId: "lt-1", version: "2" },
      networkInterfaces: [{ deviceIndex: "0", groupSet: ["sg-1"], associatePublicIpAddress: true }],
      tags: [{ key: "Name", value: "web" }],
    },
    {
      ami: "ami-1",
      userDataBase64: "IyEvYmluL3NoCg==",
      vpcSecurityGroupIds: ["sg-1"],
      keyName: "ops",
      launchTemplate: { id: "lt-1", version: "2" },
      networkInterfaces: [{ deviceIndex: "0", securityGroups: ["sg-1"], associatePublicIpAddress: true }],
      associatePublicIpAddress: true,
      tags: { Name: "web" },
    },
  ],
  [
    "a launch template",
    "ec2:LaunchTemplate",
    {
      launchTemplateName: "workers",
      launchTemplateData: {
        imageId: "ami-1",
        securityGroupIds: ["sg-1"],
        securityGroups: ["default"],
        networkInterfaces: [{ groups: ["sg-2"], subnetId: UNKNOWN }],
        iamInstanceProfile: { arn: "arn" },
      },
    },
    {
      name: "workers",
      imageId: "ami-1",
      vpcSecurityGroupIds: ["sg-1"],
      securityGroupNames: ["default"],
      networkInterfaces: [{ securityGroups: ["sg-2"], subnetId: UNKNOWN }],
      iamInstanceProfile: { arn: "arn" },
    },
  ],
  [
    "a group",
    "autoscaling:AutoScalingGroup",
    {
      autoScalingGroupName: "fleet",
      vpcZoneIdentifier: ["subnet-1"],
      launchTemplate: { launchTemplateName: "workers", version: UNKNOWN },
    },
    {
      name: "fleet",
      vpcZoneIdentifiers: ["subnet-1"],
      launchTemplate: { name: "workers", version: UNKNOWN },
    },
  ],
  [
    "a rule in a group",
    "ec2:SecurityGroup",
    {
      groupDescription: "d",
      securityGroupIngress: [
        { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp: "10.0.0.0/8" },
        { ipProtocol: "-1", sourceSecurityGroupId: UNKNOWN },
        { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv6: "::/0" },
      ],
      securityGroupEgress: [
        { ipProtocol: "tcp", fromPort: 443, toPort: 443, destinationPrefixListId: "pl-1" },
      ],
    },
    {
      description: "d",
      ingress: [
        { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
        { protocol: "-1", fromPort: 0, toPort: 0, securityGroups: [UNKNOWN] },
        { protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] },
      ],
      egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: ["pl-1"] }],
    },
  ],
  [
    "a rule on its own",
    "ec2:SecurityGroupIngress",
    { groupId: "sg-1", ipProtocol: "tcp", fromPort: 22, toPort: 22, sourceSecurityGroupId: "sg-2" },
    {
      securityGroupId: "sg-1",
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      referencedSecurityGroupId: "sg-2",
    },
  ],
  [
    "an instance profile",
    "iam:InstanceProfile",
    { instanceProfileName: "web", roles: [UNKNOWN] },
    { name: "web", role: UNKNOWN },
  ],
  [
    "a role, its documents as objects",
    "iam:Role",
    {
      roleName: "web",
      assumeRolePolicyDocument: { Version: "2012-10-17" },
      policies: [{ policyName: "p", policyDocument: { Statement: [] } }],
      managedPolicyArns: ["arn"],
    },
    {
      name: "web",
      assumeRolePolicy: { Version: "2012-10-17" },
      inlinePolicies: [{ name: "p", policy: { Statement: [] } }],
      managedPolicyArns: ["arn"],
    },
  ],
  ["an address", "ec2:Eip", { domain: "vpc", instanceId: "i-1" }, { domain: "vpc", instance: "i-1" }],
  [
    "a key pair",
    "ec2:KeyPair",
    { keyName: "ops", publicKeyMaterial: "ssh" },
    { keyName: "ops", publicKey: "ssh" },
  ],
  [
    "a route",
    "ec2:Route",
    { routeTableId: "rtb-1", destinationIpv6CidrBlock: "::/0", egressOnlyInternetGatewayId: "eigw-1" },
    { routeTableId: "rtb-1", destinationIpv6CidrBlock: "::/0", egressOnlyGatewayId: "eigw-1" },
  ],
])("writes %s as the classic provider's", (_, type, written, expected) => {
  expect(classic(type, written)).toEqual(expected);
});

it("keeps unknown what is only known at apply as a whole", () => {
  expect(classic("ec2:LaunchTemplate", { launchTemplateData: UNKNOWN })).toMatchObject({
    keyName: UNKNOWN,
    userData: UNKNOWN,
    vpcSecurityGroupIds: UNKNOWN,
  });
  expect(classic("ec2:Instance", { userData: UNKNOWN, tags: UNKNOWN, networkInterfaces: UNKNOWN })).toEqual({
    userDataBase64: UNKNOWN,
    tags: UNKNOWN,
    networkInterfaces: UNKNOWN,
    associatePublicIpAddress: UNKNOWN,
  });
  expect(classic("ec2:Instance", { tags: [{ key: UNKNOWN, value: "x" }] })).toEqual({ tags: UNKNOWN });
  expect(toClassic(native("ec2:Instance", undefined)).inputs).toBeUndefined();
});

it("takes odd shapes as they are", () => {
  expect(classic("ec2:LaunchTemplate", { launchTemplateData: "x" })).toEqual({});
  expect(classic("ec2:SecurityGroup", { securityGroupIngress: "x", securityGroupEgress: [1] })).toEqual({
    ingress: "x",
    egress: [1],
  });
  expect(classic("iam:Role", { policies: [null, "x"] })).toEqual({ inlinePolicies: ["x"] });
  expect(classic("ec2:Instance", { launchTemplate: "x", tags: "x", networkInterfaces: "x" })).toEqual({
    launchTemplate: "x",
    tags: "x",
    networkInterfaces: "x",
  });
});

it("knows the ids that are planned, under the classic provider's names", () => {
  const outputs = { id: "it|x", groupId: "sg-1", securityGroupIngress: [] };
  expect(toClassic(native("ec2:SecurityGroup", {}, { outputs })).outputs).toMatchObject({
    id: "sg-1",
    ingress: [],
  });
  expect(
    toClassic(
      native("ec2:LaunchTemplate", {}, { outputs: { launchTemplateId: "lt-1", latestVersionNumber: "2" } }),
    ).outputs,
  ).toMatchObject({
    id: "lt-1",
    latestVersion: "2",
  });
  expect(toClassic(native("ec2:Instance", {}, { outputs: undefined })).outputs).toBeUndefined();
});

it("says what each property depends on under its new name", () => {
  const group = securityGroup();
  const { propertyDependencies } = toClassic(
    native("ec2:LaunchTemplate", {}, from({ launchTemplateData: [group], launchTemplateName: [group] })),
  );
  expect(propertyDependencies).toMatchObject({
    keyName: [group.urn],
    vpcSecurityGroupIds: [group.urn],
    name: [group.urn],
  });
  expect(propertyDependencies).not.toHaveProperty("launchTemplateData");
});

it.each<[string, string, readonly string[]]>([
  ["ec2:Instance", "userData", ["userDataBase64"]],
  ["ec2:Instance", "keyName", ["keyName"]],
  ["ec2:Instance", "*", ["*"]],
  ["ec2:LaunchTemplate", "launchTemplateData.userData", ["userData"]],
  ["ec2:LaunchTemplate", "launchTemplateData.placement.tenancy", ["placement.tenancy"]],
  ["ec2:SecurityGroup", "securityGroupIngress[0].cidrIp", ["ingress[0].cidrIp"]],
])("of %s it leaves alone %s under the classic provider's name", (type, path, expected) => {
  const options = { ignoreChanges: [path], deleteBeforeReplace: false };
  expect(toClassic({ ...native(type, {}), options }).options).toEqual({
    ...options,
    ignoreChanges: expected,
  });
});

it("leaves all of a template's data alone where a program says so", () => {
  const options = { ignoreChanges: ["launchTemplateData"], deleteBeforeReplace: true };
  expect(toClassic({ ...native("ec2:LaunchTemplate", {}), options }).options?.ignoreChanges).toEqual(
    expect.arrayContaining(["userData", "keyName", "vpcSecurityGroupIds"]),
  );
});

describe("a group without rules for what goes out", () => {
  const bare = native("ec2:SecurityGroup", {});

  it("lets everything out", () => {
    expect(toClassicStack([bare])[0]?.inputs?.egress).toMatchObject([
      { protocol: "-1", cidrBlocks: ["0.0.0.0/0"] },
    ]);
  });

  it("may not where rules stand on their own", () => {
    const [group] = toClassicStack([bare, native("ec2:SecurityGroupEgress", { groupId: UNKNOWN })]);
    expect(group?.inputs?.egress).toBe(UNKNOWN);
  });

  it("is not taken for one that names rules", () => {
    const [group] = toClassicStack([native("ec2:SecurityGroup", { securityGroupEgress: UNKNOWN })]);
    expect(group?.inputs?.egress).toBe(UNKNOWN);
  });
});

it.each<[string, Properties[string], Properties[string]]>([
  ["an object", { inputs: { runAsEnabled: true } }, '{"inputs":{"runAsEnabled":true}}'],
  ["text", "inputs: {}", "inputs: {}"],
  ["partly known at apply", { inputs: { runAsDefaultUser: UNKNOWN } }, UNKNOWN],
])("writes a document's content as text: %s", (_, content, expected) => {
  expect(classic("ssm:Document", { name: "SSM-SessionManagerRunShell", content })).toEqual({
    name: "SSM-SessionManagerRunShell",
    content: expected,
  });
});

it("attaches a managed policy to whom it names", () => {
  const policy = native("iam:ManagedPolicy", { policyDocument: {}, roles: ["web", UNKNOWN], users: UNKNOWN });
  expect(toClassicStack([policy]).map(({ type, inputs }) => [type, inputs])).toEqual([
    ["aws:iam/policy:Policy", { policy: {}, roles: ["web", UNKNOWN], users: UNKNOWN }],
    [tokens.attachment, { role: "web", policyArn: UNKNOWN }],
    [tokens.attachment, { role: UNKNOWN, policyArn: UNKNOWN }],
    ["aws:iam/userPolicyAttachment:UserPolicyAttachment", { user: UNKNOWN, policyArn: UNKNOWN }],
  ]);
});

it.each<[Properties, string]>([
  [
    { internetGatewayId: UNKNOWN, vpcId: UNKNOWN },
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
  ],
  [{ vpnGatewayId: UNKNOWN, vpcId: UNKNOWN }, "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment"],
])("a gateway's attachment %p is one of its kind", (inputs, type) => {
  expect(toClassic(native("ec2:VpcGatewayAttachment", inputs)).type).toBe(type);
});
