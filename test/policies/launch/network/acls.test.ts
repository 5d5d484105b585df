import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { goodOf, instanceIn, launched } from "./good-network";

type Changes = Readonly<Record<string, StackResource>>;

const good = goodOf("made now");
const { parts, make, inVpc } = good;

const entry = (ruleNo: number, change: Properties = {}): Properties => ({
  protocol: "tcp",
  ruleNo,
  action: "allow",
  cidrBlock: "0.0.0.0/0",
  fromPort: 22,
  toPort: 22,
  ...change,
});
const answers = entry(100, { fromPort: 1024, toPort: 65535 });
const deny = { action: "deny" };

const acl = (
  ingress: readonly Properties[],
  egress: readonly Properties[] = [answers],
  type = "networkAcl:NetworkAcl",
) =>
  inVpc(
    `aws:ec2/${type}`,
    "acl",
    { subnetIds: [UNKNOWN], ingress, egress },
    { subnetIds: [parts.publicSubnet] },
  );

const say = (changes: Changes) =>
  launched(instanceIn(good, parts.publicSubnet, [parts.access]), parts, changes).network.fromInternet.state;

it.each<[string, readonly Properties[], readonly Properties[], string]>([
  ["that lets port 22 in and answers out", [entry(100)], [answers], "open"],
  [
    "that lets every protocol through",
    [entry(100, { protocol: "-1", fromPort: 0, toPort: 0 })],
    [answers],
    "open",
  ],
  ["whose refusal comes later", [entry(200, deny), entry(100)], [answers], "open"],
  [
    "that refuses some addresses first",
    [entry(50, { ...deny, cidrBlock: "198.51.100.0/24" }), entry(100)],
    [answers],
    "open",
  ],
  [
    "that refuses IPv6",
    [entry(50, { ...deny, cidrBlock: null, ipv6CidrBlock: "::/0" }), entry(100)],
    [answers],
    "open",
  ],
  ["that refuses port 22 first", [entry(50, deny), entry(100)], [answers], "closed"],
  ["that lets in another port only", [entry(100, { fromPort: 443, toPort: 443 })], [answers], "closed"],
  ["that lets in udp only", [entry(100, { protocol: "udp" })], [answers], "closed"],
  ["that lets in private addresses only", [entry(100, { cidrBlock: "10.0.0.0/8" })], [answers], "closed"],
  ["that keeps answers back", [entry(100)], [entry(100, { fromPort: 443, toPort: 443 })], "closed"],
  ["without entries", [], [], "closed"],
  ["with a number known at apply", [entry(100, { ruleNo: UNKNOWN })], [answers], "unknown"],
  ["with an action known at apply", [entry(100, { action: UNKNOWN })], [answers], "unknown"],
  [
    "with addresses known at apply",
    [entry(100, { ...deny, cidrBlock: UNKNOWN }), entry(200)],
    [answers],
    "unknown",
  ],
  ["with ports known at apply", [entry(100, { fromPort: UNKNOWN })], [answers], "unknown"],
])("a network ACL %s", (_, ingress, egress, expected) => {
  expect(say({ acl: acl(ingress, egress) })).toBe(expected);
});

describe("a network ACL", () => {
  const bare = inVpc("aws:ec2/networkAcl:NetworkAcl", "acl", {});
  const associated = make(
    "aws:ec2/networkAclAssociation:NetworkAclAssociation",
    "association",
    { networkAclId: UNKNOWN, subnetId: UNKNOWN },
    { networkAclId: [bare], subnetId: [parts.publicSubnet] },
  );
  const rule = (name: string, inputs: Properties) =>
    make(
      "aws:ec2/networkAclRule:NetworkAclRule",
      name,
      {
        networkAclId: UNKNOWN,
        protocol: "-1",
        ruleAction: "allow",
        ruleNumber: 100,
        cidrBlock: "0.0.0.0/0",
        ...inputs,
      },
      { networkAclId: [bare] },
    );

  it("by association, without entries, lets nothing through", () => {
    expect(say({ bare, associated })).toBe("closed");
  });

  it("has the entries that are resources of their own", () => {
    expect(say({ bare, associated, in: rule("in", {}), out: rule("out", { egress: true }) })).toBe("open");
    expect(say({ bare, associated, in: rule("in", {}), out: rule("out", { egress: UNKNOWN }) })).toBe(
      "unknown",
    );
  });

  it("of another subnet does not count", () => {
    const other = inVpc(
      "aws:ec2/networkAcl:NetworkAcl",
      "acl",
      { subnetIds: [UNKNOWN] },
      { subnetIds: [parts.privateSubnet] },
    );
    expect(say({ other })).toBe("open");
  });

  it("whose subnets cannot be told may be this one's", () => {
    expect(say({ other: inVpc("aws:ec2/networkAcl:NetworkAcl", "acl", { subnetIds: UNKNOWN }) })).toBe(
      "unknown",
    );
  });

  it("that is the VPC's default one counts for subnets without another", () => {
    const adopted = make(
      "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
      "default",
      { defaultNetworkAclId: UNKNOWN },
      { defaultNetworkAclId: [parts.vpc] },
    );
    expect(say({ adopted })).toBe("closed");
    expect(say({ adopted, acl: acl([entry(100)]) })).toBe("open");
  });
});
