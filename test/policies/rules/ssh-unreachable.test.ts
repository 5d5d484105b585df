import rule from "../../../policies/rules/ssh-unreachable";
import { known } from "../../../policies/facts/fact";
import { launchesOf } from "../../../policies/launch/launches";
import type { Properties } from "../../../policies/launch/resource";
import {
  goodLaunch,
  images,
  messages,
  noKeyPair,
  notKnownYet,
  script,
  sshOnly,
  type Change,
} from "../../support/subjects";
import { instance, securityGroup, stackOf } from "../launch/resources";

/** The network of an instance whose groups hold these rules. */
function network(ingress: readonly Properties[]): Change {
  const groups = securityGroup({ ingress }, { outputs: { id: "sg-1" } });
  const [launch] = launchesOf(stackOf(groups, instance({ vpcSecurityGroupIds: ["sg-1"] })));
  if (launch === undefined) throw new Error("no launch");
  return { network: launch.network, sshIngress: launch.sshIngress, httpsEgress: launch.httpsEgress };
}

const shut: Change = { ...sshOnly, image: images.debian, ...network([]) };

describe("ssh-unreachable", () => {
  test("reports groups that let nobody in to a host that takes the key", () => {
    expect(messages(rule, shut)).toEqual([expect.stringContaining("no security group lets port 22 in")]);
  });

  test("reports a port that sshd was moved to and no group lets in", () => {
    const moved = script("echo 'Port 2222' > /etc/ssh/sshd_config.d/port.conf", "systemctl restart ssh");
    const groups = network([{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }]);
    expect(messages(rule, { ...shut, ...groups, userData: moved })).toEqual([
      expect.stringContaining("2222"),
    ]);
  });

  test.each<[string, Change]>([
    [
      "groups that let port 22 in",
      { ...sshOnly, ...network([{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }]) },
    ],
    ["a role that may open Session Manager", { ...shut, role: goodLaunch.role, image: images.al2023 }],
    ["a host without any key", { ...shut, ...noKeyPair }],
    ["a host that shuts the key out itself", { ...shut, userData: script("userdel -r admin") }],
    ["an image that nobody knows", { ...shut, image: images.unknown }],
    ["Windows", { ...shut, image: images.windows }],
    ["nodes of a container service", { ...shut, image: images.ecs }],
    ["a template that nothing uses", { ...shut, kind: "template" }],
    [
      "groups only known at apply",
      {
        ...shut,
        sshIngress: notKnownYet("vpcSecurityGroupIds"),
      },
    ],
    ["a healthy launch", { publicAddress: known(true, "associatePublicIpAddress") }],
  ])("has nothing to say of %s", (_, change) => {
    expect(messages(rule, change)).toEqual([]);
  });
});
