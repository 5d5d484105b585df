import { absent, known, unknown, type Fact } from "../../../policies/facts/fact";
import type { RoleLack } from "../../../policies/launch/launch";
import rule from "../../../policies/rules/session-manager-closed";
import {
  findings,
  images,
  messages,
  notKnownYet,
  places,
  script,
  shut,
  type Change,
} from "../../support/subjects";

const noProfile: Change = { role: absent("iamInstanceProfile") };
const roleThat = (sessionManager: Fact<boolean>): Change => ({
  role: known({ sessionManager }, "iamInstanceProfile"),
});
const lacking = roleThat(known(false, "managedPolicyArns"));
const lackingBy = (cause: RoleLack["cause"], registers: RoleLack["registers"]): Change => ({
  role: known(
    { sessionManager: known(false, "role"), lack: { cause, holder: "host", registers } },
    "iamInstanceProfile",
  ),
});

test.each<[string, Change]>([
  ["no instance profile", noProfile],
  ["a role without the rights", lacking],
  [
    "no instance profile, and default host management stated off",
    { ...noProfile, settings: { defaultHostManagement: false } },
  ],
  ["an image that nobody knows: the agent needs a role on any", { ...noProfile, image: images.unknown }],
  ["a role that EC2 may not take on", lackingBy("trust", "maybe")],
  ["a role whose boundary leaves out what is needed", lackingBy("boundary", "no")],
  ["a role that is denied what is needed", lackingBy("denied", "yes")],
  ["a profile without a role", lackingBy("no-role", "maybe")],
  ["a role's name where a profile's is due", lackingBy("profile-is-role", "maybe")],
  [
    "a role that keeps default host management away",
    { ...lackingBy("channels", "yes"), settings: { defaultHostManagement: true } },
  ],
  ["an Auto Scaling group", { ...noProfile, kind: "group" }],
])("reports %s", (_, change) => {
  expect(messages(rule, change)).toHaveLength(1);
});

test.each<[string, Change]>([
  ["a role with the rights", {}],
  ["a profile known only at apply", { role: notKnownYet("iamInstanceProfile") }],
  [
    "a role from outside the stack",
    roleThat(unknown("managedPolicyArns", "the role ops is not in the stack")),
  ],
  [
    "default host management in the stack",
    { ...noProfile, account: { defaultHostManagement: known(true, "settingValue") } },
  ],
  [
    "default host management known only at apply",
    { ...noProfile, account: { defaultHostManagement: notKnownYet("settingValue") } },
  ],
  ["default host management stated on", { ...noProfile, settings: { defaultHostManagement: true } }],
  [
    "a role without the rights where default host management may give them",
    { ...lacking, settings: { defaultHostManagement: true } },
  ],
  [
    "a role without any of the rights where default host management steps in",
    { ...lackingBy("rights", "no"), settings: { defaultHostManagement: true } },
  ],
  ["a template, whose user may name a profile", { ...noProfile, kind: "template" }],
  ["a configuration alone", { ...noProfile, kind: "configuration" }],
  ["Windows with a key pair: people come by Remote Desktop", { ...noProfile, image: images.windows }],
  ["a node of EKS", { ...noProfile, image: images.eks }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

const al2023: Change = { image: images.al2023 };
const SNAP = "snap.amazon-ssm-agent.amazon-ssm-agent.service";

test.each<[string, Change, readonly string[]]>([
  ["an agent that is stopped", { ...al2023, userData: script("systemctl stop amazon-ssm-agent") }, ["2:1"]],
  ["one that is disabled", { ...al2023, userData: script("systemctl disable amazon-ssm-agent") }, ["2:1"]],
  ["one that is disabled at once", { userData: script("systemctl disable --now amazon-ssm-agent") }, ["2:1"]],
  ["one that is masked", { ...al2023, userData: script("systemctl mask amazon-ssm-agent") }, ["2:1"]],
  ["the unit of its snap", { userData: script(`systemctl disable --now ${SNAP}`) }, ["2:1"]],
  ["a snap that is stopped", { userData: script("snap stop --disable amazon-ssm-agent") }, ["2:1"]],
  ["a snap that is disabled", { userData: script("snap disable amazon-ssm-agent") }, ["2:1"]],
  ["a snap that is removed", { userData: script("snap remove amazon-ssm-agent") }, ["2:1"]],
  ["a package that is purged", { userData: script("apt-get purge -y amazon-ssm-agent") }, ["2:1"]],
  ["a package that is removed", { ...al2023, userData: script("yum remove -y amazon-ssm-agent") }, ["2:1"]],
  [
    "one that is stopped by service(8)",
    { ...al2023, userData: script("service amazon-ssm-agent stop") },
    ["2:1"],
  ],
])("reports the line of %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a host that leaves it alone", {}],
  [
    "a stop and a start",
    { userData: script("systemctl stop amazon-ssm-agent", "systemctl start amazon-ssm-agent") },
  ],
  ["a restart", { userData: script("systemctl restart amazon-ssm-agent") }],
  ["a snap that is restarted", { userData: script("snap restart amazon-ssm-agent") }],
  [
    "a branch that is never taken",
    { userData: script('if [ "true" = "false" ]; then', "systemctl disable amazon-ssm-agent", "fi") },
  ],
  [
    "a stop on a course that cannot be told",
    { userData: script("if grep -q x /y; then systemctl stop amazon-ssm-agent; fi") },
  ],
  [
    "an image without the agent",
    { image: images.debian, userData: script("systemctl disable amazon-ssm-agent") },
  ],
  [
    "a launch whose rights are only known at apply",
    { role: notKnownYet("iamInstanceProfile"), userData: script("snap remove amazon-ssm-agent") },
  ],
  [
    "a template, whose user may name another profile",
    { kind: "template", userData: script("snap remove amazon-ssm-agent") },
  ],
])("says nothing of an agent: %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("weighs less where another way is open", () => {
  const severities = (change: Change) => findings(rule, change).map(({ severity }) => severity);
  expect(severities(noProfile)).toEqual(["low"]);
  expect(severities(shut)).toEqual([undefined]);
});

