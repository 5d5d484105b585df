import { sentUrn, UNKNOWN_TEXT, type SentResource } from "../analyzer";

/** Stacks that no program should make, and some do. */

type Dependencies = Readonly<Record<string, readonly string[]>>;

const INSTANCE = "aws:ec2/instance:Instance";
const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const ROUTE = "aws:ec2/route:Route";
const TABLE = "aws:ec2/routeTable:RouteTable";
const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const NOWHERE = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::nowhere";

const made = (
  type: string,
  name: string,
  inputs: Record<string, unknown>,
  dependencies: Dependencies = {},
): SentResource => ({
  type,
  name,
  inputs,
  outputs: { ...inputs, id: UNKNOWN_TEXT, arn: UNKNOWN_TEXT },
  dependencies,
});

const urn = (type: string, name: string): string => sentUrn({ type, name });

/** Resources that stand behind one another in a circle, each property unknown at preview. */
export function cycles(): readonly SentResource[] {
  const late = (type: string, name: string, on: Dependencies, rest: Record<string, unknown> = {}) =>
    made(
      type,
      name,
      { ...rest, ...Object.fromEntries(Object.keys(on).map((property) => [property, UNKNOWN_TEXT])) },
      on,
    );
  const groups = [urn(GROUP, "a"), urn(GROUP, "b")];
  const subnet = "aws:ec2/subnet:Subnet";
  const nat = "aws:ec2/natGateway:NatGateway";
  const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
  const template = "aws:ec2/launchTemplate:LaunchTemplate";
  return [
    late(GROUP, "a", { ingress: [urn(GROUP, "b")] }),
    late(GROUP, "b", { ingress: [urn(GROUP, "a")], egress: [urn(GROUP, "b")] }),
    late(RULE, "a-b", { securityGroupId: [groups[0] ?? ""], referencedSecurityGroupId: [groups[1] ?? ""] }),
    late(RULE, "itself", { securityGroupId: [urn(RULE, "itself")] }),
    late(TABLE, "around", { vpcId: [urn(subnet, "s")], routes: [urn(TABLE, "around"), urn(nat, "self")] }),
    late(ROUTE, "back", { routeTableId: [urn(TABLE, "around")], natGatewayId: [urn(nat, "self")] }),
    late(nat, "self", { subnetId: [urn(subnet, "s"), urn(nat, "self")] }),
    late(subnet, "s", { vpcId: [urn("aws:ec2/vpc:Vpc", "v")] }),
    late("aws:ec2/vpc:Vpc", "v", { cidrBlock: [urn(subnet, "s")] }),
    late("aws:ec2/routeTableAssociation:RouteTableAssociation", "ring", {
      subnetId: [urn(subnet, "s")],
      routeTableId: [urn(TABLE, "around")],
    }),
    late("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "self", {
      vpcId: [urn("aws:ec2/vpc:Vpc", "v")],
      peerVpcId: [urn("aws:ec2/vpc:Vpc", "v")],
    }),
    late(ROLE, "r", { permissionsBoundary: [urn(POLICY, "p")], managedPolicyArns: [urn(ROLE, "r")] }),
    late(POLICY, "p", { policy: [urn(POLICY, "p"), urn(ROLE, "r")] }),
    late(attachment, "p-p", { role: [urn(attachment, "p-p")], policyArn: [urn(attachment, "p-p")] }),
    late(attachment, "p-r", { role: [urn(ROLE, "r")], policyArn: [urn(POLICY, "p")] }),
    late("aws:iam/instanceProfile:InstanceProfile", "i", { role: [urn(ROLE, "r")] }),
    late(template, "t", { name: [urn(template, "t")], userData: [urn(INSTANCE, "host")] }),
    {
      ...late(INSTANCE, "host", {
        launchTemplate: [urn(template, "t")],
        vpcSecurityGroupIds: groups,
        subnetId: [urn(subnet, "s")],
        iamInstanceProfile: [urn("aws:iam/instanceProfile:InstanceProfile", "i")],
        userData: [urn(INSTANCE, "host")],
      }),
      parent: urn("shop:index:Group", "inner"),
    },
    { ...late("shop:index:Group", "inner", {}), parent: urn("shop:index:Group", "outer") },
    { ...late("shop:index:Group", "outer", {}), parent: urn("shop:index:Group", "inner") },
    { ...late("shop:index:Group", "own", {}), parent: urn("shop:index:Group", "own") },
  ];
}

