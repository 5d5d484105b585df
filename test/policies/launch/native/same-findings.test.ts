import { noLookups } from "../../../../policies/aws/account";
import { judgeLaunch, judgeUserData } from "../../../../policies/judging/judge";
import { defaultSettings } from "../../../../policies/judging/settings";
import { declaredAccount } from "../../../../policies/launch/declared-account";
import { launchAlone, launchesOf } from "../../../../policies/launch/launches";
import { toClassicStack } from "../../../../policies/launch/native/translate";
import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { rules } from "../../../../policies/rules/index";
import { resource, stackOf } from "../resources";

/** The same stacks, written with the classic provider and with `aws-native`: the rules say the same of both. */

type Provider = "aws" | "aws-native";
type Make = (provider: Provider) => readonly StackResource[];

const TYPES = {
  instance: ["aws:ec2/instance:Instance", "aws-native:ec2:Instance"],
  template: ["aws:ec2/launchTemplate:LaunchTemplate", "aws-native:ec2:LaunchTemplate"],
  fleet: ["aws:autoscaling/group:Group", "aws-native:autoscaling:AutoScalingGroup"],
  access: ["aws:ec2/securityGroup:SecurityGroup", "aws-native:ec2:SecurityGroup"],
  pair: ["aws:ec2/keyPair:KeyPair", "aws-native:ec2:KeyPair"],
  profile: ["aws:iam/instanceProfile:InstanceProfile", "aws-native:iam:InstanceProfile"],
  role: ["aws:iam/role:Role", "aws-native:iam:Role"],
  vpc: ["aws:ec2/vpc:Vpc", "aws-native:ec2:Vpc"],
  subnet: ["aws:ec2/subnet:Subnet", "aws-native:ec2:Subnet"],
  table: ["aws:ec2/routeTable:RouteTable", "aws-native:ec2:RouteTable"],
  association: [
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws-native:ec2:SubnetRouteTableAssociation",
  ],
  route: ["aws:ec2/route:Route", "aws-native:ec2:Route"],
  gateway: ["aws:ec2/internetGateway:InternetGateway", "aws-native:ec2:InternetGateway"],
  attachment: [
    "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
    "aws-native:ec2:VpcGatewayAttachment",
  ],
  ingress: [
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    "aws-native:ec2:SecurityGroupIngress",
  ],
  endpoint: [
    "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
    "aws-native:ec2:InstanceConnectEndpoint",
  ],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

/** A property by its name with each provider; what it depends on stands beside its value. */
interface Written {
  readonly names: string | readonly [classic: string, native: string];
  readonly value: Properties[string] | readonly [classic: Properties[string], native: Properties[string]];
  readonly of?: readonly StackResource[];
}

interface Property {
  readonly name: string;
  readonly value: Properties[string];
  readonly of: readonly StackResource[];
}

const same = (
  names: Written["names"],
  value: Properties[string],
  of: readonly StackResource[] = [],
): Written => ({
  names,
  value: [value, value],
  of,
});
const differs = (
  names: Written["names"],
  classic: Properties[string],
  native: Properties[string],
  of: readonly StackResource[] = [],
): Written => ({ names, value: [classic, native], of });

function make(
  provider: Provider,
  what: keyof typeof TYPES,
  name: string,
  ...written: readonly Written[]
): StackResource {
  const at = provider === "aws" ? 0 : 1;
  const properties = written.map(({ names, value, of = [] }): Property => ({
    name: typeof names === "string" ? names : names[at],
    value: (value as readonly Properties[string][])[at] ?? null,
    of,
  }));
  return resource(
    TYPES[what][at],
    name,
    Object.fromEntries(
      properties.filter(({ value }) => value !== null).map((each) => [each.name, each.value]),
    ),
    {
      propertyDependencies: Object.fromEntries(
        properties.map((each) => [each.name, each.of.map(({ urn }) => urn)]),
      ),
    },
  );
}

const CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
};
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const SHUTS = base64("#!/bin/sh\nuserdel -r ubuntu\nuserdel -r ec2-user\n");
const IMAGE = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

const access = (provider: Provider, open: boolean): StackResource =>
  make(
    provider,
    "access",
    "access",
    differs(
      ["ingress", "securityGroupIngress"],
      open ? [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] : [],
      open ? [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp: "0.0.0.0/0" }] : [],
    ),
    differs(
      ["egress", "securityGroupEgress"],
      [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      [{ ipProtocol: "-1", cidrIp: "0.0.0.0/0" }],
    ),
  );