test("says one thing where role and agent are both missing", () => {
  const both: Change = { ...noProfile, userData: script("snap remove amazon-ssm-agent") };
  expect(messages(rule, both)).toHaveLength(1);
  expect(places(rule, both)).toEqual(["nowhere"]);
});

test("reads well", () => {
  expect(messages(rule, noProfile)).toMatchInlineSnapshot(`
   [
     "No instance profile, and nobody declares default host management (AWS's default is off).
   Other ways in: ssh open, instance-connect open, serial-console closed.",
   ]
  `);
  expect(messages(rule, lacking)).toMatchInlineSnapshot(`
   [
     "Its role does not let the SSM agent in.
   Other ways in: ssh open, instance-connect open, serial-console closed.",
   ]
  `);
  expect(messages(rule, { ...lackingBy("channels", "yes"), settings: { defaultHostManagement: true } }))
    .toMatchInlineSnapshot(`
   [
     "Its role (host) lets the SSM agent register, but open no session (ssmmessages:*); as it may register (ssm:UpdateInstanceInformation), default host management does not step in.
   Other ways in: ssh open, instance-connect open, serial-console closed.",
   ]
  `);
  expect(messages(rule, lackingBy("profile-is-role", "maybe"))).toMatchInlineSnapshot(`
   [
     "A role (host) is named where its instance profile is due, and no instance profile is called so: the launch fails.
   Other ways in: ssh open, instance-connect open, serial-console closed.",
   ]
  `);
  expect(messages(rule, { userData: script("snap stop amazon-ssm-agent") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (snap stop): the SSM agent does not run until the next reboot, so Session Manager opens nothing, although the launch has the rights for it.
   Other ways in: ssh open, instance-connect open, serial-console closed.",
   ]
  `);
  expect(messages(rule, { userData: script("systemctl disable amazon-ssm-agent") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (systemctl disable): the SSM agent does not run from the next reboot on, so Session Manager opens nothing, although the launch has the rights for it.
   Other ways in: ssh open, instance-connect open, serial-console closed.",
   ]
  `);
});