/** Launches whose every reference leads to a resource that is not in the stack, next to rules of groups that nobody can tell. */
export function lost(count: number): readonly SentResource[] {
  return Array.from({ length: count }, (_, index): readonly SentResource[] => {
    const name = String(index);
    const late = (type: string, properties: readonly string[], suffix = ""): SentResource => ({
      ...made(
        type,
        name + suffix,
        Object.fromEntries(properties.map((property) => [property, UNKNOWN_TEXT])),
        Object.fromEntries(properties.map((property) => [property, [NOWHERE]])),
      ),
      parent: NOWHERE,
    });
    return [
      late(INSTANCE, ["keyName", "iamInstanceProfile", "subnetId", "launchTemplate"]),
      {
        ...made(
          INSTANCE,
          `${name}-grouped`,
          { ami: "ami-0123456789abcdef0", vpcSecurityGroupIds: [UNKNOWN_TEXT], subnetId: UNKNOWN_TEXT },
          {
            vpcSecurityGroupIds: [urn(GROUP, name)],
            subnetId: [urn("aws:ec2/subnet:Subnet", name)],
          },
        ),
      },
      late("aws:ec2/subnet:Subnet", ["vpcId"]),
      late("aws:ec2/routeTableAssociation:RouteTableAssociation", ["subnetId", "routeTableId"]),
      late(ROUTE, ["routeTableId", "gatewayId"]),
      late(GROUP, ["vpcId"]),
      late(RULE, ["securityGroupId", "cidrIpv4"]),
      late("aws:ec2/securityGroupRule:SecurityGroupRule", ["securityGroupId", "type"]),
      late("aws:iam/rolePolicyAttachment:RolePolicyAttachment", ["role", "policyArn"]),
      late(ROLE, ["assumeRolePolicy"]),
      late("aws:ec2/eipAssociation:EipAssociation", ["instanceId", "networkInterfaceId"]),
      late("aws:ec2/networkAclRule:NetworkAclRule", ["networkAclId"]),
    ];
  }).flat();
}

/** Every kind of policy document that is none, wherever a document may stand. */
export function documents(): readonly SentResource[] {
  const deep = "[".repeat(20_000) + "]".repeat(20_000);
  const nested = (depth: number): unknown => (depth === 0 ? "*" : { Statement: [nested(depth - 1)] });
  const statement = { Effect: "Allow", Action: "ssm:*", Resource: "*" };
  const odd: readonly unknown[] = [
    ...["", "no JSON", "[]", "7", "null", '"text"', "{", '{"Statement":7}', '{"Statement":[[]]}', deep],
    JSON.stringify({ Version: "2012-10-17", Statement: Array<object>(15_000).fill(statement) }),
    JSON.stringify({ ...statement, Action: "*".repeat(1_000_000) }),
    JSON.stringify({
      Statement: { ...statement, Action: `${"a*".repeat(2_000)}b`, Resource: "*?".repeat(2_000) },
    }),
    '{"__proto__":{"Statement":[]},"constructor":{},"Statement":{"__proto__":null,"toString":1}}',
    ...[7, true, null, [], ["a"], {}, nested(20), { Statement: null }, { Statement: { Principal: 7 } }],
    { Version: NaN, Statement: [{ ...statement, Condition: [] }] },
    UNKNOWN_TEXT,
  ];
  return odd.flatMap((document, index): readonly SentResource[] => {
    const name = `document-${String(index)}`;
    return [
      made(ROLE, name, {
        name,
        assumeRolePolicy: document,
        inlinePolicies: [{ name: "own", policy: document }],
        managedPolicyArns: document,
      }),
      made(POLICY, name, { name, policy: document }),
      made("aws:iam/rolePolicy:RolePolicy", name, { role: name, policy: document }),
      made("aws:iam/userPolicy:UserPolicy", name, { user: "ops", policy: document }),
      made("aws:ec2/vpcEndpoint:VpcEndpoint", name, { vpcId: "vpc-1", serviceName: name, policy: document }),
      made("aws:ssm/document:Document", name, { documentType: "Session", content: document }),
      made("aws:iam/instanceProfile:InstanceProfile", name, { name, role: name }),
      made(INSTANCE, name, { ami: "ami-0123456789abcdef0", iamInstanceProfile: name }),
    ];
  });
}

