import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/key-pair-unused";
import {
  config,
  findings,
  images,
  KEY,
  messages,
  noKeyPair,
  places,
  script,
  type Change,
} from "../../support/subjects";

const deploy = ["  - name: deploy", `    ssh_authorized_keys: ["${KEY}"]`] as const;

test.each<[string, Change, readonly string[]]>([
  ["keys that cloud-init is not to hand out", { userData: config("allow_public_ssh_keys: false") }, ["2:1"]],
  ["a list without default, where the other gets in", { userData: config("users:", ...deploy) }, ["2:1"]],
  [
    "an entry of the default account's name, with a key of its own",
    { userData: config("users:", "  - name: ubuntu", `    ssh_authorized_keys: ["${KEY}"]`) },
    ["3:5"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a list with default", { userData: config("users:", "  - default", ...deploy) }],
  ["a list that leaves nobody: that is another rule's", { userData: config("users:", "  - name: deploy") }],
  ["keys that cloud-init may hand out", { userData: config("allow_public_ssh_keys: true") }],
  ["another name for the default account", { userData: config("user: alice") }],
  ["an account removed by a script", { userData: script("userdel -r ubuntu") }],
  ["a launch without a key pair", { ...noKeyPair, userData: config("users:", ...deploy) }],
  [
    "a key pair known only at apply",
    { keyName: unknown("keyName"), keyPairInStack: false, userData: config("users:", ...deploy) },
  ],
  ["an image that nobody knows", { image: images.unknown, userData: config("users:", ...deploy) }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("weighs less where others get in", () => {
  const severities = (...lines: readonly string[]) =>
    findings(rule, { userData: config(...lines) }).map(({ severity }) => severity);
  expect(severities("users:", ...deploy)).toEqual(["low"]);
  expect(severities("allow_public_ssh_keys: false")).toEqual([undefined]);
});

test("reads well", () => {
  expect(messages(rule, { userData: config("allow_public_ssh_keys: false") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (allow_public_ssh_keys): the key pair of the launch is given to nobody; no account has another key, from the first boot on.",
   ]
  `);
  expect(messages(rule, { userData: config("users:", ...deploy) })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (users): the key pair of the launch is given to nobody; only keys that are brought otherwise open anything, from the first boot on.",
   ]
  `);
});
