/** How the launches of the matrix come by what they refer to. */
export type Naming =
  /** Resources of the same preview, named by the provider: names are known, ids are not. */
  | "autonamed"
  /** Resources of the same preview whose names are unknown, too. */
  | "unknown-names"
  /** Resources that are there already, by their ids and names written out. */
  | "literal-ids";

/** Ids and names of what the launches refer to, as TypeScript expressions. */
const REFERENCES: readonly (readonly [string, string])[] = [
  ["publicSubnet", "publicSubnet.id"],
  ["privateSubnet", "privateSubnet.id"],
  ["endpointSubnet", "endpointSubnet.id"],
  ["open", "open.id"],
  ["shut", "shut.id"],
  ["fromEndpoint", "fromEndpoint.id"],
  ["key", "key.keyName"],
  ["managed", "managed.name"],
  ["powerless", "powerless.name"],
];

/** All that the launches refer to. */
const infrastructure = (naming: Naming): string => {
  const prefix = (kind: string): string => (naming === "unknown-names" ? `, ${kind}Prefix: "ways-"` : "");
  return `
  import * as aws from "@pulumi/aws";

  new aws.ec2.SerialConsoleAccess("console", { enabled: true });
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const gateway = new aws.ec2.InternetGateway("gateway", { vpcId: vpc.id });
  const publicSubnet = new aws.ec2.Subnet("public", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true });
  const publicTable = new aws.ec2.RouteTable("public", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }] });
  new aws.ec2.RouteTableAssociation("public", { subnetId: publicSubnet.id, routeTableId: publicTable.id });
  const address = new aws.ec2.Eip("nat", { domain: "vpc" });
  const nat = new aws.ec2.NatGateway("nat", { subnetId: publicSubnet.id, allocationId: address.id });
  const privateSubnet = new aws.ec2.Subnet("private", { vpcId: vpc.id, cidrBlock: "10.0.2.0/24" });
  const privateTable = new aws.ec2.RouteTable("private", { vpcId: vpc.id });
  new aws.ec2.Route("private", { routeTableId: privateTable.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id });
  new aws.ec2.RouteTableAssociation("private", { subnetId: privateSubnet.id, routeTableId: privateTable.id });

  const endpointVpc = new aws.ec2.Vpc("endpoint", { cidrBlock: "10.1.0.0/16" });
  const endpointSubnet = new aws.ec2.Subnet("endpoint", { vpcId: endpointVpc.id, cidrBlock: "10.1.1.0/24" });
  const endpointGroup = new aws.ec2.SecurityGroup("endpoint", {
    vpcId: endpointVpc.id,
    egress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.1.0.0/16"] }],
  });
  const fromEndpoint = new aws.ec2.SecurityGroup("from-endpoint", {
    vpcId: endpointVpc.id,
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [endpointGroup.id] }],
  });
  new aws.ec2transitgateway.InstanceConnectEndpoint("endpoint", {
    subnetId: endpointSubnet.id,
    securityGroupIds: [endpointGroup.id],
    preserveClientIp: false,
  });

  const all = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
  const open = new aws.ec2.SecurityGroup("open", { vpcId: vpc.id, egress: all });
  new aws.vpc.SecurityGroupIngressRule("ssh", {
    securityGroupId: open.id,
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
    cidrIpv4: "198.51.100.0/24",
  });
  const shut = new aws.ec2.SecurityGroup("shut", {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
    egress: all,
  });

  const assumeRolePolicy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
  });
  const agent = new aws.iam.Role("agent", { assumeRolePolicy${prefix("name")} });
  new aws.iam.RolePolicyAttachment("agent", {
    role: agent.name,
    policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  });
  const managed = new aws.iam.InstanceProfile("managed", { role: agent.name${prefix("name")} });
  const reader = new aws.iam.Role("reader", { assumeRolePolicy${prefix("name")} });
  new aws.iam.RolePolicyAttachment("reader", {
    role: reader.name,
    policyArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
  });
  const powerless = new aws.iam.InstanceProfile("powerless", { role: reader.name${prefix("name")} });
  const key = new aws.ec2.KeyPair("ops", {
    publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops"${naming === "unknown-names" ? ', keyNamePrefix: "ways-"' : ""},
  });
`;
};

