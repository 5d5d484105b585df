import { launchesOf } from "../../../policies/launch/launches";
import { UNKNOWN, type Properties, type StackResource } from "../../../policies/launch/resource";
import {
  everything,
  from,
  instance,
  resource,
  securityGroup,
  sshRule,
  stackOf,
  template,
  bareInstance,
} from "./resources";

const CLASSIC = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** Access of the instance `web` in a stack with these resources. */
function accessOf(web: StackResource, ...others: readonly StackResource[]) {
  const launch = launchesOf(stackOf(web, ...others)).find(({ resource: { urn } }) => urn === web.urn);
  if (launch === undefined) throw new Error("no launch");
  const said = ({ sshIngress, httpsEgress }: typeof launch) => ({
    ssh: say(sshIngress),
    https: say(httpsEgress),
  });
  return said(launch);
}

const say = (fact: { state: string; value?: string }) => fact.value ?? fact.state;

const using = (...groups: readonly StackResource[]) =>
  instance({ vpcSecurityGroupIds: groups.map(() => UNKNOWN) }, from({ vpcSecurityGroupIds: groups }));

describe("inline rules", () => {
  it.each<[string, Properties, string]>([
    ["port 22 over tcp", {}, "open"],
    ["protocol 6", { protocol: "6" }, "open"],
    ["every protocol", { protocol: "-1", fromPort: 0, toPort: 0 }, "open"],
    ["a range around 22, as texts", { fromPort: "0", toPort: "1024" }, "open"],
    ["only a prefix list", { cidrBlocks: [], prefixListIds: ["pl-1"] }, "open"],
    ["only a range that is known at apply", { cidrBlocks: [UNKNOWN] }, "open"],
    ["members of the same group", { cidrBlocks: [], self: true }, "open"],
    ["udp", { protocol: "udp" }, "closed"],
    ["a range beside 22", { fromPort: 80, toPort: 443 }, "closed"],
    ["a range that ends before 22, wherever it starts", { fromPort: UNKNOWN, toPort: 21 }, "closed"],
    ["port 0 of tcp, which is not every port", { fromPort: 0, toPort: 0 }, "closed"],
    ["nobody", { cidrBlocks: [] }, "closed"],
    ["a protocol known at apply", { protocol: UNKNOWN }, "unknown"],
    ["a port known at apply", { toPort: UNKNOWN }, "unknown"],
    ["ranges known at apply, perhaps none", { cidrBlocks: UNKNOWN }, "unknown"],
  ])("for %s", (_, change, expected) => {
    const access = securityGroup({ ingress: [{ ...sshRule, ...change }] });
    expect(accessOf(using(access), access).ssh).toBe(expected);
  });

  it("are none where ingress is left out", () => {
    const access = securityGroup({ ingress: null });
    expect(accessOf(using(access), access)).toEqual({ ssh: "closed", https: "open" });
  });

  it("let nothing out where egress is left out, since the provider removes AWS's own rule", () => {
    const access = securityGroup({ egress: null });
    expect(accessOf(using(access), access)).toEqual({ ssh: "open", https: "closed" });
  });

  it("are unknown where the group was not seen as written", () => {
    const access = { ...securityGroup(), inputs: undefined };
    expect(accessOf(using(access), access)).toEqual({ ssh: "unknown", https: "unknown" });
  });

  it("are unknown in part where one of them is", () => {
    const access = securityGroup({ ingress: [UNKNOWN], egress: [UNKNOWN, everything] });
    expect(accessOf(using(access), access)).toEqual({ ssh: "unknown", https: "open" });
  });
});

describe("rules of their own", () => {
  const bare = securityGroup({ ingress: null, egress: null });
  const rule = (type: string, inputs: Properties, dependencies: readonly StackResource[] = [bare]) =>
    resource(type, "rule", { securityGroupId: UNKNOWN, ...inputs }, from({ securityGroupId: dependencies }));
  const classic = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] };
  const vpc = { ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "10.0.0.0/8" };

  it.each<[string, StackResource, string, string]>([
    ["a SecurityGroupRule for ingress", rule(CLASSIC, { ...classic, type: "ingress" }), "open", "closed"],
    ["one for egress of every port", rule(CLASSIC, { ...everything, type: "egress" }), "closed", "open"],
    [
      "one from a group known at apply",
      rule(CLASSIC, { ...classic, type: "ingress", cidrBlocks: null, sourceSecurityGroupId: UNKNOWN }),
      "open",
      "closed",
    ],
    ["one of unknown direction", rule(CLASSIC, { ...everything, type: UNKNOWN }), "unknown", "unknown"],
    ["a SecurityGroupIngressRule", rule(INGRESS, vpc), "open", "closed"],
    ["a SecurityGroupEgressRule", rule(EGRESS, { ipProtocol: "-1", cidrIpv6: "::/0" }), "closed", "open"],
    ["one for another port", rule(INGRESS, { ...vpc, fromPort: 80, toPort: 80 }), "closed", "closed"],
    [
      "one for another group by id",
      rule(INGRESS, { ...vpc, securityGroupId: "sg-other" }),
      "closed",
      "closed",
    ],
    ["one for a group that cannot be told", rule(INGRESS, vpc, []), "unknown", "closed"],
  ])("%s", (_, loose, ssh, https) => {
    expect(accessOf(using(bare), bare, loose)).toEqual({ ssh, https });
  });

  it("belong to a group by its known id", () => {
    const made = securityGroup({ ingress: null }, { outputs: { id: "sg-1" } });
    const web = instance({ vpcSecurityGroupIds: ["sg-1"] });
    const loose = resource(INGRESS, "rule", { ...vpc, securityGroupId: "sg-1" });
    expect(accessOf(web, made, loose).ssh).toBe("open");
  });
});

