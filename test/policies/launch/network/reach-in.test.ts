import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { changed, goodOf, instanceIn, launched, MODES, type Good, type Mode } from "./good-network";

type Changes = Readonly<Record<string, StackResource | null>>;
type Case = [name: string, change: (good: Good) => Changes, said: string, input?: Properties];

const say = (
  mode: Mode,
  place: "public" | "private",
  change: (good: Good) => Changes,
  input: Properties = {},
) => {
  const good = goodOf(mode);
  const { publicSubnet, privateSubnet, access } = good.parts;
  const web = instanceIn(good, place === "public" ? publicSubnet : privateSubnet, [access], input);
  return launched(web, good.parts, change(good)).network;
};

const nothing = (): Changes => ({});
const otherTable = (good: Good, route: Properties, to?: StackResource) => ({
  publicTable: changed(
    good.parts.publicTable,
    { routes: [{ cidrBlock: "0.0.0.0/0", ...route }] },
    { routes: to ? [to] : [] },
  ),
});

describe.each(MODES)("the internet, with a network of %s,", (mode) => {
  it.each<Case>([
    ["a subnet that gives public addresses and leads to an internet gateway", nothing, "open"],
    [
      "an address that the instance asks for",
      ({ parts }) => ({ publicSubnet: changed(parts.publicSubnet, { mapPublicIpOnLaunch: false }) }),
      "open",
      { associatePublicIpAddress: true },
    ],
    [
      "a route that is a resource of its own",
      ({ parts, make, id }) => ({
        publicTable: changed(parts.publicTable, { routes: null }),
        route: make(
          "aws:ec2/route:Route",
          "out",
          {
            routeTableId: id(parts.publicTable),
            destinationCidrBlock: "0.0.0.0/0",
            gatewayId: id(parts.igw),
          },
          { routeTableId: [parts.publicTable], gatewayId: [parts.igw] },
        ),
      }),
      "open",
    ],
    [
      "the VPC's main table, by association",
      ({ parts, make, id }) => ({
        publicAssociation: null,
        main: make(
          "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
          "main-table",
          { vpcId: id(parts.vpc), routeTableId: id(parts.publicTable) },
          { vpcId: [parts.vpc], routeTableId: [parts.publicTable] },
        ),
      }),
      "open",
    ],
    [
      "a network ACL that lets everything through",
      ({ parts, inVpc, id }) => ({
        acl: inVpc(
          "aws:ec2/networkAcl:NetworkAcl",
          "acl",
          { subnetIds: [id(parts.publicSubnet)], ingress: [ALL], egress: [ALL] },
          { subnetIds: [parts.publicSubnet] },
        ),
      }),
      "open",
    ],
  ])("comes in by %s", (_, change, state, input = {}) => {
    expect(say(mode, "public", change, input).fromInternet.state).toBe(state);
  });

  const isNow = mode === "made now";
  const shut = isNow ? "closed" : "unknown";
  it.each<Case>([
    [
      "no public address",
      ({ parts }) => ({ publicSubnet: changed(parts.publicSubnet, { mapPublicIpOnLaunch: false }) }),
      "it has no public address",
    ],
    [
      "an address that the instance declines",
      nothing,
      "it has no public address",
      { associatePublicIpAddress: false },
    ],
    [
      "a table that has only the local route",
      ({ parts }) => ({ publicTable: changed(parts.publicTable, { routes: [] }) }),
      "the route table public-table of its subnet public has no route out of the VPC",
    ],
    [
      "the gateway's own NAT",
      (good) => otherTable(good, { natGatewayId: good.id(good.parts.nat) }, good.parts.nat),
      "its subnet public leads out by a gateway that lets no connection in",
    ],
    [
      "a network ACL without entries",
      ({ parts, inVpc, id }) => ({
        acl: inVpc(
          "aws:ec2/networkAcl:NetworkAcl",
          "acl",
          { subnetIds: [id(parts.publicSubnet)], egress: [ALL], ingress: [{ ...ALL, action: "deny" }] },
          { subnetIds: [parts.publicSubnet] },
        ),
      }),
      "the network ACL acl of its subnet public lets no connection to port 22 in",
    ],
    [
      "a network ACL that keeps the answers back",
      ({ parts, inVpc, id }) => ({
        acl: inVpc(
          "aws:ec2/networkAcl:NetworkAcl",
          "acl",
          {
            subnetIds: [id(parts.publicSubnet)],
            ingress: [ALL],
            egress: [{ ...ALL, protocol: "tcp", fromPort: 443, toPort: 443 }],
          },
          { subnetIds: [parts.publicSubnet] },
        ),
      }),
      "the network ACL acl of its subnet public lets no answers out (ports 1024 to 65535)",
    ],
  ])(`is ${shut} with %s`, (_, change, why, input = {}) => {
    const { fromInternet } = say(mode, "public", change, input);
    expect(fromInternet.state).toBe(shut);
    expect(fromInternet).toHaveProperty("why", isNow ? why : `whether ${why} is all there is`);
  });

  it.each<Case>([
    [
      "a table known at apply",
      ({ parts }) => ({ publicTable: changed(parts.publicTable, { routes: UNKNOWN }) }),
      "",
    ],
    [
      "an association whose table is known at apply",
      ({ parts }) => ({
        publicAssociation: {
          ...changed(parts.publicAssociation, { routeTableId: UNKNOWN }),
          propertyDependencies: parts.publicAssociation.propertyDependencies.subnetId
            ? { subnetId: parts.publicAssociation.propertyDependencies.subnetId }
            : {},
        },
      }),
      "",
    ],
    [
      "two tables",
      ({ parts, association }) => ({ second: association("second", parts.publicSubnet, parts.privateTable) }),
      "",
    ],
    ["a transit gateway", (good) => otherTable(good, { transitGatewayId: "tgw-1" }), ""],
    ["a peering", (good) => otherTable(good, { vpcPeeringConnectionId: UNKNOWN }), ""],
    ["a VPN gateway", (good) => otherTable(good, { gatewayId: "vgw-1" }), ""],
    [
      "a part of the internet only",
      (good) => ({
        publicTable: changed(good.parts.publicTable, {
          routes: [{ cidrBlock: "203.0.113.0/24", gatewayId: good.id(good.parts.igw) }],
        }),
      }),
      "",
    ],
    [
      "a subnet whose addresses are known at apply",
      ({ parts }) => ({ publicSubnet: changed(parts.publicSubnet, { mapPublicIpOnLaunch: UNKNOWN }) }),
      "",
    ],
    [
      "an entry of the network ACL known at apply",
      ({ parts, inVpc, id }) => ({
        acl: inVpc(
          "aws:ec2/networkAcl:NetworkAcl",
          "acl",
          { subnetIds: [id(parts.publicSubnet)], ingress: UNKNOWN, egress: [ALL] },
          { subnetIds: [parts.publicSubnet] },
        ),
      }),
      "",
    ],
  ])("is unknown with %s", (_, change) => {
    expect(say(mode, "public", change).fromInternet.state).toBe("unknown");
  });
});

