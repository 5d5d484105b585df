import * as aws from "@pulumi/aws";

/** Ranges that people come from. */
export const office = "198.51.100.0/24";

export const everywhere = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];

export const tcp = (
  port: number,
  ...cidrBlocks: readonly string[]
): aws.types.input.ec2.SecurityGroupIngress => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  cidrBlocks: [...cidrBlocks],
});

/** A VPC with a subnet that has no route out of it. */
export function isolated(name: string, cidr: string) {
  const vpc = new aws.ec2.Vpc(name, { cidrBlock: `${cidr}.0.0/16`, enableDnsHostnames: true });
  const subnet = new aws.ec2.Subnet(`${name}-isolated`, { vpcId: vpc.id, cidrBlock: `${cidr}.10.0/24` });
  const table = new aws.ec2.RouteTable(`${name}-isolated`, { vpcId: vpc.id });
  new aws.ec2.RouteTableAssociation(`${name}-isolated`, { subnetId: subnet.id, routeTableId: table.id });
  return { vpc, subnet, table };
}

/** A VPC with a public subnet, and a private one behind a NAT gateway. */
export function withNat(name: string, cidr: string) {
  const vpc = new aws.ec2.Vpc(name, { cidrBlock: `${cidr}.0.0/16`, enableDnsHostnames: true });
  const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id });
  const subnet = (kind: "public" | "private", third: number, target: aws.types.input.ec2.RouteTableRoute) => {
    const made = new aws.ec2.Subnet(`${name}-${kind}`, {
      vpcId: vpc.id,
      cidrBlock: `${cidr}.${String(third)}.0/24`,
      mapPublicIpOnLaunch: kind === "public",
    });
    const table = new aws.ec2.RouteTable(`${name}-${kind}`, { vpcId: vpc.id, routes: [target] });
    new aws.ec2.RouteTableAssociation(`${name}-${kind}`, { subnetId: made.id, routeTableId: table.id });
    return made;
  };
  const open = subnet("public", 0, { cidrBlock: "0.0.0.0/0", gatewayId: gateway.id });
  const address = new aws.ec2.Eip(name, { domain: "vpc" });
  const nat = new aws.ec2.NatGateway(name, { subnetId: open.id, allocationId: address.allocationId });
  return {
    vpc,
    publicSubnet: open,
    privateSubnet: subnet("private", 1, { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }),
  };
}

/** Interface endpoints of a VPC for services of Systems Manager. */
export function endpoints(
  { vpc, subnet }: ReturnType<typeof isolated>,
  name: string,
  services: readonly string[],
): void {
  const group = new aws.ec2.SecurityGroup(`${name}-endpoints`, {
    vpcId: vpc.id,
    ingress: [tcp(443, "10.0.0.0/8")],
  });
  for (const service of services)
    new aws.ec2.VpcEndpoint(`${name}-${service}`, {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.us-east-1.${service}`,
      vpcEndpointType: "Interface",
      privateDnsEnabled: true,
      subnetIds: [subnet.id],
      securityGroupIds: [group.id],
    });
}

export const group = (
  name: string,
  vpc: aws.ec2.Vpc,
  ingress: aws.types.input.ec2.SecurityGroupIngress[] = [],
  egress: aws.types.input.ec2.SecurityGroupEgress[] = everywhere,
) => new aws.ec2.SecurityGroup(name, { vpcId: vpc.id, ingress, egress });
