import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/user-entry-stops-accounts";
import { config, images, KEY, messages, noKeyPair, places, type Change } from "../../support/subjects";

const deploy = (...lines: readonly string[]) =>
  config("users:", "  - default", "  - name: deploy", ...lines.map((line) => `    ${line}`));

test.each<[string, Change, readonly string[]]>([
  ["a group of its own name", { userData: deploy("groups: [deploy, sudo]") }, ["5:5"]],
  ["a group of the default account's name", { userData: config("groups: [ubuntu]") }, ["2:1"]],
  ["a primary group that is not there", { userData: deploy("primary_group: web") }, ["5:5"]],
  ["a group that is a number", { userData: deploy("groups: [1000]") }, ["5:5"]],
  ["sudo that is no text", { userData: deploy("shell: /bin/bash", "sudo: true") }, ["6:5"]],
  ["a list of keys with nothing in it", { userData: deploy("ssh_authorized_keys:") }, ["5:5"]],
  [
    "a system account with keys",
    { userData: deploy("system: true", `ssh_authorized_keys: ["${KEY}"]`) },
    ["5:5"],
  ],
  ["an expiry date that is none", { userData: deploy("expiredate: never") }, ["5:5"]],
  ["an SELinux user on Ubuntu", { userData: deploy("selinux_user: staff_u") }, ["5:5"]],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["groups of others", { userData: deploy("groups: [sudo, docker]") }],
  [
    "a group of its own name that is its primary one",
    { userData: deploy("primary_group: deploy", "groups: [deploy]") },
  ],
  ["sudo as it should be", { userData: deploy("sudo: ALL=(ALL) NOPASSWD:ALL") }],
  ["no sudo", { userData: deploy("sudo: false") }],
  ["a system account without keys", { userData: deploy("system: true") }],
  ["an empty list of keys", { userData: deploy("ssh_authorized_keys: []") }],
  [
    "an SELinux user where there is SELinux",
    { image: images.al2023, userData: deploy("selinux_user: staff_u") },
  ],
  ["a list without default: that is another rule's", { userData: config("users:", "  - name: deploy") }],
  ["a launch without a key", { ...noKeyPair, userData: deploy("sudo: true") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, { userData: deploy("sudo: true") })).toMatchInlineSnapshot(`
   [
     "user data, line 5 (sudo) makes cloud-init fail at this entry, so it never makes ubuntu (the account that the key pair opens): no account after it is made, and the default one comes last, from the first boot on.",
   ]
  `);
});