describe("the groups of a launch", () => {
  const open = securityGroup();
  const closed = securityGroup({ ingress: null, egress: null }, {}, "closed");

  it("are joined: one that lets in is enough", () => {
    expect(accessOf(using(closed, open), closed, open).ssh).toBe("open");
  });

  it("are found by the name that Check made", () => {
    const web = instance({ vpcSecurityGroupIds: null, securityGroups: ["access-1a2b3c4"] });
    expect(accessOf(web, open)).toEqual({ ssh: "open", https: "open" });
  });

  it("outside the stack leave a closed one unknown, not an open one", () => {
    const web = (group: StackResource) =>
      instance({ vpcSecurityGroupIds: [UNKNOWN, "sg-outside"] }, from({ vpcSecurityGroupIds: [group] }));
    expect(accessOf(web(closed), closed).ssh).toBe("unknown");
    expect(accessOf(web(open), open).ssh).toBe("open");
  });

  it("say what is missing", () => {
    expect(launchesOf(stackOf(instance()))[0]?.sshIngress).toEqual({
      state: "unknown",
      path: "vpcSecurityGroupIds",
      why: "the security group that vpcSecurityGroupIds[0] names is not in the stack",
    });
  });

  it("are unknown where an element may come from elsewhere", () => {
    const vpc = resource("aws:ec2/vpc:Vpc", "main", {});
    const web = instance({ vpcSecurityGroupIds: [UNKNOWN] }, from({ vpcSecurityGroupIds: [closed, vpc] }));
    expect(accessOf(web, closed, vpc).ssh).toBe("unknown");
  });

  it("of which one is picked at apply are what all of them are", () => {
    const pick = (...groups: readonly StackResource[]) =>
      accessOf(instance({ vpcSecurityGroupIds: [UNKNOWN] }, from({ vpcSecurityGroupIds: groups })), ...groups)
        .ssh;
    const alsoClosed = securityGroup({ ingress: null }, {}, "also-closed");
    expect(pick(closed, alsoClosed)).toBe("closed");
    expect(pick(open, closed)).toBe("unknown");
    expect(pick(open, securityGroup({}, {}, "also-open"))).toBe("open");
  });

  it("that are only known as a list are told by its one dependency", () => {
    const web = instance({ vpcSecurityGroupIds: UNKNOWN }, from({ vpcSecurityGroupIds: [closed] }));
    expect(accessOf(web, closed).ssh).toBe("closed");
  });

  it("are absent where none are given, and the VPC's default applies", () => {
    expect(accessOf(instance({ vpcSecurityGroupIds: [] }))).toEqual({ ssh: "absent", https: "absent" });
  });

  it("are unknown where none are given and the stack may change the VPC's default", () => {
    const adopted = resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {});
    const stray = resource(INGRESS, "stray", { ipProtocol: "-1", securityGroupId: UNKNOWN });
    expect(accessOf(instance({ vpcSecurityGroupIds: [] }), adopted).ssh).toBe("unknown");
    expect(accessOf(instance({ vpcSecurityGroupIds: [] }), stray).ssh).toBe("unknown");
  });
});

describe("groups of network interfaces", () => {
  const open = securityGroup();
  const closed = securityGroup({ ingress: null }, {}, "closed");
  const subnet = resource("aws:ec2/subnet:Subnet", "private", {});
  const ENI = "aws:ec2/networkInterface:NetworkInterface";
  const bare = { vpcSecurityGroupIds: null };

  const templated = (interfaces: Properties[], dependencies: readonly StackResource[]) => {
    const made = template(
      { ...bare, networkInterfaces: interfaces },
      from({ networkInterfaces: dependencies }),
    );
    const web = bareInstance({ id: UNKNOWN }, from({ launchTemplate: [made] }));
    return accessOf(web, made, ...dependencies);
  };

  it("in a template count, a subnet beside them is no group", () => {
    const one: Properties = { securityGroups: [UNKNOWN], subnetId: UNKNOWN };
    expect(templated([one], [open, subnet]).ssh).toBe("open");
    expect(templated([one], [closed, subnet]).ssh).toBe("closed");
  });

  it("are the VPC's default for an interface that names none", () => {
    expect(templated([{ subnetId: UNKNOWN }], [subnet]).ssh).toBe("absent");
    expect(templated([{ securityGroups: [UNKNOWN] }, { deviceIndex: 1 }], [closed]).ssh).toBe("unknown");
  });

  it("that an instance is given are looked up in the stack", () => {
    const eni = resource(ENI, "eni", { securityGroups: [UNKNOWN] }, from({ securityGroups: [closed] }));
    const web = instance(
      { ...bare, primaryNetworkInterface: { networkInterfaceId: UNKNOWN } },
      from({ primaryNetworkInterface: [eni] }),
    );
    expect(accessOf(web, eni, closed).ssh).toBe("closed");
    expect(accessOf(web, closed).ssh).toBe("unknown");
  });

  it("may be added to by an attachment", () => {
    const web = using(closed);
    const added = resource(
      "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
      "added",
      { networkInterfaceId: UNKNOWN, securityGroupId: UNKNOWN },
      from({ networkInterfaceId: [web], securityGroupId: [open] }),
    );
    expect(accessOf(web, closed, open).ssh).toBe("closed");
    expect(accessOf(web, closed, open, added).ssh).toBe("open");
  });
});