/** A launch that everybody can enter by every way; each case of the matrix changes a little of it. */
const LAUNCHES = `
  const image = (owner: string, name: string) =>
    aws.ec2.getAmiOutput({ owners: [owner], mostRecent: true, filters: [{ name: "name", values: [name] }] }).id;
  const ubuntu = image("099720109477", "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*");
  const debian = image("136693071363", "debian-12-amd64-*");
  const password = "#!/bin/sh\\necho ubuntu:four-words-of-a-page | chpasswd\\n";
  const unknownText = new aws.ec2.Eip("unknown", { domain: "vpc" }).id;
  const launch = (name: string, changes: Partial<aws.ec2.InstanceArgs> = {}) =>
    new aws.ec2.Instance(name, {
      ami: ubuntu,
      instanceType: "t3.micro",
      keyName: to.key,
      iamInstanceProfile: to.managed,
      subnetId: to.publicSubnet,
      vpcSecurityGroupIds: [to.open],
      userData: password,
      ...changes,
    });

  launch("all-open");
  launch("group-shut", { vpcSecurityGroupIds: [to.shut] });
  launch("account-removed", { userData: "#!/bin/sh\\nuserdel -r ubuntu\\n" });
  launch("private", { subnetId: to.privateSubnet });
  launch("by-endpoint", { subnetId: to.endpointSubnet, vpcSecurityGroupIds: [to.fromEndpoint] });
  launch("group-elsewhere", { vpcSecurityGroupIds: ["sg-0fedcba9876543210"] });
  launch("no-package", { ami: debian, userData: "#!/bin/sh\\necho admin:four-words-of-a-page | chpasswd\\n" });
  launch("powerless", { iamInstanceProfile: to.powerless });
  launch("no-profile", { iamInstanceProfile: undefined });
  launch("profile-elsewhere", { iamInstanceProfile: "somebody-elses" });
  launch("old-type", { instanceType: "t2.micro" });
  launch("no-password", { userData: undefined });
  launch("type-unknown", { instanceType: unknownText as never });
  launch("image-unknown", { ami: "ami-0123456789abcdef0" });
  const template = new aws.ec2.LaunchTemplate("template", {
    imageId: ubuntu,
    instanceType: "t3.micro",
    keyName: to.key,
    iamInstanceProfile: { name: to.managed },
    vpcSecurityGroupIds: [to.open],
    userData: Buffer.from(password).toString("base64"),
  });
  new aws.autoscaling.Group("group", {
    minSize: 1,
    maxSize: 1,
    vpcZoneIdentifiers: [to.publicSubnet],
    launchTemplate: { id: template.id, version: "$Latest" },
  });
  launch("all-shut", {
    ami: debian,
    instanceType: "t2.micro",
    keyName: undefined,
    iamInstanceProfile: to.powerless,
    vpcSecurityGroupIds: [to.shut],
    userData: undefined,
  });
`;

/** The program without launches, which exports what they refer to. */
export const infrastructureProgram = (naming: Naming): string =>
  `${infrastructure(naming)}\n  export const references = { ${REFERENCES.map(([name, expression]) => `${name}: ${expression}`).join(", ")} };\n`;

/**
 * The whole program.
 *
 * @param references For literal ids: what {@link infrastructureProgram} exported once it was deployed.
 */
export function matrixProgram(naming: Naming, references: Readonly<Record<string, string>> = {}): string {
  const to = REFERENCES.map(([name, expression]) =>
    naming === "literal-ids" ? `${name}: ${JSON.stringify(references[name])}` : `${name}: ${expression}`,
  );
  return `${infrastructure(naming)}\n  const to = { ${to.join(", ")} };\n${LAUNCHES}`;
}
