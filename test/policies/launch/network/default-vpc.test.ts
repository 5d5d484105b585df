import type { Properties, StackResource } from "../../../../policies/launch/resource";
import { goodOf, instanceIn, launched } from "./good-network";

/** What AWS answered of the region's default VPC, as look-ups put it next to the program's resources. */
const live = (type: string, id: string, inputs: Properties | undefined): StackResource => ({
  urn: `live:${type}::${id}`,
  type,
  name: id,
  inputs,
  outputs: { id },
  propertyDependencies: {},
  provider: { region: "eu-west-1" },
});

const vpc = live("aws:ec2/defaultVpc:DefaultVpc", "vpc-1", undefined);
const subnet = live("aws:ec2/subnet:Subnet", "subnet-1", {
  vpcId: "vpc-1",
  cidrBlock: "172.31.0.0/20",
  mapPublicIpOnLaunch: true,
});
const table = (routes: readonly Properties[]) =>
  live("aws:ec2/routeTable:RouteTable", "rtb-1", { vpcId: "vpc-1", routes });
const main = live("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "rtbassoc-1", {
  vpcId: "vpc-1",
  routeTableId: "rtb-1",
});
const group = (ingress: readonly Properties[]) =>
  live("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "sg-1", { vpcId: "vpc-1", ingress, egress: [] });
const local = { cidrBlock: "172.31.0.0/16", gatewayId: "local" };
const out = { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };

const good = goodOf("made now");
const say = (resources: readonly StackResource[]) => {
  const web = instanceIn(good, undefined, []);
  return launched(web, Object.fromEntries(resources.map((each) => [each.urn, each])));
};

it("a launch in no subnet is judged by the default VPC that AWS was asked for", () => {
  const { sshIngress, network } = say([vpc, subnet, main, table([local, out]), group([ssh])]);
  expect(sshIngress).toMatchObject({ value: "open" });
  expect(network.fromInternet).toEqual({ state: "open" });
});

it("what AWS has at present is never shut for good", () => {
  const { sshIngress, network } = say([vpc, subnet, main, table([local]), group([])]);
  expect(sshIngress).toMatchObject({ value: "closed" });
  expect(network.fromInternet.state).toBe("unknown");
  expect(network.fromAnywhere.state).toBe("unknown");
});

it("a launch in no subnet gets a route by AWS's default where nobody asked", () => {
  const { sshIngress, network } = launched(
    instanceIn(good, undefined, [], { associatePublicIpAddress: true }),
    {},
  );
  expect(sshIngress.state).toBe("absent");
  expect(network.fromInternet).toEqual({ state: "open" });
  expect(network.fromConnectEndpoint.state).toBe("unknown");
});