const identity = (
  provider: Provider,
  ...managed: readonly string[]
): readonly [StackResource, StackResource] => {
  const role = make(
    provider,
    "role",
    "role",
    differs(["assumeRolePolicy", "assumeRolePolicyDocument"], JSON.stringify(TRUST), TRUST),
    same("managedPolicyArns", managed),
  );
  const profile = make(
    provider,
    "profile",
    "profile",
    differs(["role", "roles"], UNKNOWN, [UNKNOWN], [role]),
  );
  return [role, profile];
};

const pairOf = (provider: Provider): StackResource =>
  make(provider, "pair", "ops", same("keyName", "ops"), same(["publicKey", "publicKeyMaterial"], UNKNOWN));

/** A subnet of a VPC of the stack, with or without a way to the internet. */
function network(provider: Provider, isPublic: boolean): readonly [StackResource, ...StackResource[]] {
  const vpc = make(provider, "vpc", "vpc", same("cidrBlock", "10.0.0.0/16"));
  const subnet = make(
    provider,
    "subnet",
    "subnet",
    same("vpcId", UNKNOWN, [vpc]),
    same("mapPublicIpOnLaunch", isPublic),
  );
  const gateway = make(provider, "gateway", "gateway");
  const table = make(provider, "table", "table", same("vpcId", UNKNOWN, [vpc]));
  const way = [
    gateway,
    make(
      provider,
      "attachment",
      "attached",
      same("vpcId", UNKNOWN, [vpc]),
      same("internetGatewayId", UNKNOWN, [gateway]),
    ),
    make(
      provider,
      "route",
      "out",
      same("routeTableId", UNKNOWN, [table]),
      same("destinationCidrBlock", "0.0.0.0/0"),
      same("gatewayId", UNKNOWN, [gateway]),
    ),
  ];
  const association = make(
    provider,
    "association",
    "association",
    same("subnetId", UNKNOWN, [subnet]),
    same("routeTableId", UNKNOWN, [table]),
  );
  return [subnet, vpc, table, association, ...(isPublic ? way : [])];
}

const instanceWith = (provider: Provider, ...written: readonly Written[]): StackResource =>
  make(
    provider,
    "instance",
    "web",
    same(["ami", "imageId"], IMAGE),
    same("instanceType", "t3.micro"),
    ...written,
  );

const SCENARIOS: Readonly<Record<string, Make>> = {
  "an instance nobody can enter": (provider) => {
    const group = access(provider, false);
    const [subnet, ...around] = network(provider, true);
    return [
      group,
      subnet,
      ...around,
      instanceWith(
        provider,
        same(["vpcSecurityGroupIds", "securityGroupIds"], [UNKNOWN], [group]),
        same("subnetId", UNKNOWN, [subnet]),
      ),
    ];
  },
  "a key that the user data keeps out": (provider) => {
    const group = access(provider, true);
    const pair = pairOf(provider);
    return [
      group,
      pair,
      instanceWith(
        provider,
        same(["vpcSecurityGroupIds", "securityGroupIds"], [UNKNOWN], [group]),
        same("keyName", UNKNOWN, [pair]),
        same(["userDataBase64", "userData"], SHUTS),
      ),
    ];
  },
  "Session Manager alone": (provider) => {
    const group = access(provider, false);
    const [role, profile] = identity(provider, CORE);
    const [subnet, ...around] = network(provider, true);
    return [
      group,
      role,
      profile,
      subnet,
      ...around,
      instanceWith(
        provider,
        same(["vpcSecurityGroupIds", "securityGroupIds"], [UNKNOWN], [group]),
        same("iamInstanceProfile", UNKNOWN, [profile]),
        same("subnetId", UNKNOWN, [subnet]),
      ),
    ];
  },
  "a role without rights": (provider) => {
    const [role, profile] = identity(provider, "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess");
    return [role, profile, instanceWith(provider, same("iamInstanceProfile", UNKNOWN, [profile]))];
  },
  "user data that is no base64": (provider) => [
    instanceWith(provider, same("keyName", "ops"), same(["userDataBase64", "userData"], "#!/bin/sh\ntrue\n")),
  ],
  "an isolated subnet": (provider) => {
    const group = access(provider, true);
    const [role, profile] = identity(provider, CORE);
    const [subnet, ...around] = network(provider, false);
    return [
      group,
      role,
      profile,
      subnet,
      ...around,
      instanceWith(
        provider,
        same(["vpcSecurityGroupIds", "securityGroupIds"], [UNKNOWN], [group]),
        same("iamInstanceProfile", UNKNOWN, [profile]),
        same("keyName", "ops"),
        same("subnetId", UNKNOWN, [subnet]),
      ),
    ];
  },
  "an Instance Connect endpoint and a rule on its own": (provider) => {
    const group = access(provider, false);
    const [subnet, ...around] = network(provider, false);
    const rule = make(
      provider,
      "ingress",
      "rule",
      same(["securityGroupId", "groupId"], UNKNOWN, [group]),
      same("ipProtocol", "tcp"),
      same("fromPort", 22),
      same("toPort", 22),
      same(["referencedSecurityGroupId", "sourceSecurityGroupId"], UNKNOWN, [group]),
    );
    const endpoint = make(
      provider,
      "endpoint",
      "eice",
      same("subnetId", UNKNOWN, [subnet]),
      same("securityGroupIds", [UNKNOWN], [group]),
    );
    return [
      group,
      subnet,
      ...around,
      rule,
      endpoint,
      instanceWith(
        provider,
        same(["vpcSecurityGroupIds", "securityGroupIds"], [UNKNOWN], [group]),
        same("subnetId", UNKNOWN, [subnet]),
      ),
    ];
  },
  "a group and its template": (provider) => {
    const group = access(provider, true);
    const pair = pairOf(provider);
    const data: Properties = { imageId: IMAGE, instanceType: "t3.micro", keyName: UNKNOWN, userData: SHUTS };
    const template =
      provider === "aws"
        ? make(
            provider,
            "template",
            "workers",
            ...Object.entries(data).map(([name, value]) =>
              same(name, value, name === "keyName" ? [pair] : []),
            ),
            same("vpcSecurityGroupIds", [UNKNOWN], [group]),
          )
        : make(
            provider,
            "template",
            "workers",
            same("launchTemplateData", { ...data, securityGroupIds: [UNKNOWN] }, [pair, group]),
          );
    return [
      group,
      pair,
      template,
      make(
        provider,
        "fleet",
        "fleet",
        same(["vpcZoneIdentifiers", "vpcZoneIdentifier"], ["subnet-1"]),
        differs(
          "launchTemplate",
          { id: UNKNOWN, version: UNKNOWN },
          { launchTemplateId: UNKNOWN, version: UNKNOWN },
          [template],
        ),
      ),
    ];
  },
};

