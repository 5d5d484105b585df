import { absent, known, unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/key-pair-missing";
import {
  noRouteSeen,
  config,
  images,
  KEY,
  messages,
  noKeyPair,
  notKnownYet,
  script,
  sshOnly,
  type Change,
} from "../../support/subjects";

/** Without a key pair, and nothing else that is proven open. */
const bad: Change = { ...sshOnly, ...noKeyPair, image: images.bionic };
const noSuchKeyPair: Change = {
  ...bad,
  keyName: known("ops", "keyName"),
  lookUps: { keyPair: (name) => absent(name) },
};

test.each<[string, Change]>([
  ["no key pair and no key", bad],
  ["a key pair that AWS does not know", noSuchKeyPair],
  [
    "a second account that is given no key",
    { ...bad, userData: config("users:", "  - default", "  - name: deploy") },
  ],
  ["an Auto Scaling group", { ...bad, kind: "group" }],
  ["an instance that is there, since nobody can add it later", { ...bad, exists: true }],
])("reports %s", (_, change) => {
  expect(messages(rule, change)).toHaveLength(1);
});

test.each<[string, Change]>([
  ["a key pair", {}],
  ["a key pair that nobody looked up", { ...bad, keyName: known("ops", "keyName") }],
  ["a key pair of the stack, which AWS cannot know yet", { ...noSuchKeyPair, keyPairInStack: true }],
  ["a key pair known only at apply", { ...bad, keyName: notKnownYet("keyName") }],
  ["a key of the user data", { ...bad, userData: config("ssh_authorized_keys:", `  - ${KEY}`) }],
  [
    "a second account with a key",
    { ...bad, userData: config("users:", "  - name: deploy", `    ssh_authorized_keys: ["${KEY}"]`) },
  ],
  ["user data known only at apply", { ...bad, userData: unknown("userData") }],
  [
    "a script from elsewhere, which may bring one",
    { ...bad, userData: script("curl -s https://example.com/x | sh") },
  ],
  ["what is meant: Session Manager is open", noKeyPair],
  [
    "what may be meant: a profile from elsewhere may open Session Manager",
    { ...bad, role: notKnownYet("iamInstanceProfile") },
  ],
  [
    "what is meant: an Instance Connect endpoint is there",
    {
      ...bad,
      image: images.ubuntu,
      ...noRouteSeen,
      account: { ...sshOnly.account, instanceConnectEndpoint: true },
    },
  ],
  [
    "a key pair that is there, with the metadata service off",
    {
      ...bad,
      keyName: known("ops", "keyName"),
      keyPairInStack: true,
      metadataEndpoint: known("disabled", "metadataOptions.httpEndpoint"),
    },
  ],
  ["a template, whose user may name one", { ...bad, kind: "template" }],
  ["a configuration alone", { ...bad, kind: "configuration" }],
  ["a node of ECS", { ...bad, image: images.ecs }],
  ["Windows", { ...bad, image: images.windows }],
  ["Bottlerocket", { ...bad, image: images.bottlerocket }],
  ["Flatcar", { ...bad, image: images.flatcar }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, bad)).toMatchInlineSnapshot(`
   [
     "Other ways in: instance-connect closed, session-manager closed, serial-console closed.",
   ]
  `);
  expect(messages(rule, noSuchKeyPair)).toMatchInlineSnapshot(`
   [
     "keyName: the account has no key pair of that name in this region.
   Other ways in: instance-connect closed, session-manager closed, serial-console closed.",
   ]
  `);
});
