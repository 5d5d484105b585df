import { absent, known, unknown, type Fact } from "../../../policies/facts/fact";
import type { IngressSpan, LaunchNetwork } from "../../../policies/launch/launch";
import type { PeerKind } from "../../../policies/launch/network/peers";
import {
  images,
  judgedLaunch,
  noKeyPair,
  noRouteSeen,
  openNetwork,
  script,
  stateOf,
  type Change,
} from "../../support/subjects";

const spans = (
  ...all: readonly (readonly [from: number, to: number, ...peers: PeerKind[]])[]
): Fact<readonly IngressSpan[]> =>
  known(
    all.map(([from, to, ...peers]) => ({
      from,
      to,
      access: known(peers.length > 0 ? "open" : "closed", "ingress"),
      peers,
    })),
    "ingress",
  );

/** Groups that let in one port and no other. */
const only = (port: number, ...peers: PeerKind[]): Change => ({
  sshIngress: known(port === 22 ? "open" : "closed", "vpcSecurityGroupIds"),
  network: { ...openNetwork, ingress: spans([0, port - 1], [port, port, ...peers], [port + 1, 65535]) },
});

const network = (change: Partial<LaunchNetwork>): Change => ({ network: { ...openNetwork, ...change } });
const closed = (why: string) => ({ state: "closed", why }) as const;
const isolated = closed("it has no public address, and nothing else leads into its VPC main");

const why = (change: Change): string =>
  judgedLaunch(change)
    .ways.ssh.reasons.map(({ what }) => what)
    .join("; ");

describe("the port that sshd listens on", () => {
  const listens = (port: number) =>
    script(
      `sed -i 's/^#Port 22/Port ${String(port)}/' /etc/ssh/sshd_config`,
      "systemctl restart ssh",
      "systemctl disable --now ssh.socket",
    );
  const moved = (port: number, change: Change): Change => ({
    ...change,
    userData: listens(port),
  });

  it("is the one that has to be let in", () => {
    expect(why(moved(2222, only(2222, "world")))).not.toContain("port");
    expect(why(moved(2222, only(22, "world")))).toContain("2222");
    expect(stateOf(moved(2222, only(22, "world")), "ssh")).not.toBe("open");
  });

  it("that no group lets in, as 22 is not, closes it", () => {
    const change = moved(2222, only(443, "world"));
    expect(stateOf(change, "ssh")).toBe("closed");
    expect(why(change)).toContain("no security group lets port 2222 in, where sshd listens");
  });

  it("is not one that an Instance Connect endpoint takes", () => {
    const change = network({ ...noRouteSeen.network, fromConnectEndpoint: { state: "open" } });
    expect(stateOf(change, "ssh")).toBe("open");
    expect(stateOf(moved(2222, change), "ssh")).toBe("unknown");
  });
});

describe("a port that sshd is told to leave, without a restart,", () => {
  const told = (...more: string[]) => script("echo 'Port 2222' >> /etc/ssh/sshd_config", ...more);
  const on = (port: number, ...more: string[]): Change => ({
    ...only(port, "world"),
    userData: told(...more),
  });

  it("is left at the next reboot", () => {
    const change: Change = { ...on(22), image: images.al2023 };
    expect(stateOf(change, "ssh")).toBe("closed");
    expect(why(change)).toBe(
      "no security group lets port 2222 in, where sshd listens from the next reboot on",
    );
  });

  it("may stay open where a socket may listen for it", () => {
    expect(stateOf(on(22), "ssh")).toBe("unknown");
  });

  it("is left for good where the first boot ends with a reboot", () => {
    expect(stateOf(on(2222, "reboot"), "ssh")).toBe("open");
    expect(stateOf(on(2222, "shutdown -h now"), "ssh")).toBe("open");
  });
});

describe("the internet leads to it", () => {
  it.each<[string, readonly PeerKind[], string]>([
    ["where the whole world is let in", ["world"], "open"],
    ["where some addresses are", ["addresses"], "open"],
    ["where a prefix list is", ["prefix-list"], "open"],
    ["but not for private addresses", ["private-addresses"], "unknown"],
    ["but not for members of groups", ["groups"], "unknown"],
    ["for some of several", ["groups", "world"], "open"],
  ])("%s", (_, peers, expected) => {
    expect(stateOf(only(22, ...peers), "ssh")).toBe(expected);
  });
});

describe("an Instance Connect endpoint", () => {
  const shut = { fromInternet: closed("it has no public address"), fromAnywhere: isolated };

  it("is a way for a key of one's own, and for those that are pushed", () => {
    const change = network({ ...shut, fromConnectEndpoint: { state: "open" } });
    expect(stateOf(change, "ssh")).toBe("open");
    expect(stateOf(change, "instance-connect")).toBe("open");
  });

  it("that cannot be told leaves a shut network open to doubt", () => {
    const change = network({
      ...shut,
      fromConnectEndpoint: { state: "unknown", why: "whose VPC endpoint is in" },
    });
    expect(stateOf(change, "ssh")).toBe("unknown");
    expect(why(change)).toBe("whose VPC endpoint is in");
  });

  it("that reaches a member of the default group is a way", () => {
    const change: Change = {
      ...network({ ...shut, fromConnectEndpoint: { state: "open" } }),
      sshIngress: absent("vpcSecurityGroupIds"),
    };
    expect(stateOf(change, "ssh")).toBe("open");
  });
});

it("a network that nothing leads into closes both", () => {
  const change = network({ fromInternet: closed("it has no public address"), fromAnywhere: isolated });
  expect(stateOf(change, "ssh")).toBe("closed");
  expect(stateOf(change, "instance-connect")).toBe("closed");
  expect(why(change)).toBe(isolated.why);
});

describe("the default group of a new VPC", () => {
  const alone = closed(
    "no security group is given, and the default one of its new VPC main lets in its own members only",
  );
  const change: Change = {
    ...network({ throughDefaultGroup: alone }),
    sshIngress: absent("vpcSecurityGroupIds"),
  };

  it("is shut, also to a key that is meant to come in", () => {
    expect(stateOf(change, "ssh")).toBe("closed");
    expect(why(change)).toBe(alone.why);
  });

  it("gives way to what is stated", () => {
    expect(stateOf({ ...change, settings: { defaultSecurityGroupSsh: true } }, "ssh")).toBe("open");
  });
});

it.each<[string, Change, string]>([
  ["open where the network leads there", {}, "open"],
  [
    "closed where it does not",
    network({ toSystemsManager: closed("its VPC main has no endpoint for ssm") }),
    "closed",
  ],
  [
    "unknown where that cannot be told",
    network({ toSystemsManager: { state: "unknown", why: "the subnet subnet-1 is not in the stack" } }),
    "unknown",
  ],
])("Session Manager is %s", (_, change, expected) => {
  expect(stateOf({ ...noKeyPair, ...change }, "session-manager")).toBe(expected);
});

it("groups known at apply leave the route aside", () => {
  const change: Change = {
    ...network({ ingress: unknown("vpcSecurityGroupIds") }),
    sshIngress: unknown("vpcSecurityGroupIds"),
  };
  expect(stateOf(change, "ssh")).toBe("unknown");
});
