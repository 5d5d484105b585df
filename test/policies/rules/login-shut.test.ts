import { absent, known, unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/login-shut";
import {
  noRouteSeen,
  config,
  images,
  judgedLaunch,
  KEY,
  messages,
  noKeyPair,
  notKnownYet,
  places,
  script,
  sshOnly,
  userData,
  web,
  wrappings,
  type Change,
} from "../../support/subjects";

/** A launch that only SSH may open, and whose user data shuts it. */
const bad: Change = { ...sshOnly, userData: script("usermod -e 1 ubuntu") };
const withData = (data: Change["userData"]): Change => ({ ...sshOnly, ...(data && { userData: data }) });

test.each<[string, Change, readonly string[]]>([
  ["the account expired", bad, ["2:1"]],
  ["the account removed", withData(script("true", "userdel -r ubuntu")), ["3:1"]],
  [
    "the server stopped",
    { ...sshOnly, image: images.al2023, userData: script("systemctl stop sshd") },
    ["2:1"],
  ],
  [
    "the server off from the next boot",
    { ...sshOnly, image: images.al2023, userData: script("systemctl disable sshd") },
    ["2:1"],
  ],
  [
    "the host switched off at every boot, though Session Manager would be open",
    { userData: config("bootcmd:", "  - shutdown -h now") },
    ["3:5"],
  ],
  ["a shell that lets nobody in", withData(script("usermod -s /usr/sbin/nologin ubuntu")), ["2:1"]],
  [
    "users without default, though Instance Connect could enter as the other",
    withData(config("users:", "  - name: deploy")),
    ["2:1"],
  ],
  ["a command in a block scalar", withData(config("runcmd:", "  - |", "    userdel -r ubuntu")), ["4:5"]],
  [
    "modes that also keep Instance Connect out of an older image",
    { ...sshOnly, image: images.bionic, userData: script("chmod 777 /home/ubuntu") },
    ["2:1"],
  ],
  ["no public address, which is unknown and not open", { ...bad, ...noRouteSeen }, ["2:1"]],
  ["a Session Manager that is not proven open", { ...bad, role: notKnownYet("iamInstanceProfile") }, ["2:1"]],
  [
    "a Session Manager whose agent the user data removes too",
    {
      userData: script(
        "apt-get remove -y amazon-ssm-agent",
        "snap remove amazon-ssm-agent",
        "userdel -r ubuntu",
      ),
      role: absent("iamInstanceProfile"),
    },
    ["4:1"],
  ],
  [
    "an own image that the settings name",
    {
      ...bad,
      image: images.unknown,
      settings: { images: { "ami-0123456789abcdef0": { family: "ubuntu" } } },
    },
    ["2:1"],
  ],
  ["an Auto Scaling group", { ...bad, kind: "group" }, ["2:1"]],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a healthy launch", {}],
  ["what is meant: Session Manager is open", { userData: script("userdel -r ubuntu") }],
  ["what Instance Connect still opens", withData(script("chmod 777 /home/ubuntu"))],
  [
    "what the serial console still opens",
    {
      role: absent("iamInstanceProfile"),
      userData: script("echo 'root:not-told-here' | chpasswd", "userdel -r ubuntu"),
    },
  ],
  ["an image that nobody knows", { ...bad, image: images.unknown }],
  ["a launch that never had a key", { ...bad, ...noKeyPair }],
  [
    "a key pair that AWS does not know",
    { ...bad, keyPairInStack: false, lookUps: { keyPair: (name) => absent(name) } },
  ],
  [
    "another account with a key",
    withData(
      config(
        "users:",
        "  - default",
        "  - name: deploy",
        `    ssh_authorized_keys: ["${KEY}"]`,
        "runcmd:",
        "  - usermod -e 1 ubuntu",
      ),
    ),
  ],
  ["a host that is switched off once its work is done", withData(script("./bake", "poweroff"))],
  ["the same by power_state", withData(config("power_state: {mode: poweroff}"))],
  ["a job at night", withData(script("echo '0 3 * * * userdel ubuntu' | crontab -"))],
  ["a line undone", withData(script("usermod -e 1 ubuntu", "usermod -e '' ubuntu"))],
  ["a line that may not run", withData(script("[ -f /etc/harden ] && userdel -r ubuntu"))],
  ["a password to change that the user data sets", withData(config("password: not-told-here"))],
  ["a script from elsewhere", withData(script("curl -s https://example.com/x | sh"))],
  [
    "port 22 shut by the network, which the user data has no hand in",
    { ...sshOnly, sshIngress: known("closed", "vpcSecurityGroupIds") },
  ],
  ["an instance that is there", { ...bad, exists: true }],
  ["a template alone", { ...bad, kind: "template" }],
  ["a configuration alone", { ...bad, kind: "configuration" }],
  ["a node of ECS", { ...bad, image: images.ecs, userData: script("usermod -e 1 ec2-user") }],
  ["a node of EKS", { ...bad, image: images.eks, userData: script("usermod -e 1 ec2-user") }],
  ["Bottlerocket", { ...bad, image: images.bottlerocket }],
  ["Windows", { ...bad, image: images.windows }],
  ["Flatcar", { ...bad, image: images.flatcar, userData: script("usermod -e 1 core") }],
  ["user data known only at apply", { ...bad, userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test.each(Object.entries(wrappings))("stands at its line in %s", (name, wrap) => {
  const at = name.includes("MIME") ? "2:3:3" : "3:3";
  expect(places(rule, { ...sshOnly, userData: wrap("#!/bin/sh\ntrue\n  userdel -r ubuntu\n") })).toEqual([
    at,
  ]);
});

test("one finding, however many lines shut it, and the account's own first", () => {
  const userData = script("systemctl stop ssh", "usermod -e 1 ubuntu", "chmod 777 /home/ubuntu");
  expect(judgedLaunch({ ...sshOnly, userData }).ways.ssh.reasons.length).toBeGreaterThan(1);
  expect(messages(rule, { ...sshOnly, userData })).toHaveLength(1);
});

test("reads well", () => {
  expect(messages(rule, bad)).toMatchInlineSnapshot(`
   [
     "user data, line 2 (usermod --expiredate): the account has expired, so the key of ubuntu opens nothing, from the first boot on.
   Other ways in: instance-connect closed, session-manager closed, serial-console closed.
   Offline repair is left: it can be stopped, mended and started.",
   ]
  `);
  const template = {
    urn: "urn:pulumi:dev::shop::aws:ec2/launchTemplate:LaunchTemplate::workers",
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name: "workers",
  };
  const text = Buffer.from("#!/bin/sh\nsystemctl disable sshd\n").toString("base64");
  const group = { ...web, type: "aws:autoscaling/group:Group", name: "fleet" };
  expect(
    messages(rule, {
      ...sshOnly,
      kind: "group",
      image: images.al2023,
      resource: group,
      userData: userData(text, "base64", template),
    }),
  ).toMatchInlineSnapshot(`
   [
     "aws:ec2:LaunchTemplate workers, user data, line 2 (systemctl disable): the SSH server does not run, so the key of ec2-user opens nothing, from the next reboot on.
   Other ways in: instance-connect closed, session-manager closed, serial-console closed.
   Offline repair is not left either: its Auto Scaling group replaces a member that is stopped.",
   ]
  `);
});
