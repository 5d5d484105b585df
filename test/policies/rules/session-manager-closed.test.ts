import { absent, known, unknown, type Fact } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/session-manager-role-missing";
import { images, messages, notKnownYet, type Change } from "../../support/subjects";

const noProfile: Change = { role: absent("iamInstanceProfile") };
const roleThat = (sessionManager: Fact<boolean>): Change => ({
  role: known({ sessionManager }, "iamInstanceProfile"),
});
const lacking = roleThat(known(false, "managedPolicyArns"));

test.each<[string, Change]>([
  ["no instance profile", noProfile],
  ["a role without the rights", lacking],
  [
    "no instance profile, and default host management stated off",
    { ...noProfile, settings: { defaultHostManagement: false } },
  ],
  ["an image that nobody knows: the agent needs a role on any", { ...noProfile, image: images.unknown }],
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
  ["a template, whose user may name a profile", { ...noProfile, kind: "template" }],
  ["a configuration alone", { ...noProfile, kind: "configuration" }],
  ["a node of EKS", { ...noProfile, image: images.eks }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
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
});