const ALL = { protocol: "-1", ruleNo: 100, action: "allow", cidrBlock: "0.0.0.0/0", fromPort: 0, toPort: 0 };

describe.each(MODES)("an Elastic IP, with a network of %s,", (mode) => {
  const good = goodOf(mode);
  const { id, make, parts } = good;
  const quiet = { publicSubnet: changed(parts.publicSubnet, { mapPublicIpOnLaunch: false }) };

  it("counts where it goes to the instance", () => {
    const web = instanceIn(good, parts.publicSubnet, [parts.access]);
    const eip = make("aws:ec2/eip:Eip", "ip", { instance: UNKNOWN });
    const given = { ...eip, propertyDependencies: { instance: [web.urn] } };
    expect(launched(web, parts, { ...quiet, given }).network.fromInternet.state).toBe("open");
  });

  it("counts where it goes to the instance's network interface", () => {
    const eni = make(
      "aws:ec2/networkInterface:NetworkInterface",
      "eni",
      { subnetId: id(parts.publicSubnet), securityGroups: [id(parts.access)] },
      { subnetId: [parts.publicSubnet], securityGroups: [parts.access] },
    );
    const primary: Properties = {
      primaryNetworkInterface: { networkInterfaceId: id(eni) },
      vpcSecurityGroupIds: null,
    };
    const web = instanceIn(good, undefined, [], primary);
    const attached = mode === "made now" ? changed(web, {}, { primaryNetworkInterface: [eni] }) : web;
    const eip = make("aws:ec2/eip:Eip", "ip", {});
    const association = make(
      "aws:ec2/eipAssociation:EipAssociation",
      "association",
      { networkInterfaceId: id(eni), allocationId: id(eip) },
      { networkInterfaceId: [eni], allocationId: [eip] },
    );
    const { network } = launched(attached, parts, { ...quiet, eni, eip, association });
    expect(network.fromInternet.state).toBe("open");
  });

  it("that may be given to any instance leaves it open", () => {
    const web = instanceIn(good, parts.publicSubnet, [parts.access]);
    const stray = make("aws:ec2/eip:Eip", "ip", { instance: UNKNOWN });
    expect(launched(web, parts, { ...quiet, stray }).network.fromInternet.state).toBe("unknown");
  });
});

