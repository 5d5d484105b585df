import { absent, known } from "../../../policies/facts/fact";
import type { StackResource } from "../../../policies/launch/resource";
import loginShut from "../../../policies/rules/login-shut";
import noWayIn from "../../../policies/rules/no-way-in";
import { findings, images, stateOf, type Change } from "../../support/subjects";
import { changed, goodOf, instanceIn, launched, MODES, SSH, type Good } from "../launch/network/good-network";

type Resources = Readonly<Record<string, StackResource>>;

/** A host in the private subnet, whose groups let in private addresses: how it is entered is for each test to say. */
const hostIn = (good: Good, more: Resources = {}, change: Change = {}): Change => {
  const access = changed(good.parts.access, { ingress: [{ ...SSH, cidrBlocks: ["10.0.0.0/8"] }] });
  const web = instanceIn(good, good.parts.privateSubnet, [access]);
  return {
    ...launched(web, good.parts, { access, ...more }),
    image: images.debian,
    role: absent("iamInstanceProfile"),
    keyName: known("ops", "keyName"),
    keyPairInStack: true,
    account: { serialConsole: absent("serialConsoleAccess") },
    ...change,
  };
};

const verdicts = (change: Change) => [...findings(noWayIn, change), ...findings(loginShut, change)];

describe.each(MODES)("in a network of %s, neither verdict blocks", (mode) => {
  const good = goodOf(mode);
  const { parts, inVpc, make, id } = good;
  const byRoute = (property: string): Resources => ({
    privateTable: changed(parts.privateTable, {
      routes: [{ cidrBlock: "10.0.0.0/8", [property]: "gateway-1" }],
    }),
  });

  it.each<[string, Resources]>([
    ["a VPN gateway", { vpn: inVpc("aws:ec2/vpnGateway:VpnGateway", "vpn", {}) }],
    [
      "a peering",
      { peering: inVpc("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peer", { peerVpcId: "vpc-9" }) },
    ],
    ["a peering of which only the route is here", byRoute("vpcPeeringConnectionId")],
    ["a transit gateway of which only the route is here", byRoute("transitGatewayId")],
    ["propagated routes", { privateTable: changed(parts.privateTable, { propagatingVgws: ["vgw-1"] }) }],
    [
      "a bastion",
      {
        bastion: { ...instanceIn(good, parts.publicSubnet, [parts.access]), urn: "bastion", name: "bastion" },
      },
    ],
  ])("a key-only host behind %s", (_, more) => {
    const host = hostIn(good, more);
    expect(stateOf(host, "ssh")).toBe("unknown");
    expect(verdicts(host)).toEqual([]);
  });

  it("a host without a key that Systems Manager reaches by a NAT gateway", () => {
    const role = known({ sessionManager: known(true, "managedPolicyArns") }, "iamInstanceProfile");
    const host = hostIn(
      good,
      {},
      { image: images.al2023, role, keyName: absent("keyName"), keyPairInStack: false },
    );
    expect(stateOf(host, "session-manager")).toBe("open");
    expect(verdicts(host)).toEqual([]);
  });

  it("a host without a key that an Instance Connect endpoint reaches", () => {
    const endpoint = make(
      "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
      "endpoint",
      { subnetId: id(parts.privateSubnet), securityGroupIds: [id(parts.access)], preserveClientIp: false },
      { subnetId: [parts.privateSubnet], securityGroupIds: [parts.access] },
    );
    const host = hostIn(
      good,
      { endpoint },
      { image: images.al2023, keyName: absent("keyName"), keyPairInStack: false },
    );
    expect(stateOf(host, "instance-connect")).toBe("open");
    expect(verdicts(host)).toEqual([]);
  });
});

it("in a new network that nothing leads into, a host with a key only is shut in", () => {
  const host = hostIn(goodOf("made now"));
  expect(stateOf(host, "ssh")).toBe("closed");
  expect(findings(noWayIn, host)).toHaveLength(1);
});

it("in a network that was there before, it is not", () => {
  expect(verdicts(hostIn(goodOf("literal ids")))).toEqual([]);
});
