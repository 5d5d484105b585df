import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/home-permissions";
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
  ["a home that everybody may write to", { userData: script("chmod 777 /home/ubuntu") }, ["2:1"]],
  ["all homes opened at once", { userData: script("chmod -R 777 /home") }, ["2:1"]],
  [
    "a key file that everybody may write to",
    { userData: script("chmod 666 /home/ubuntu/.ssh/authorized_keys") },
    ["2:1"],
  ],
  [
    "a home that belongs to somebody else",
    { userData: script("chown -R daemon:daemon /home/ubuntu") },
    ["2:1"],
  ],
  [
    "a key file that root keeps to itself",
    { userData: script("chown root:root /home/ubuntu/.ssh/authorized_keys") },
    ["2:1"],
  ],
  ["a way that the account cannot go", { userData: script("chmod 700 /home") }, ["2:1"]],
  [
    "a group that may write, on Amazon Linux",
    { image: images.al2023, userData: script("chmod 775 /home/ec2-user") },
    ["2:1"],
  ],
  [
    "two lines, each for itself",
    { userData: script("chmod 777 /home/ubuntu", "chmod 777 /home/ubuntu/.ssh") },
    ["2:1", "3:1"],
  ],
  [
    "a command in a block scalar",
    { userData: config("runcmd:", "  - |", "    chmod -R 777 /home") },
    ["4:5"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  [
    "modes as they should be",
    {
      userData: script(
        "chmod 755 /home",
        "chmod 700 /home/ubuntu",
        "chmod 700 /home/ubuntu/.ssh",
        "chmod 600 /home/ubuntu/.ssh/authorized_keys",
      ),
    },
  ],
  [
    "modes that are put right again",
    { userData: script("chmod 777 /home/ubuntu", "chmod 755 /home/ubuntu") },
  ],
  [
    "a home that the account's own group may write, on Ubuntu",
    { userData: script("chmod 775 /home/ubuntu") },
  ],
  ["a key file that everybody may read", { userData: script("chmod 644 /home/ubuntu/.ssh/authorized_keys") }],
  ["/home itself open: StrictModes stops at the account's", { userData: script("chmod 777 /home") }],
  [
    "a key file and a folder that are removed: that is another rule's",
    { userData: script("rm -f /home/ubuntu/.ssh/authorized_keys", "rm -rf ~ubuntu/.ssh") },
  ],
  [
    "modes that sshd is told not to look at",
    {
      image: images.debian,
      userData: script(
        "echo 'StrictModes no' > /etc/ssh/sshd_config.d/own.conf",
        "echo 'AllowUsers deploy' >> /etc/ssh/sshd_config.d/own.conf",
        "systemctl restart ssh",
        "chmod 777 /home/admin",
      ),
    },
  ],
  ["another folder", { userData: script("chmod -R 777 /srv/www") }],
  [
    "a home that belongs to root and may be entered",
    { userData: script("chown root:root /home/ubuntu", "chmod 755 /home/ubuntu") },
  ],
  ["a home of somebody who has no key", { userData: script("useradd -m svc", "chmod 777 /home/svc") }],
  [
    "a home where another account with a key still gets in",
    {
      userData: config(
        "users:",
        "  - default",
        "  - name: deploy",
        `    ssh_authorized_keys: ["${KEY}"]`,
        "runcmd:",
        "  - chmod 777 /home/ubuntu",
      ),
    },
  ],
  ["an account that goes with its home: that is another rule's", { userData: script("userdel -r ubuntu") }],
  ["a launch that never had a key", { ...noKeyPair, userData: script("chmod 777 /home/ubuntu") }],
  ["a path that cannot be told", { userData: script('chmod 777 "$(cat /run/path)"') }],
  ["an image that reads no cloud-init", { image: images.flatcar, userData: script("chmod 777 /home/core") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test.each(Object.entries(wrappings))("stands at its line in %s", (name, wrap) => {
  const at = name.includes("MIME") ? "2:3:3" : "3:3";
  expect(places(rule, { userData: wrap("#!/bin/sh\ntrue\n  chmod 777 /home/ubuntu\n") })).toEqual([at]);
});

test("reads well", () => {
  expect(messages(rule, { userData: script("chmod 777 /home/ubuntu") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (chmod): everybody may write to ~, so sshd turns away the key of ubuntu (the account that the key pair opens), from the first boot on.",
   ]
  `);
  expect(messages(rule, { userData: userData("#cloud-config\nruncmd:\n  - chmod 700 /home\n") }))
    .toMatchInlineSnapshot(`
   [
     "user data, line 3 (chmod): /home cannot be entered by the account, so sshd turns away the key of ubuntu (the account that the key pair opens), from the first boot on.",
   ]
  `);
});