/** Names and keys that mean something to JavaScript, to URNs or to nobody; some of them twice. */
export function names(): readonly SentResource[] {
  const odd = [
    ...[
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "a:b",
      "a::b",
      "a$b",
      "a b",
      "é\u0000\u2028",
    ],
    ...["same", "same", "[0]", ".", "*", "x".repeat(10_000)],
  ];
  return odd.flatMap((name): readonly SentResource[] => {
    const tags = Object.fromEntries([
      [name, name],
      ["latchkey:exempt/", "because"],
      ["latchkey:exempt/__proto__", "because"],
      [`latchkey:exempt/${name}`, ""],
    ]);
    const known = (type: string, inputs: Record<string, unknown>): SentResource => ({
      ...made(type, name, { ...inputs, tags }),
      outputs: { ...inputs, id: name, arn: name, tags },
    });
    return [
      known("aws:ec2/keyPair:KeyPair", { keyName: name, publicKey: name }),
      known(GROUP, { name, ingress: [{ [name]: name, fromPort: 22, toPort: 22, securityGroups: [name] }] }),
      known("aws:ec2/subnet:Subnet", { vpcId: name, cidrBlock: name }),
      known(ROLE, { name, assumeRolePolicy: JSON.stringify({ [name]: name }) }),
      known("aws:iam/instanceProfile:InstanceProfile", { name, role: name }),
      known("aws:ec2/launchTemplate:LaunchTemplate", { name, keyName: name, [name]: name }),
      known(INSTANCE, {
        ami: name,
        instanceType: name,
        keyName: name,
        iamInstanceProfile: name,
        subnetId: name,
        vpcSecurityGroupIds: [name],
        launchTemplate: { name, version: name },
        userData: name,
      }),
    ];
  });
}

/** About six million characters of user data, policies and tags. */
export function heavy(secret: string): readonly SentResource[] {
  const policy = (index: number): string =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: Array.from({ length: 90 }, (_, at) => ({
        Effect: "Allow",
        Action: [`s3:Get${String(at)}*`, "ssm:UpdateInstanceInformation"],
        Resource: `arn:aws:s3:::shop-${String(index)}-${String(at)}/*`,
      })),
    });
  return Array.from({ length: 60 }, (_, index): readonly SentResource[] => {
    const name = String(index);
    const line = `echo ${name} ${secret} >> /var/log/shop.log\n`;
    const tags = Object.fromEntries(
      Array.from({ length: 50 }, (_, at) => [`key-${String(at)}`, "v".repeat(250)]),
    );
    return [
      made(ROLE, name, { name, assumeRolePolicy: policy(index), tags }),
      made(POLICY, name, { name, policy: policy(index), tags }),
      made("aws:iam/instanceProfile:InstanceProfile", name, { name, role: name }),
      made(INSTANCE, name, {
        ami: "ami-0123456789abcdef0",
        keyName: "ops",
        iamInstanceProfile: name,
        userData: `#!/bin/bash\necho "ubuntu:${secret}" | chpasswd\n${line.repeat(Math.floor(65_000 / line.length))}`,
        tags,
      }),
    ];
  }).flat();
}