/** What every rule says of a stack, with the type that each finding's resource was written as. */
function findings(resources: readonly StackResource[]): readonly string[] {
  const classic = toClassicStack(resources);
  const stack = stackOf(...classic);
  const alone = classic.flatMap((each) => launchAlone(each) ?? []);
  return rules.flatMap((rule) => {
    const options = rule.options?.parse({}) ?? {};
    if (rule.judges === "user-data") {
      return alone
        .map((launch) => judgeUserData(launch, defaultSettings, noLookups()))
        .flatMap((subject) => rule.check(subject, options).map(({ message }) => `${rule.id}: ${message}`));
    }
    if (rule.judges !== "launch") return [];
    return launchesOf(stack)
      .map((launch) => judgeLaunch(launch, declaredAccount(stack), defaultSettings, noLookups()))
      .flatMap((subject) =>
        rule
          .check(subject, options)
          .map(({ message }) => `${rule.id} at ${subject.launch.resource.type}: ${message}`),
      );
  });
}

/** Tokens without the module's file, as some messages have them. */
const short = (message: string): string => message.replace(/(?<=aws:\w+)\/\w+(?=:)/gu, "");

const asClassic = (message: string): string =>
  short(Object.values(TYPES).reduce((text, [classic, native]) => text.replaceAll(native, classic), message));

describe.each(Object.entries(SCENARIOS))("%s", (_, scenario) => {
  const inClassic = findings(scenario("aws"));
  const inNative = findings(scenario("aws-native"));

  it("yields the same findings with both providers", () => {
    expect(inNative.map(asClassic)).toEqual(inClassic.map(short));
  });

  it("is told at the resources of its own provider", () => {
    expect(inNative.filter((message) => message.includes(" at aws:"))).toEqual([]);
  });
});

it("the scenarios make the verdicts speak, and keep silent", () => {
  const said = Object.values(SCENARIOS).map(
    (scenario) => new Set(findings(scenario("aws-native")).map((each) => each.split(/[: ]/u)[0])),
  );
  expect(said.some((ids) => ids.has("no-way-in"))).toBe(true);
  expect(said.some((ids) => ids.has("login-shut"))).toBe(true);
  expect(said.some((ids) => !ids.has("no-way-in") && !ids.has("login-shut"))).toBe(true);
});
