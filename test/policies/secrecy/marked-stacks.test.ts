import { packArguments } from "../../../policies/pack/pack";
import { launchProperties } from "../../support/launch-properties";
import { preview, stackResource, urnOf, type EngineResource } from "../pack/engine";
import { unknownStringValue } from "../pack/pulumi-proxy";
import fc from "../../support/fast-check";

/** A word that no text of the pack holds: where it comes out again, something of the input does. */
const MARK = "mrkzqsecret";

/** The mark as each sort of thing that a property may name, so that it is read for what it is not. */
const MARKS = [
  MARK,
  `ami-${MARK}`,
  `sg-${MARK}`,
  `subnet-${MARK}`,
  `arn:aws:iam::123456789012:role/${MARK}`,
  `arn:aws:iam::123456789012:instance-profile/path/${MARK}`,
  `arn:aws:iam::123456789012:policy/${MARK}`,
  `arn:aws:iam::aws:policy/${MARK}`,
  `arn:aws:ssm:eu-west-1:123456789012:document/${MARK}`,
  `resolve:ssm:/own/${MARK}`,
  `resolve:ssm:/aws/service/${MARK}`,
  `ubuntu/images/${MARK}`,
  `t2.${MARK}`,
  `t2.metal-${MARK}`,
  `mac1${MARK}.metal`,
  `${MARK}.micro`,
  `com.amazonaws.eu-west-1.${MARK}`,
  `#!/bin/sh\n${MARK}\nuserdel ${MARK}\n/opt/${MARK}\n`,
  `#cloud-config\nusers: [{name: ${MARK}, ssh_authorized_keys: [ssh-ed25519 AAAA ${MARK}], expiredate: 2001-01-01}]\n`,
  `ecdsa-sha2-${MARK} AAAA ${MARK}`,
  `/home/${MARK}/.ssh/id_ed25519.pub`,
  `-----BEGIN RSA PRIVATE KEY-----\n${MARK}\n-----END RSA PRIVATE KEY-----`,
  JSON.stringify({ Statement: [{ Effect: "Deny", Action: MARK, Resource: MARK, Sid: MARK }] }),
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: "ec2:*", Resource: "*", Sid: MARK }] }),
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { Service: MARK }, Action: "sts:AssumeRole" }],
  }),
  JSON.stringify({
    schemaVersion: "1.0",
    sessionType: "Standard_Stream",
    inputs: { runAsEnabled: true, runAsDefaultUser: MARK, s3BucketName: MARK },
  }),
] as const;

/** What makes rules go on to read the rest. */
const USUAL = [
  "0.0.0.0/0",
  "tcp",
  "22",
  22,
  true,
  false,
  "$Latest",
  "disabled",
  "terminate",
  "SSM-SessionManagerRunShell",
  "/ssm/managed-instance/default-ec2-instance-management-role",
  "ec2.amazonaws.com",
  "a",
  "b",
] as const;

const NAMES = [
  ...new Set(Object.values(launchProperties).flat()),
  "id",
  "arn",
  "httpEndpoint",
  "version",
  "user",
  "host",
  "key",
  "value",
  "runAsDefaultUser",
];

const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    { arbitrary: fc.constantFrom(...MARKS), weight: 4 },
    fc.constantFrom(...USUAL, unknownStringValue),
    fc.array(tie("value"), { minLength: 1, maxLength: 2 }),
    fc.dictionary(fc.constantFrom(...NAMES, MARK, `latchkey:exempt/${MARK}`), tie("value"), { maxKeys: 4 }),
  ),
})).value;

const resources: fc.Arbitrary<readonly EngineResource[]> = fc.array(
  fc.constantFrom(...Object.keys(launchProperties), "aws:ec2/instance:Instance").chain((type) =>
    fc.record({
      type: fc.constant(type),
      name: fc.constantFrom("a", "b", "c"),
      inputs: fc.dictionary(fc.constantFrom(...(launchProperties[type] ?? []), "tags", "region"), value, {
        minKeys: 3,
        maxKeys: 12,
      }),
      outputs: fc.dictionary(
        fc.constantFrom("id", "arn", "name"),
        fc.oneof(fc.constantFrom(...MARKS), value),
      ),
    }),
  ),
  { minLength: 2, maxLength: 9 },
);

const config = { "ways-in": { show: true } };

const saidOf = async (all: readonly EngineResource[], more: object = {}): Promise<readonly string[]> =>
  (
    await preview(packArguments({}).policies, [stackResource, ...all], { config: { ...config, ...more } })
  ).map(({ policy, message }) => `${policy}: ${message}`);

const leaks = (said: readonly string[]): readonly string[] => said.filter((each) => each.includes(MARK));

