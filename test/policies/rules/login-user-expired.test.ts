import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/login-user-expired";
import {
  config,
  images,
  KEY,
  messages,
  noKeyPair,
  places,
  script,
  sshOnly,
  userData,
  web,
  wrappings,
  type Change,
} from "../../support/subjects";

const PAST = "2001-01-01";

test.each<[string, Change, readonly string[]]>([
  [
    "usermod -e with a date that has passed",
    { userData: script("echo hello", `usermod -e ${PAST} ubuntu`) },
    ["3:1"],
  ],
  ["chage -E 0", { userData: script("chage -E 0 ubuntu") }, ["2:1"]],
  ["chage -d 0", { userData: script("chage -d 0 ubuntu") }, ["2:1"]],
  ["passwd --expire", { userData: script("passwd --expire ubuntu") }, ["2:1"]],
  [
    "both, on a line each",
    { userData: script("chage -E 0 ubuntu", "passwd --expire ubuntu") },
    ["2:1", "3:1"],
  ],
  [
    "password, which has to be changed unless told otherwise",
    { userData: config("password: not-told-here") },
    ["2:1"],
  ],
  [
    "a command in a block scalar",
    { userData: config("runcmd:", "  - |", "    echo hello", "    usermod -e 1 ubuntu") },
    ["5:5"],
  ],
  [
    "an account of the user data, the only one with a key",
    {
      ...noKeyPair,
      userData: config(
        "users:",
        "  - name: deploy",
        `    ssh_authorized_keys: ["${KEY}"]`,
        "    expiredate: '2001-01-01'",
      ),
    },
    ["5:5"],
  ],
  [
    "a key of the user data, and no key pair",
    {
      ...noKeyPair,
      userData: config("ssh_authorized_keys:", `  - ${KEY}`, "runcmd:", "  - usermod -e 1 ubuntu"),
    },
    ["5:5"],
  ],
  [
    "a key pair known only at apply",
    { keyName: unknown("keyName"), userData: script("usermod -e 1 ubuntu") },
    ["2:1"],
  ],
  [
    "an image that nobody knows, by its usual account",
    { image: images.unknown, userData: script("usermod -e 1 ubuntu") },
    ["2:1"],
  ],
  [
    "a template, whose user may name a key pair",
    { ...noKeyPair, kind: "template", userData: script("usermod -e 1 ubuntu") },
    ["2:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["nothing at all", {}],
  ["an expiry that is cleared again", { userData: script("usermod -e 1 ubuntu", "usermod -e '' ubuntu") }],
  ["a date to come", { userData: script("usermod -e 2999-01-01 ubuntu") }],
  ["a date that cannot be told", { userData: script('usermod -e "$(cat /run/date)" ubuntu') }],
  ["another account, which nobody has a key of", { userData: script("useradd svc", "usermod -e 1 svc") }],
  [
    "the account, where another with a key still gets in",
    {
      userData: config(
        "users:",
        "  - default",
        "  - name: deploy",
        `    ssh_authorized_keys: ["${KEY}"]`,
        "runcmd:",
        "  - usermod -e 1 ubuntu",
      ),
    },
  ],
  ["a launch that never had a key", { ...noKeyPair, userData: script("usermod -e 1 ubuntu") }],
  [
    "a configuration that never had a key",
    { ...noKeyPair, kind: "configuration", userData: script("usermod -e 1 ubuntu") },
  ],
  ["a lock, which stops no key", { userData: script("passwd -l ubuntu", "usermod -L ubuntu") }],
  [
    "a password that need not be changed",
    { userData: config("password: not-told-here", "chpasswd:", "  expire: false") },
  ],
  ["a password policy", { userData: script("chage -M 90 ubuntu") }],
  ["a command that is only printed", { userData: script("cat <<END", "usermod -e 1 ubuntu", "END") }],
  ["an image that reads no cloud-init", { image: images.flatcar, userData: script("usermod -e 1 core") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test.each(Object.entries(wrappings))("stands at its line in %s", (name, wrap) => {
  const at = name.includes("MIME") ? "2:3:3" : "3:3";
  expect(places(rule, { userData: wrap("#!/bin/sh\ntrue\n  usermod -e 1 ubuntu\n") })).toEqual([at]);
});

test("stands in the launch template that holds it, in base64", () => {
  const holder = { ...web, type: "aws:ec2/launchTemplate:LaunchTemplate", name: "workers" };
  const text = Buffer.from("#!/bin/sh\nusermod -e 1 ubuntu\n").toString("base64");
  expect(places(rule, { ...sshOnly, kind: "template", userData: userData(text, "base64", holder) })).toEqual([
    "2:1",
  ]);
});

test("reads well", () => {
  expect(messages(rule, { userData: script("usermod -e 1 ubuntu", "passwd --expire ubuntu") }))
    .toMatchInlineSnapshot(`
   [
     "user data, line 2 (usermod --expiredate) expires ubuntu (the account that the key pair opens): sshd takes the key and closes the session, from the first boot on.",
     "user data, line 3 (passwd --expire) expires the password of ubuntu (the account that the key pair opens): sshd takes the key, then asks for an old password that nobody has, from the first boot on.",
   ]
  `);
  expect(messages(rule, { userData: config("password: not-told-here") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (password) expires the password of ubuntu (the account that the key pair opens): sshd takes the key, then asks for the old password, and commands over SSH fail, from the first boot on.",
   ]
  `);
  expect(messages(rule, { image: images.unknown, userData: script("chage -E 0 admin") }))
    .toMatchInlineSnapshot(`
   [
     "user data, line 2 (chage --expiredate) expires admin (taken for the login account; settings.images can say what the image is): sshd takes the key and closes the session, from the first boot on.",
   ]
  `);
});
