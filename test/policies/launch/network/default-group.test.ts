import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { everything } from "../resources";
import { goodOf, instanceIn, launched, MODES, SSH } from "./good-network";

type Changes = Readonly<Record<string, StackResource | null>>;

describe("a launch without groups", () => {
  const good = goodOf("made now");
  const { parts, inVpc, make, id } = good;
  const web = instanceIn(good, parts.publicSubnet, []);
  const say = (changes: Changes = {}) => {
    const { sshIngress, httpsEgress, network } = launched(web, parts, changes);
    const said = (fact: typeof sshIngress) => (fact.state === "known" ? fact.value : fact.state);
    return { ssh: said(sshIngress), https: said(httpsEgress), alone: network.throughDefaultGroup.state };
  };
  const adopted = (inputs: Properties) =>
    inVpc("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", inputs);

  it("takes the default one, as AWS makes it for a new VPC", () => {
    expect(say()).toEqual({ ssh: "absent", https: "absent", alone: "closed" });
  });

  it("may be led to by another member", () => {
    const other = { ...web, urn: "other", name: "other" };
    expect(say({ other }).alone).toBe("unknown");
  });

  it("takes the default one as the stack describes it", () => {
    const rules = { ingress: [SSH], egress: [everything] };
    expect(say({ adopted: adopted(rules) })).toMatchObject({ ssh: "open", https: "open" });
    expect(say({ adopted: adopted({}) })).toMatchObject({ ssh: "closed", https: "closed" });
  });

  it("takes the default one with a rule that the stack adds", () => {
    const rule = make(
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "rule",
      { securityGroupId: UNKNOWN, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "0.0.0.0/0" },
      { securityGroupId: [parts.vpc] },
    );
    const { network } = launched(web, parts, { rule });
    expect(say({ rule })).toMatchObject({ ssh: "open", alone: "unknown" });
    expect(network.ingress).toMatchObject({
      value: expect.arrayContaining([
        expect.objectContaining({ from: 22, to: 22, peers: ["groups", "world"] }),
      ]),
    });
  });

  it("is the default one too where it names vpc.defaultSecurityGroupId", () => {
    const named = instanceIn(good, parts.publicSubnet, [parts.vpc], { vpcSecurityGroupIds: [id(parts.vpc)] });
    expect(launched(named, parts).sshIngress).toMatchObject({ value: "open" });
    expect(launched(named, parts).network.ingress).toMatchObject({
      value: [{ from: 0, to: 65535, peers: ["groups"] }],
    });
  });
});

it("the default group of a network that is there already is nobody's to know", () => {
  const good = goodOf("literal ids");
  const web = instanceIn(good, good.parts.publicSubnet, []);
  expect(launched(web, good.parts).network.throughDefaultGroup.state).toBe("unknown");
});

describe.each(MODES)("the ports that groups let in, in a network of %s,", (mode) => {
  const good = goodOf(mode);
  const spans = (ingress: readonly Properties[]) => {
    const access = { ...good.parts.access, inputs: { ...good.parts.access.inputs, ingress } };
    const { network } = launched(instanceIn(good, good.parts.publicSubnet, [access]), good.parts, { access });
    if (network.ingress.state !== "known") throw new Error(network.ingress.state);
    return network.ingress.value
      .filter(({ access: { state }, peers }) => state === "unknown" || peers.length > 0)
      .map(({ from, to, access, peers }) => [
        from,
        to,
        access.state === "known" ? access.value : access.state,
        ...peers,
      ]);
  };

  it.each<[string, readonly Properties[], readonly (readonly (string | number)[])[]]>([
    ["none", [], []],
    ["one, for the world", [SSH], [[22, 22, "open", "world"]]],
    [
      "a range, for private addresses",
      [{ ...SSH, fromPort: 2000, toPort: 2300, cidrBlocks: ["10.0.0.0/8"] }],
      [[2000, 2300, "open", "private-addresses"]],
    ],
    ["every port of every protocol", [everything], [[0, 65535, "open", "world"]]],
    [
      "two that overlap",
      [
        { ...SSH, toPort: 30 },
        { ...SSH, fromPort: 25, toPort: 40, cidrBlocks: ["203.0.113.9/32"] },
      ],
      [
        [22, 24, "open", "world"],
        [25, 30, "open", "addresses", "world"],
        [31, 40, "open", "addresses"],
      ],
    ],
    ["one whose end is known at apply", [{ ...SSH, toPort: UNKNOWN }], [[22, 65535, "unknown", "world"]]],
    [
      "members and a prefix list",
      [{ ...SSH, cidrBlocks: [], self: true, prefixListIds: ["pl-1"] }],
      [[22, 22, "open", "groups", "prefix-list"]],
    ],
    ["another protocol", [{ ...SSH, protocol: "udp" }], []],
  ])("are told: %s", (_, ingress, expected) => {
    expect(spans(ingress)).toEqual(expected);
  });
});
