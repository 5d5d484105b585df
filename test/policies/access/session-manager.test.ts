import { absent, known, unknown, type Fact } from "../../../policies/facts/fact";
import type { InstanceRole, RoleLack } from "../../../policies/launch/launch";
import { unseenNetwork } from "../../../policies/launch/network/launch-network";
import { images, judgedLaunch, notKnownYet, type Change, script } from "../../support/subjects";

const roleThat = (sessionManager: Fact<boolean>): { readonly role: Fact<InstanceRole> } => ({
  role: known({ sessionManager }, "iamInstanceProfile"),
});
const lackingBy = (
  cause: RoleLack["cause"],
  registers: RoleLack["registers"] = "no",
): { readonly role: Fact<InstanceRole> } => ({
  role: known(
    { sessionManager: known(false, "role"), lack: { cause, holder: "host", registers } },
    "iamInstanceProfile",
  ),
});
const onByDefault: Change = { settings: { defaultHostManagement: true } };
const noProfile: Change = { role: absent("iamInstanceProfile") };
const lacking = roleThat(known(false, "managedPolicyArns"));

test.each<[string, Change]>([
  ["the agent, a role and a way out", {}],
  [
    "no key pair and port 22 shut: it needs neither",
    { keyName: absent("keyName"), sshIngress: known("closed", "vpcSecurityGroupIds") },
  ],
  ["the default group, whose egress is open", { httpsEgress: absent("vpcSecurityGroupIds") }],
  [
    "default host management in the stack",
    { ...noProfile, account: { defaultHostManagement: known(true, "settingValue") } },
  ],
  ["default host management in the settings", { ...noProfile, settings: { defaultHostManagement: true } }],
  [
    "a role that may not register, for which default host management steps in",
    { ...lackingBy("rights"), ...onByDefault },
  ],
  [
    "an agent that is stopped and started again",
    { userData: script("systemctl stop amazon-ssm-agent", "systemctl start amazon-ssm-agent") },
  ],
  ["the login account removed: the agent has its own", { userData: script("userdel -r ubuntu") }],
])("open with %s", (_, change) => {
  expect(judgedLaunch(change).ways["session-manager"]).toEqual({ state: "open", reasons: [] });
});

test.each<[string, Change, string]>([
  ["no instance profile", noProfile, "AWS's default is off"],
  [
    "no profile, and default host management stated off",
    { ...noProfile, settings: { defaultHostManagement: false } },
    "default host management is off",
  ],
  [
    "default host management switched off in the stack, whatever is stated",
    {
      ...noProfile,
      account: { defaultHostManagement: known(false, "settingValue") },
      settings: { defaultHostManagement: true },
    },
    "default host management is off",
  ],
  ["a role without the rights", lacking, "its role does not let the SSM agent in"],
  [
    "a role that may register only",
    lackingBy("channels", "yes"),
    "its role (host) lets the SSM agent register, but open no session",
  ],
  [
    "a role that may register only, which keeps default host management away",
    { ...lackingBy("channels", "yes"), ...onByDefault },
    "default host management does not step in",
  ],
  [
    "a role that may register only, whatever default host management is",
    { ...lackingBy("denied", "yes"), account: { defaultHostManagement: notKnownYet("settingValue") } },
    "default host management does not step in",
  ],
  ["a role that is denied something", lackingBy("denied"), "a policy of its role (host) denies"],
  [
    "a role whose boundary leaves it out",
    lackingBy("boundary"),
    "the permissions boundary of its role (host)",
  ],
  ["a role that EC2 may not take on", lackingBy("trust"), "its role (host) does not trust ec2.amazonaws.com"],
  ["a profile without a role", lackingBy("no-role", "maybe"), "its instance profile (host) holds no role"],
  [
    "a role's name for a profile's, default host management or not",
    { ...lackingBy("profile-is-role", "maybe"), ...onByDefault },
    "no instance profile is called so: the launch fails",
  ],
  [
    "no profile, and default host management with a role that cannot do it",
    {
      ...noProfile,
      account: {
        defaultHostManagement: known(false, "settingValue"),
        defaultHostManagementLack: { cause: "trust", holder: "default", registers: "maybe" },
      },
    },
    "default host management cannot work: its role (default) does not trust ssm.amazonaws.com",
  ],
  ["an image without the agent", { image: images.debian }, "the SSM agent is not on the host"],
  [
    "the metadata service off",
    { metadataEndpoint: known("disabled", "metadataOptions.httpEndpoint") },
    "the instance metadata service is switched off",
  ],
  [
    "groups that let nothing out",
    { httpsEgress: known("closed", "vpcSecurityGroupIds") },
    "no security group lets port 443 out",
  ],
  [
    "the agent stopped",
    { image: images.al2023, userData: script("systemctl stop amazon-ssm-agent") },
    "the SSM agent does not run",
  ],
  [
    "the agent off from the next boot",
    { image: images.al2023, userData: script("systemctl disable amazon-ssm-agent") },
    "from the next reboot on",
  ],
])("closed with %s", (_, change, reason) => {
  const way = judgedLaunch(change).ways["session-manager"];
  expect(way.state).toBe("closed");
  expect(way.reasons.map(({ what }) => what).join()).toContain(reason);
});