describe("anything at all", () => {
  const good = goodOf("made now");
  const { parts, make, id, inVpc } = good;
  const web = instanceIn(good, parts.privateSubnet, [parts.access]);
  const reach = (changes: Changes = {}) => launched(web, parts, changes).network.fromAnywhere;

  it("is shut out of a private subnet that stands alone", () => {
    expect(reach()).toEqual({
      state: "closed",
      why: "it has no public address, and nothing else leads into its VPC main",
    });
  });

  it("is not shut out where the network is there already", () => {
    const there = goodOf("literal ids");
    const host = instanceIn(there, there.parts.privateSubnet, [there.parts.access]);
    expect(launched(host, there.parts).network.fromAnywhere.state).toBe("unknown");
  });

  it.each<[string, () => Changes]>([
    [
      "another host, which may be a bastion",
      () => ({
        bastion: { ...instanceIn(good, parts.publicSubnet, [parts.access]), urn: "bastion", name: "bastion" },
      }),
    ],
    [
      "a host by a launch template in its groups",
      () => {
        const template = make(
          "aws:ec2/launchTemplate:LaunchTemplate",
          "t",
          { vpcSecurityGroupIds: [UNKNOWN] },
          { vpcSecurityGroupIds: [parts.access] },
        );
        return {
          template,
          group: make(
            "aws:autoscaling/group:Group",
            "g",
            { launchTemplate: { id: UNKNOWN } },
            { launchTemplate: [template] },
          ),
        };
      },
    ],
    [
      "a load balancer",
      () => ({
        lb: make(
          "aws:lb/loadBalancer:LoadBalancer",
          "lb",
          { subnets: [UNKNOWN] },
          { subnets: [parts.publicSubnet] },
        ),
      }),
    ],
    [
      "a transit gateway's attachment",
      () => ({
        tgw: inVpc("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "hub", { transitGatewayId: "tgw-1" }),
      }),
    ],
    [
      "a peering",
      () => ({ peering: inVpc("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peer", {}) }),
    ],
    ["a VPN gateway", () => ({ vpn: inVpc("aws:ec2/vpnGateway:VpnGateway", "vpn", {}) })],
    [
      "a client VPN",
      () => ({
        vpn: make(
          "aws:ec2clientvpn/networkAssociation:NetworkAssociation",
          "vpn",
          { subnetId: UNKNOWN },
          { subnetId: [parts.privateSubnet] },
        ),
      }),
    ],
    [
      "a route to a transit gateway",
      () => ({
        privateTable: changed(
          parts.privateTable,
          { routes: [{ cidrBlock: "10.0.0.0/8", transitGatewayId: "tgw-1" }] },
          { routes: [] },
        ),
      }),
    ],
    [
      "propagated routes",
      () => ({ privateTable: changed(parts.privateTable, { propagatingVgws: ["vgw-1"] }) }),
    ],
    [
      "a route to a NAT instance",
      () => ({
        privateTable: changed(
          parts.privateTable,
          { routes: [{ cidrBlock: "0.0.0.0/0", networkInterfaceId: "eni-1" }] },
          { routes: [] },
        ),
      }),
    ],
    [
      "an IPv6 address with a route in",
      () => ({
        privateSubnet: changed(parts.privateSubnet, { assignIpv6AddressOnCreation: true }),
        privateTable: changed(
          parts.privateTable,
          { routes: [{ ipv6CidrBlock: "::/0", gatewayId: id(parts.igw) }] },
          { routes: [parts.igw] },
        ),
      }),
    ],
    ["a resource of a type that nobody knows", () => ({ other: inVpc("vendor:index:Appliance", "box", {}) })],
  ])("may come by %s", (_, changes) => {
    expect(reach(changes()).state).toBe("unknown");
  });
});

describe("several subnets", () => {
  const good = goodOf("made now");
  const { parts, make } = good;
  const template = make(
    "aws:ec2/launchTemplate:LaunchTemplate",
    "t",
    { name: "t", vpcSecurityGroupIds: [UNKNOWN] },
    { vpcSecurityGroupIds: [parts.access] },
  );
  const groupIn = (...subnets: readonly StackResource[]) =>
    make(
      "aws:autoscaling/group:Group",
      "web",
      { vpcZoneIdentifiers: subnets.map(() => UNKNOWN), launchTemplate: { id: UNKNOWN } },
      { vpcZoneIdentifiers: subnets, launchTemplate: [template] },
    );
  const second = good.inVpc("aws:ec2/subnet:Subnet", "second", { mapPublicIpOnLaunch: true });
  const secondAssociation = good.association("second-association", second, parts.publicTable);

  it.each<[string, readonly StackResource[], string, string]>([
    ["that are alike answer as one", [parts.publicSubnet, second], "open", "open"],
    ["that differ leave it unknown", [parts.publicSubnet, parts.privateSubnet], "unknown", "open"],
  ])("%s", (_, subnets, internet, ssm) => {
    const { network } = launched(groupIn(...subnets), { ...parts, template, second, secondAssociation });
    expect([network.fromInternet.state, network.toSystemsManager.state]).toEqual([internet, ssm]);
  });
});

describe("the main route table of a VPC", () => {
  const good = goodOf("made now");
  const { parts, make } = good;
  const bare = Object.fromEntries(
    Object.entries(parts).filter(([, { name }]) => !name.endsWith("association")),
  );
  const say = (changes: Changes) =>
    launched(instanceIn(good, parts.publicSubnet, [parts.access]), bare, changes).network.fromInternet;
  const out: Properties = { destinationCidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN };

  it("leads nowhere as AWS makes it", () => {
    expect(say({})).toEqual({
      state: "closed",
      why: "the main route table of its subnet public has no route out of the VPC",
    });
  });

  it.each<[string, StackResource]>([
    [
      "as the stack adopts it",
      make(
        "aws:ec2/defaultRouteTable:DefaultRouteTable",
        "main-table",
        { defaultRouteTableId: UNKNOWN, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }] },
        { defaultRouteTableId: [parts.vpc], routes: [parts.igw] },
      ),
    ],
    [
      "with a route that the stack adds to vpc.mainRouteTableId",
      make(
        "aws:ec2/route:Route",
        "out",
        { routeTableId: UNKNOWN, ...out },
        { routeTableId: [parts.vpc], gatewayId: [parts.igw] },
      ),
    ],
  ])("leads out %s", (_, added) => {
    expect(say({ added })).toEqual({ state: "open" });
  });

  it("may have a route of which nobody can tell the table", () => {
    const stray = make("aws:ec2/route:Route", "out", { routeTableId: UNKNOWN, ...out });
    expect(say({ stray }).state).toBe("unknown");
  });

  it("is not told by a route of another table", () => {
    const other = make(
      "aws:ec2/route:Route",
      "out",
      { routeTableId: UNKNOWN, ...out },
      { routeTableId: [parts.privateTable], gatewayId: [parts.igw] },
    );
    expect(say({ other }).state).toBe("closed");
  });
});

it("a subnet that is not in the stack is unknown, and told by the property that names it", () => {
  const good = goodOf("made now");
  const web = instanceIn(good, undefined, [good.parts.access], { subnetId: "subnet-9" });
  const { network } = launched(web, good.parts);
  for (const path of ["fromInternet", "fromAnywhere", "fromConnectEndpoint", "toSystemsManager"] as const)
    expect(network[path]).toEqual({
      state: "unknown",
      why: "the subnet that subnetId names is not in the stack",
    });
});
