import { UNKNOWN, type Properties, type Stack, type StackResource } from "../../../policies/launch/resource";

/** Factories of a good resource of each type, as at the first preview: ids are unknown, names made in Check are known. */

export const tokens = {
  instance: "aws:ec2/instance:Instance",
  template: "aws:ec2/launchTemplate:LaunchTemplate",
  configuration: "aws:ec2/launchConfiguration:LaunchConfiguration",
  spot: "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  group: "aws:autoscaling/group:Group",
  keyPair: "aws:ec2/keyPair:KeyPair",
  securityGroup: "aws:ec2/securityGroup:SecurityGroup",
  profile: "aws:iam/instanceProfile:InstanceProfile",
  role: "aws:iam/role:Role",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
} as const;

export type Extra = Partial<Pick<StackResource, "outputs" | "propertyDependencies" | "provider">>;

export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::shop::${type}::${name}`;

export const resource = (
  type: string,
  name: string,
  inputs: Properties | undefined,
  extra: Extra = {},
): StackResource => ({
  urn: urnOf(type, name),
  type,
  name,
  inputs,
  outputs: { id: UNKNOWN },
  propertyDependencies: {},
  provider: { region: "eu-west-1" },
  ...extra,
});

export const stackOf = (...resources: readonly StackResource[]): Stack =>
  new Map(resources.map((each) => [each.urn, each]));

/** Property dependencies by name: what a property's value comes from. */
export const from = (
  dependencies: Readonly<Record<string, readonly StackResource[]>>,
): Pick<StackResource, "propertyDependencies"> => ({
  propertyDependencies: Object.fromEntries(
    Object.entries(dependencies).map(([property, list]) => [property, list.map(({ urn }) => urn)]),
  ),
});

const launchArguments: Properties = {
  instanceType: "t3.micro",
  keyName: "ops",
  metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
};

export const instance = (change: Properties = {}, extra: Extra = {}) =>
  resource(
    tokens.instance,
    "web",
    {
      ...launchArguments,
      ami: "ami-0123456789abcdef0",
      userData: "#!/bin/sh\necho hello\n",
      iamInstanceProfile: "web-profile",
      vpcSecurityGroupIds: ["sg-outside"],
      subnetId: "subnet-1",
      associatePublicIpAddress: true,
      disableApiStop: false,
      ...change,
    },
    extra,
  );

/** An instance that leaves everything to its template. */
export const bareInstance = (launchTemplate: Properties, extra: Extra = {}) =>
  resource(tokens.instance, "web", { launchTemplate }, extra);

export const spot = (change: Properties = {}, extra: Extra = {}) =>
  resource(
    tokens.spot,
    "batch",
    { ...launchArguments, ami: "ami-1", spotType: "persistent", ...change },
    extra,
  );

/** `#!/bin/sh\n` in base64. */
export const SCRIPT = "IyEvYmluL3NoCg==";

export const template = (change: Properties = {}, extra: Extra = {}, name = "workers") =>
  resource(
    tokens.template,
    name,
    {
      ...launchArguments,
      name: `${name}-1a2b3c4`,
      imageId: "ami-template",
      userData: SCRIPT,
      iamInstanceProfile: { name: "web-profile" },
      vpcSecurityGroupIds: ["sg-outside"],
      disableApiStop: false,
      ...change,
    },
    extra,
  );

export const configuration = (change: Properties = {}, extra: Extra = {}) =>
  resource(
    tokens.configuration,
    "legacy",
    {
      ...launchArguments,
      name: "legacy-1a2b3c4",
      imageId: "ami-legacy",
      userData: "#!/bin/sh\n",
      securityGroups: ["sg-outside"],
      associatePublicIpAddress: false,
      ...change,
    },
    extra,
  );

export const group = (change: Properties = {}, extra: Extra = {}) =>
  resource(
    tokens.group,
    "fleet",
    { minSize: 1, maxSize: 2, vpcZoneIdentifiers: ["subnet-1", "subnet-2"], ...change },
    extra,
  );

export const keyPair = (change: Properties = {}, extra: Extra = {}) =>
  resource(tokens.keyPair, "ops-key", { keyName: "ops", publicKey: "ssh-ed25519 AAAA", ...change }, extra);

export const sshRule: Properties = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] };
export const everything: Properties = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

export const securityGroup = (change: Properties = {}, extra: Extra = {}, name = "access") =>
  resource(
    tokens.securityGroup,
    name,
    { name: `${name}-1a2b3c4`, ingress: [sshRule], egress: [everything], ...change },
    extra,
  );

export const profile = (change: Properties = {}, extra: Extra = {}) =>
  resource(tokens.profile, "web-profile", { name: "web-profile", role: "web-role", ...change }, extra);

export const CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

/** A trust policy that lets a service take on the role. */
export const trust = (service = "ec2.amazonaws.com"): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });

export const role = (change: Properties = {}, extra: Extra = {}) =>
  resource(tokens.role, "web-role", { name: "web-role", assumeRolePolicy: trust(), ...change }, extra);

export const attachment = (change: Properties = {}, extra: Extra = {}) =>
  resource(tokens.attachment, "core", { role: "web-role", policyArn: CORE, ...change }, extra);
