import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/login-user-shell";
import {
  config,
  images,
  KEY,
  messages,
  noKeyPair,
  places,
  script,
  type Change,
} from "../../support/subjects";

const deploy = ["users:", "  - default", "  - name: deploy", `    ssh_authorized_keys: ["${KEY}"]`] as const;

test.each<[string, Change, readonly string[]]>([
  ["nologin by usermod", { userData: script("usermod -s /usr/sbin/nologin ubuntu") }, ["2:1"]],
  ["false by chsh", { userData: script("chsh --shell /bin/false ubuntu") }, ["2:1"]],
  ["git-shell", { userData: script("usermod --shell /usr/bin/git-shell ubuntu") }, ["2:1"]],
  ["a shell that is not installed", { userData: script("usermod -s /usr/bin/fish ubuntu") }, ["2:1"]],
  [
    "a name in a variable",
    { userData: script("LOGIN=ubuntu", 'usermod -s /sbin/nologin "$LOGIN"') },
    ["3:1"],
  ],
  [
    "the only account that is made with a key",
    {
      userData: config(
        "users:",
        "  - name: deploy",
        "    shell: /usr/sbin/nologin",
        `    ssh_authorized_keys: ["${KEY}"]`,
      ),
    },
    ["3:5"],
  ],
  [
    "Amazon Linux's account",
    { image: images.al2023, userData: script("usermod -s /sbin/nologin ec2-user") },
    ["2:1"],
  ],
  [
    "an image that nobody knows, by its usual account",
    { image: images.unknown, userData: script("usermod -s /sbin/nologin ubuntu") },
    ["2:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a shell that people use", { userData: script("usermod -s /bin/dash ubuntu") }],
  [
    "a shell that may be installed",
    { userData: script("apt-get install -y zsh", "chsh -s /usr/bin/zsh ubuntu") },
  ],
  [
    "a shell that is put right again",
    { userData: script("chsh -s /bin/false ubuntu", "chsh -s /bin/bash ubuntu") },
  ],
  [
    "a service account",
    { userData: script("useradd -r -s /usr/sbin/nologin app", "usermod -s /bin/false app") },
  ],
  [
    "the login account, where another gets in",
    { userData: config(...deploy, "runcmd:", "  - chsh -s /bin/false ubuntu") },
  ],
  [
    "an account that is removed afterwards",
    { userData: script("usermod -s /bin/false ubuntu", "userdel ubuntu") },
  ],
  [
    "a branch that may not be taken",
    { userData: script("if [ -f /etc/harden ]; then usermod -s /bin/false ubuntu; fi") },
  ],
  [
    "a launch whose keys open nothing anyway",
    { ...noKeyPair, userData: script("chsh -s /bin/false ubuntu") },
  ],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, { userData: script("usermod -s /usr/sbin/nologin ubuntu") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (usermod --shell): its shell lets nobody in, so no key opens a session of ubuntu (the account that the key pair opens), from the first boot on.",
   ]
  `);
});
