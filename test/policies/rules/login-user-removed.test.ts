import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/login-user-removed";
import {
  config,
  images,
  KEY,
  messages,
  noKeyPair,
  places,
  script,
  userData,
  wrappings,
  type Change,
} from "../../support/subjects";

test.each<[string, Change, readonly string[]]>([
  ["userdel", { userData: script("userdel -r ubuntu") }, ["2:1"]],
  ["deluser", { userData: script("deluser --remove-home ubuntu") }, ["2:1"]],
  ["users without default", { userData: config("users:", "  - name: deploy") }, ["2:1"]],
  [
    "a boothook, which finds the account at the next boot",
    { userData: userData("#cloud-boothook\n#!/bin/sh\nuserdel -r ubuntu\n") },
    ["3:1"],
  ],
  ["an empty list of users", { userData: config("users: []") }, ["2:1"]],
  ["a name in a variable", { userData: script("USER=ubuntu", 'userdel -r "$USER"') }, ["3:1"]],
  ["a command in a block scalar", { userData: config("runcmd:", "  - |", "    userdel -r ubuntu") }, ["4:5"]],
  ["Amazon Linux's account", { image: images.al2023, userData: script("userdel -r ec2-user") }, ["2:1"]],
  [
    "an image that nobody knows, by its usual account",
    { image: images.unknown, userData: script("userdel -r ubuntu") },
    ["2:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["users with default", { userData: config("users:", "  - default", "  - name: deploy") }],
  [
    "users without default, where the other has a key",
    { userData: config("users:", "  - name: deploy", `    ssh_authorized_keys: ["${KEY}"]`) },
  ],
  [
    "users without default, and no key pair either",
    { ...noKeyPair, userData: config("users:", "  - name: deploy") },
  ],
  ["another account removed", { userData: script("useradd svc", "userdel svc") }],
  [
    "the account removed after another was given a key",
    {
      userData: config(
        "users:",
        "  - default",
        "  - name: deploy",
        `    ssh_authorized_keys: ["${KEY}"]`,
        "runcmd:",
        "  - userdel -r ubuntu",
      ),
    },
  ],
  [
    "a new name for the account, whose key and home go with it",
    { userData: script("usermod -l deploy ubuntu") },
  ],
  ["a member taken out of a group", { userData: script("deluser ubuntu docker") }],
  [
    "an account that the image has not",
    { image: images.al2023, userData: script("userdel -r ubuntu || true") },
  ],
  [
    "a branch that may not be taken",
    { userData: script("if [ -f /etc/harden ]; then userdel -r ubuntu; fi") },
  ],
  ["a function that nobody calls", { userData: script("harden() { userdel -r ubuntu; }") }],
  ["an image that reads no cloud-init", { image: images.bottlerocket, userData: script("userdel ec2-user") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test.each(Object.entries(wrappings))("stands at its line in %s", (name, wrap) => {
  const at = name.includes("MIME") ? "2:3:3" : "3:3";
  expect(places(rule, { userData: wrap("#!/bin/sh\ntrue\n  userdel -r ubuntu\n") })).toEqual([at]);
});

test("reads well", () => {
  expect(messages(rule, { userData: script("userdel -r ubuntu") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (userdel) removes ubuntu (the account that the key pair opens); no other account that a key opens is left, from the first boot on.",
   ]
  `);
  expect(messages(rule, { userData: config("users:", "  - name: deploy") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (users) never makes ubuntu (the account that the key pair opens); no other account that a key opens is left, from the first boot on.",
   ]
  `);
  expect(messages(rule, { image: images.unknown, userData: config("users:", "  - name: deploy") }))
    .toMatchInlineSnapshot(`
   [
     "user data, line 2 (users) never makes the account that the image logs in with; no other account that a key opens is left, from the first boot on.",
   ]
  `);
});
