import { absent, known, unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/no-way-in";
import {
  config,
  noRouteSeen,
  images,
  messages,
  noKeyPair,
  notKnownYet,
  script,
  shut,
  sshOnly,
  type Change,
} from "../../support/subjects";

test.each<[string, Change]>([
  ["no key pair, no role, port 22 shut", shut],
  [
    "no key pair and no role, where port 22 is open to nobody with a key",
    { ...sshOnly, ...noKeyPair, image: images.bionic },
  ],
  [
    "nothing set, in the VPC's default group",
    { ...shut, sshIngress: absent("vpcSecurityGroupIds"), ...noRouteSeen },
  ],
  [
    "nothing set, on an image that nobody knows, in the VPC's default group",
    { ...shut, image: images.unknown, sshIngress: absent("vpcSecurityGroupIds") },
  ],
  [
    "an image that nobody knows, whose user data is cloud-init's",
    { ...shut, image: images.unknown, userData: script("python3 -m http.server 80 &") },
  ],
  [
    "the metadata service off",
    {
      account: { serialConsole: absent("serialConsoleAccess") },
      metadataEndpoint: known("disabled", "metadataOptions.httpEndpoint"),
    },
  ],
  ["user data that closes what was open", { ...sshOnly, userData: script("userdel -r ubuntu") }],
  ["the console on, and nobody with a password", { ...shut, account: {} }],
  ["a tunnel that only a comment names", { ...shut, userData: script("# no tailscale here", "true") }],
  ["an Auto Scaling group", { ...shut, kind: "group" }],
  ["a spot request", { ...shut, kind: "spot-request" }],
])("reports %s", (_, change) => {
  expect(messages(rule, change)).toHaveLength(1);
});

test.each<[string, Change]>([
  ["a healthy launch", {}],
  ["SSH open", { ...sshOnly }],
  [
    "a key pair known only at apply",
    { ...sshOnly, keyName: notKnownYet("keyName"), keyPairInStack: false, image: images.bionic },
  ],
  [
    "user data known only at apply",
    { ...shut, sshIngress: known("open", "vpcSecurityGroupIds"), userData: unknown("userData") },
  ],
  [
    "security groups known only at apply",
    { ...shut, sshIngress: notKnownYet("vpcSecurityGroupIds"), keyName: known("ops", "keyName") },
  ],
  ["a profile known only at apply", { ...shut, role: notKnownYet("iamInstanceProfile") }],
  [
    "default host management known only at apply",
    { ...shut, account: { ...shut.account, defaultHostManagement: notKnownYet("settingValue") } },
  ],
  [
    "the console's setting known only at apply, and a password",
    {
      ...shut,
      userData: script("echo 'root:not-told-here' | chpasswd"),
      account: { serialConsole: notKnownYet("enabled") },
    },
  ],
  [
    "Session Manager open",
    { ...shut, role: known({ sessionManager: known(true, "p") }, "iamInstanceProfile") },
  ],
  [
    "the serial console open",
    { ...shut, account: {}, userData: script("echo 'root:not-told-here' | chpasswd") },
  ],
  [
    "an account that Instance Connect could enter as",
    { ...sshOnly, userData: script("useradd -m ops", "userdel -r ubuntu") },
  ],
  ["an own image whose keys may be built in", { ...sshOnly, ...noKeyPair, image: images.unknown }],
  [
    "an image that nobody knows, behind given groups: Windows may be entered by RDP",
    { ...shut, image: images.unknown },
  ],
  [
    "a host that joins a mesh VPN, whose SSH asks no security group",
    { ...shut, userData: script("curl -fsSL https://tailscale.com/install.sh | sh", "tailscale up --ssh") },
  ],
  [
    "a tunnel that is a package and a unit of its own",
    {
      ...shut,
      userData: config("packages: [wireguard-tools]", "runcmd:", "  - systemctl enable --now wg-quick@wg0"),
    },
  ],
  [
    "an agent that registers by an activation and needs no role",
    { ...shut, userData: script("amazon-ssm-agent -register -code c -id i -region eu-west-1") },
  ],
  ["an instance that is there", { ...shut, exists: true }],
  ["a template alone", { ...shut, kind: "template" }],
  ["a configuration alone", { ...shut, kind: "configuration" }],
  ["a node of ECS", { ...shut, image: images.ecs }],
  ["a node of EKS", { ...shut, image: images.eks }],
  ["Bottlerocket", { ...shut, image: images.bottlerocket }],
  ["Windows, which RDP opens", { ...shut, image: images.windows }],
  ["Flatcar", { ...shut, image: images.flatcar }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, shut)).toMatchInlineSnapshot(`
   [
     "  ssh               closed   no key pair, and its user data adds no key; no security group lets port 22 in
     instance-connect  closed   no security group lets port 22 in
     session-manager   closed   no instance profile, and nobody declares default host management (AWS's default is off)
     serial-console    closed   nobody switches serial console access on in this account and region (AWS's default is off); no account has a password to log in with
   Offline repair is left: it can be stopped, mended and started.",
   ]
  `);
  expect(
    messages(rule, {
      ...sshOnly,
      kind: "group",
      userData: script("userdel -r ubuntu"),
      instanceTypes: known(["t2.micro"], "instanceType"),
    }),
  ).toMatchInlineSnapshot(`
   [
     "  ssh               closed   the account ubuntu is not there (since user data, line 2 (userdel))
     instance-connect  closed   the account ubuntu is not there (since user data, line 2 (userdel))
     session-manager   closed   no instance profile, and nobody declares default host management (AWS's default is off)
     serial-console    closed   nobody switches serial console access on in this account and region (AWS's default is off); t2.micro has no serial console (not a Nitro type); no account has a password to log in with
   Offline repair is not left either: its Auto Scaling group replaces a member that is stopped.",
   ]
  `);
});