test("nothing that a property holds comes out again", async () => {
  const spoken = new Set<string>();
  await fc.assert(
    fc.asyncProperty(resources, async (all) => {
      const said = await saidOf(all);
      for (const each of said) spoken.add(each.split(":")[0] ?? "");
      expect(leaks(said)).toEqual([]);
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
  // Or else there was nothing that could have told it.
  expect(spoken.size).toBeGreaterThan(9);
}, 600_000);

/** A network with a host in it, each thing called by an id that is a secret; `shut` leaves out what leads in and out. */
function network(shut: "open" | "no routes" | "no rules" | "private"): readonly EngineResource[] {
  const id = (kind: string): string => `${kind}-${MARK}`;
  const made = (
    type: string,
    name: string,
    inputs: Record<string, unknown>,
    kind: string,
  ): EngineResource => ({
    type,
    name,
    inputs,
    outputs: { ...inputs, id: id(kind), arn: `arn:aws:x:::${id(kind)}` },
  });
  const peers =
    shut === "no rules" ? [] : [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }];
  const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
  const target = shut === "private" ? { natGatewayId: id("nat") } : { gatewayId: id("igw") };
  const routes = shut === "no routes" ? [] : [{ cidrBlock: "0.0.0.0/0", ...target }];
  const trust = {
    Statement: [{ Effect: "Allow", Principal: { Service: id("service") }, Action: "sts:AssumeRole" }],
  };
  return [
    made("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" }, "vpc"),
    made("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: id("vpc") }, "igw"),
    made(
      "aws:ec2/natGateway:NatGateway",
      "nat",
      { subnetId: id("subnet"), connectivityType: "private" },
      "nat",
    ),
    made("aws:ec2/subnet:Subnet", "subnet", { vpcId: id("vpc"), cidrBlock: "10.0.1.0/24" }, "subnet"),
    made("aws:ec2/routeTable:RouteTable", "table", { vpcId: id("vpc"), routes }, "rtb"),
    made(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      "association",
      { subnetId: id("subnet"), routeTableId: id("rtb") },
      "rtbassoc",
    ),
    made(
      "aws:ec2/networkAcl:NetworkAcl",
      "acl",
      { vpcId: id("vpc"), subnetIds: [id("subnet")], ingress: [], egress: [] },
      "acl",
    ),
    made(
      "aws:ec2/securityGroup:SecurityGroup",
      "group",
      { vpcId: id("vpc"), ingress: peers, egress: [everywhere] },
      "sg",
    ),
    made(
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      "endpoint",
      {
        vpcId: id("vpc"),
        serviceName: "com.amazonaws.eu-west-1.ssm",
        vpcEndpointType: "Interface",
        subnetIds: [id("subnet")],
        securityGroupIds: [id("sg-outside")],
        privateDnsEnabled: false,
      },
      "vpce",
    ),
    made(
      "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
      "connect",
      { subnetId: id("subnet"), securityGroupIds: [id("sg-outside")] },
      "eice",
    ),
    made("aws:iam/role:Role", "role", { name: id("role"), assumeRolePolicy: JSON.stringify(trust) }, "role"),
    made(
      "aws:iam/instanceProfile:InstanceProfile",
      "profile",
      { name: id("profile"), role: id("role") },
      "profile",
    ),
    made(
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "attachment",
      { role: id("role"), policyArn: `arn:aws:iam::aws:policy/${id("policy")}` },
      "attachment",
    ),
    made("aws:ec2/keyPair:KeyPair", "key", { keyName: id("key"), publicKey: `ssh-ed25519 ${MARK}` }, "key"),
    made(
      "aws:ssm/document:Document",
      "preferences",
      {
        name: "SSM-SessionManagerRunShell",
        documentType: "Session",
        content: JSON.stringify({
          inputs: { runAsEnabled: true, runAsDefaultUser: MARK, shellProfile: { linux: MARK } },
        }),
      },
      "document",
    ),
    made(
      "aws:ec2/launchTemplate:LaunchTemplate",
      "template",
      {
        name: id("template"),
        imageId: id("ami"),
        instanceType: "t2.micro",
        userData: Buffer.from(`#!/bin/sh\n${MARK}\nuserdel -r ubuntu\n`).toString("base64"),
        tags: { [MARK]: MARK, [`latchkey:exempt/${MARK}`]: MARK },
      },
      "lt",
    ),
    made(
      "aws:autoscaling/group:Group",
      "fleet",
      {
        launchTemplate: { id: id("lt"), version: id("version") },
        vpcZoneIdentifiers: [id("subnet-outside")],
      },
      "asg",
    ),
    {
      ...made(
        "aws:ec2/instance:Instance",
        "host",
        {
          ami: id("ami"),
          instanceType: "t2.micro",
          keyName: id("key"),
          subnetId: id("subnet"),
          vpcSecurityGroupIds: [id("sg")],
          iamInstanceProfile: id("profile"),
          userData: `#!/bin/sh\nuserdel -r ${MARK}\n`,
          tags: { [MARK]: MARK },
        },
        "i",
      ),
      outputs: { id: unknownStringValue },
    },
    {
      ...made(
        "aws:ec2/instance:Instance",
        "elsewhere",
        {
          ami: id("ami"),
          instanceType: "t2.micro",
          subnetId: id("subnet-outside"),
          vpcSecurityGroupIds: [id("sg-outside")],
          iamInstanceProfile: id("profile-outside"),
          launchTemplate: { id: id("lt-outside"), version: "$Default" },
        },
        "i",
      ),
      outputs: { id: unknownStringValue },
    },
  ];
}

describe.each(["open", "no routes", "no rules", "private"] as const)("of a network with %s", (shut) => {
  it.each([
    ["an image that nobody knows", {}],
    [
      "a known one",
      { settings: { images: { [`ami-${MARK}`]: { family: "ubuntu", instanceConnect: true } } } },
    ],
  ])(
    "no id comes out again, with %s: what is told is what the program calls its own",
    async (_, settings) => {
      const said = await saidOf(network(shut), settings);
      expect(leaks(said)).toEqual([]);
      expect(said.join("\n")).toMatch(/subnet subnet|VPC vpc|role|endpoint|table/u);
    },
  );

  it("no value comes out again, whichever is changed", async () => {
    const all = network(shut);
    for (const [at, resource] of all.entries()) {
      for (const property of Object.keys(resource.inputs)) {
        for (const mark of [MARK, [MARK], { [MARK]: MARK }]) {
          const changed = { ...resource, inputs: { ...resource.inputs, [property]: mark } };
          const said = await saidOf([...all.slice(0, at), changed, ...all.slice(at + 1)]);
          expect([`${urnOf(resource)} ${property}`, leaks(said)]).toEqual([
            `${urnOf(resource)} ${property}`,
            [],
          ]);
        }
      }
    }
  }, 300_000);
});
