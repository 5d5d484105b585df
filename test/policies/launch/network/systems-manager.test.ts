import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { changed, goodOf, HTTPS, instanceIn, launched, MODES, type Good } from "./good-network";

type Changes = Readonly<Record<string, StackResource | null>>;

const noRoutes = ({ parts }: Good): Changes => ({
  privateTable: { ...changed(parts.privateTable, { routes: [] }, { routes: [] }) },
});

/** The endpoints of both services, which let the VPC in. */
function goodEndpoints({ inVpc, id, parts }: Good, change: Properties = {}): Changes {
  const ends = inVpc("aws:ec2/securityGroup:SecurityGroup", "ends", {
    ingress: [{ ...HTTPS, cidrBlocks: ["10.0.0.0/16"] }],
    egress: [],
  });
  const endpoint = (service: string) =>
    inVpc(
      "aws:ec2/vpcEndpoint:VpcEndpoint",
      service,
      {
        serviceName: `com.amazonaws.eu-west-1.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [id(parts.privateSubnet)],
        securityGroupIds: [id(ends)],
        ...change,
      },
      { subnetIds: [parts.privateSubnet], securityGroupIds: [ends] },
    );
  return { ends, ssm: endpoint("ssm"), ssmmessages: endpoint("ssmmessages") };
}

describe.each(MODES)("in a network of %s,", (mode) => {
  const good = goodOf(mode);
  const { parts, id } = good;
  const now = mode === "made now";
  const say = (place: "public" | "private", changes: Changes = {}, input: Properties = {}) =>
    launched(
      instanceIn(good, place === "public" ? parts.publicSubnet : parts.privateSubnet, [parts.access], input),
      parts,
      changes,
    ).network.toSystemsManager;

  it.each<[string, "public" | "private", Changes]>([
    ["an internet gateway and a public address", "public", {}],
    ["a NAT gateway", "private", {}],
    ["endpoints in a subnet without a way out", "private", { ...noRoutes(good), ...goodEndpoints(good) }],
    [
      "egress to port 443 of the internet alone",
      "private",
      { access: changed(parts.access, { egress: [HTTPS] }) },
    ],
  ])("%s leads to Systems Manager", (_, place, changes) => {
    expect(say(place, changes)).toEqual({ state: "open" });
  });

  it("a way out by IPv6 alone leaves open whether the agent takes it", () => {
    const routes = [{ ipv6CidrBlock: "::/0", egressOnlyGatewayId: "eigw-1" }];
    expect(say("private", { privateTable: changed(parts.privateTable, { routes }) })).toEqual({
      state: "unknown",
      why: "whether the agent uses IPv6",
    });
  });

  it.each<[string, "public" | "private", Changes, string]>([
    ["neither a route nor an endpoint", "private", noRoutes(good), "has no route out of the VPC"],
    [
      "an endpoint for one of the services only",
      "private",
      { ...noRoutes(good), ...goodEndpoints(good), ssmmessages: null },
      "its VPC main has no endpoint for ssmmessages",
    ],
    [
      "endpoints that let the host in at no port",
      "private",
      {
        ...noRoutes(good),
        ...goodEndpoints(good),
        ends: changed(goodEndpoints(good).ends ?? parts.access, { ingress: [] }),
      },
      "do not let it in at port 443",
    ],
    [
      "an internet gateway, and no public address",
      "public",
      { publicSubnet: changed(parts.publicSubnet, { mapPublicIpOnLaunch: false }) },
      "which needs a public address",
    ],
    [
      "a NAT gateway in a subnet without a way out",
      "private",
      { publicTable: { ...changed(parts.publicTable, { routes: [] }, { routes: [] }) } },
      "the NAT gateway nat stands in public, a subnet without a route to an internet gateway",
    ],
    [
      "a NAT gateway that stands in the subnet it serves",
      "private",
      {
        nat: changed(
          parts.nat,
          { subnetId: id(parts.privateSubnet) },
          now ? { subnetId: [parts.privateSubnet] } : {},
        ),
      },
      "the NAT gateway nat stands in private",
    ],
    [
      "egress to private addresses only",
      "private",
      { access: changed(parts.access, { egress: [{ ...HTTPS, cidrBlocks: ["10.0.0.0/8"] }] }) },
      "let port 443 out to no address of the internet",
    ],
  ])("%s does not, as far as all is seen", (_, place, changes, why) => {
    const answer = say(place, changes);
    expect(answer.state).toBe(now ? "closed" : "unknown");
    expect(answer).toHaveProperty("why", expect.stringContaining(why));
  });

  it.each<[string, "public" | "private", Changes]>([
    [
      "a transit gateway",
      "private",
      {
        privateTable: {
          ...changed(parts.privateTable, { routes: [{ cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" }] }),
          propertyDependencies: parts.privateTable.propertyDependencies.vpcId
            ? { vpcId: parts.privateTable.propertyDependencies.vpcId }
            : {},
        },
      },
    ],
    [
      "endpoints without private names",
      "private",
      { ...noRoutes(good), ...goodEndpoints(good, { privateDnsEnabled: false }) },
    ],
    ["endpoints with a policy", "private", { ...noRoutes(good), ...goodEndpoints(good, { policy: "{}" }) }],
    [
      "an endpoint whose service is known at apply",
      "private",
      { ...noRoutes(good), ...goodEndpoints(good, { serviceName: UNKNOWN }) },
    ],
    ["a private NAT gateway", "private", { nat: changed(parts.nat, { connectivityType: "private" }) }],
    [
      "egress to some addresses",
      "private",
      { access: changed(parts.access, { egress: [{ ...HTTPS, cidrBlocks: ["52.0.0.0/8"] }] }) },
    ],
  ])("%s may lead there", (_, place, changes) => {
    expect(say(place, changes).state).toBe("unknown");
  });

  it("a launch in no subnet leads there by the default VPC", () => {
    const web = instanceIn(good, undefined, [parts.access]);
    expect(launched(web, parts).network.toSystemsManager).toEqual({ state: "open" });
  });
});

it("egress to a group is egress to the endpoint that is in it", () => {
  const good = goodOf("made now");
  const endpoints = goodEndpoints(good);
  const { ends } = endpoints;
  if (!ends) throw new Error("no group");
  const access = changed(
    good.parts.access,
    { egress: [{ ...HTTPS, cidrBlocks: [], securityGroups: [UNKNOWN] }] },
    { egress: [ends] },
  );
  const web = instanceIn(good, good.parts.privateSubnet, [good.parts.access]);
  const changes = { ...noRoutes(good), ...endpoints, access };
  expect(launched(web, good.parts, changes).network.toSystemsManager).toEqual({ state: "open" });
  const lone = { ...access, propertyDependencies: { egress: [good.parts.access.urn] } };
  expect(launched(web, good.parts, { ...changes, access: lone }).network.toSystemsManager.state).toBe(
    "closed",
  );
});
