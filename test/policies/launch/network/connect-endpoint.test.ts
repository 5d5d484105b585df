import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { changed, goodOf, instanceIn, launched, MODES, SSH, type Good } from "./good-network";
import { everything } from "../resources";

type Changes = Readonly<Record<string, StackResource>>;

const ENDPOINT = "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint";

/** A private host that lets in the endpoint's group, and an endpoint with that group. */
function goodEndpoint(good: Good) {
  const { parts, make, id, inVpc } = good;
  const ends = inVpc("aws:ec2/securityGroup:SecurityGroup", "ends", { ingress: [], egress: [everything] });
  const endpoint = make(
    ENDPOINT,
    "endpoint",
    { subnetId: id(parts.privateSubnet), securityGroupIds: [id(ends)], preserveClientIp: false },
    { subnetId: [parts.privateSubnet], securityGroupIds: [ends] },
  );
  const access = changed(
    parts.access,
    { ingress: [{ ...SSH, cidrBlocks: [], securityGroups: [id(ends)] }] },
    { ingress: [ends] },
  );
  return { ...good, ends, endpoint, access };
}

type WithEndpoint = ReturnType<typeof goodEndpoint>;

describe.each(MODES)("an endpoint of a network of %s", (mode) => {
  const good = goodEndpoint(goodOf(mode));
  const { parts, ends, endpoint, access, id } = good;
  const say = (changes: Changes = {}, groups: readonly StackResource[] = [access]) =>
    launched(instanceIn(good, parts.privateSubnet, groups), parts, { ends, endpoint, access, ...changes })
      .network.fromConnectEndpoint;
  const accessBy = (rule: Properties) => ({
    access: changed(parts.access, { ingress: [{ ...SSH, ...rule }] }),
  });
  const none = mode === "made now" ? "closed" : "unknown";

  it.each<[string, () => Changes]>([
    ["its group let in", () => ({})],
    ["the whole world let in", () => accessBy({})],
    ["the VPC's addresses let in", () => accessBy({ cidrBlocks: ["10.0.0.0/16"] })],
    [
      "client addresses let in, where they are kept",
      () => ({
        ...accessBy({ cidrBlocks: ["203.0.113.0/24"] }),
        endpoint: changed(endpoint, { preserveClientIp: true }),
      }),
    ],
    [
      "egress to the host's group alone",
      () => ({
        access: changed(parts.access, {}),
        ends: changed(
          ends,
          { egress: [{ ...SSH, cidrBlocks: [], securityGroups: [id(parts.access)] }] },
          { egress: [parts.access] },
        ),
      }),
    ],
  ])("reaches the host with %s", (_, changes) => {
    expect(say(changes())).toEqual({ state: "open" });
  });

  it.each<[string, () => Changes]>([
    [
      "port 22 let in from another range than the endpoint's",
      () => accessBy({ cidrBlocks: ["192.168.0.0/16"] }),
    ],
    ["port 22 not let in", () => ({ access: changed(parts.access, { ingress: [] }) })],
    ["no egress of its own", () => ({ ends: changed(ends, { egress: [] }) })],
  ])("does not reach it with %s", (_, changes) => {
    expect(say(changes()).state).toBe("closed");
  });

  it.each<[string, () => Changes]>([
    [
      "groups from elsewhere",
      () => ({
        endpoint: { ...endpoint, inputs: { ...endpoint.inputs, securityGroupIds: ["sg-9"] } },
      }),
    ],
    ["rules known at apply", () => ({ access: changed(parts.access, { ingress: UNKNOWN }) })],
    [
      "the VPC's addresses let in, and nobody says whether the client's is kept",
      () => ({
        ...accessBy({ cidrBlocks: ["10.0.0.0/16"] }),
        endpoint: changed(endpoint, { preserveClientIp: null }),
      }),
    ],
  ])("may reach it with %s", (_, changes) => {
    expect(say(changes()).state).toBe("unknown");
  });

  it(`is ${none} where there is none`, () => {
    const { network } = launched(instanceIn(good, parts.privateSubnet, [access]), parts, { ends, access });
    expect(network.fromConnectEndpoint.state).toBe(none);
  });

  it("of another VPC does not count", () => {
    const vpc = good.make("aws:ec2/vpc:Vpc", "other", {});
    const subnet = good.make("aws:ec2/subnet:Subnet", "elsewhere", { vpcId: id(vpc) }, { vpcId: [vpc] });
    const away = good.make(ENDPOINT, "endpoint", { subnetId: id(subnet) }, { subnetId: [subnet] });
    expect(say({ vpc2: vpc, subnet2: subnet, endpoint: away }).state).toBe(none);
  });
});

it("an endpoint without groups reaches the members of the VPC's default group", () => {
  const good: WithEndpoint = goodEndpoint(goodOf("made now"));
  const endpoint = changed(good.endpoint, { securityGroupIds: null });
  const web = instanceIn(good, good.parts.privateSubnet, []);
  const { network, sshIngress } = launched(web, good.parts, {
    endpoint: {
      ...endpoint,
      propertyDependencies: { subnetId: endpoint.propertyDependencies.subnetId ?? [] },
    },
  });
  expect(sshIngress.state).toBe("absent");
  expect(network.fromConnectEndpoint).toEqual({ state: "open" });
});