test.each<[string, Change]>([
  ["a profile known only at apply", { role: notKnownYet("iamInstanceProfile") }],
  [
    "a role from outside the stack",
    roleThat(unknown("managedPolicyArns", "the role ops is not in the stack")),
  ],
  [
    "default host management known only at apply",
    { ...noProfile, account: { defaultHostManagement: notKnownYet("settingValue") } },
  ],
  [
    "a role without the rights, where default host management may give them",
    { ...lacking, settings: { defaultHostManagement: true } },
  ],
  [
    "a role that EC2 may not take on, where default host management may do without",
    { ...lackingBy("trust", "maybe"), ...onByDefault },
  ],
  [
    "a role that may not register, where default host management is known only at apply",
    { ...lackingBy("rights"), account: { defaultHostManagement: notKnownYet("settingValue") } },
  ],
  ["egress known only at apply", { httpsEgress: notKnownYet("vpcSecurityGroupIds") }],
  ["a subnet that nobody looked at", { network: unseenNetwork("the subnet subnet-1 is not in the stack") }],
  [
    "the metadata service known only at apply",
    { metadataEndpoint: notKnownYet("metadataOptions.httpEndpoint") },
  ],
  ["an image that nobody knows", { image: images.unknown }],
  ["an image with an init system of its own", { image: images.bottlerocket }],
  [
    "an agent that an unseen script may bring",
    { image: images.debian, userData: script("curl -s https://example.com/x | sh") },
  ],
  ["user data known only at apply", { userData: notKnownYet("userData") }],
])("unknown with %s", (_, change) => {
  expect(judgedLaunch(change).ways["session-manager"].state).toBe("unknown");
});

describe("an agent that user data sends by a proxy", () => {
  const shutIn: Change = {
    network: {
      ...judgedLaunch({}).launch.network,
      toSystemsManager: { state: "closed", why: "its subnet has no route out of the VPC" },
    },
  };
  const proxied = script(
    "mkdir -p /etc/systemd/system/amazon-ssm-agent.service.d",
    "printf '[Service]\\nEnvironment=\"https_proxy=http://10.0.0.5:3128\"\\n' > /etc/systemd/system/amazon-ssm-agent.service.d/override.conf",
    "systemctl daemon-reload",
    "systemctl restart amazon-ssm-agent",
  );

  test("may get out where no route leads", () => {
    expect(judgedLaunch(shutIn).ways["session-manager"].state).toBe("closed");
    expect(judgedLaunch({ ...shutIn, userData: proxied }).ways["session-manager"].state).toBe("unknown");
  });

  test("is none the worse where a route leads", () => {
    expect(judgedLaunch({ userData: proxied }).ways["session-manager"].state).toBe("open");
  });

  test("may get out by another port than 443", () => {
    const change: Change = { httpsEgress: known("closed", "vpcSecurityGroupIds"), userData: proxied };
    expect(judgedLaunch(change).ways["session-manager"].state).toBe("unknown");
  });
});
