import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/home-hidden-by-mount";
import { config, messages, noKeyPair, places, script, type Change } from "../../support/subjects";

test.each<[string, Change, readonly string[]]>([
  ["a mount over all homes", { userData: script("mount -t tmpfs tmpfs /home") }, ["2:1"]],
  [
    "a folder over the account's home",
    { userData: script("mkdir -p /data/home", "mount --bind /data/home /home/ubuntu") },
    ["3:1"],
  ],
  ["a line of fstab", { userData: script("echo 'tmpfs /home tmpfs defaults 0 0' >> /etc/fstab") }, ["2:39"]],
  [
    "an entry of mounts, which is empty again at the next boot",
    { userData: config("mounts:", '  - [tmpfs, /home, tmpfs, "defaults", "0", "0"]') },
    ["3:5"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a mount elsewhere", { userData: script("mkdir -p /srv/x", "mount -t tmpfs tmpfs /srv/x") }],
  [
    "a mount below the home",
    { userData: script("mkdir -p /home/ubuntu/x", "mount -t tmpfs tmpfs /home/ubuntu/x") },
  ],
  ["a mount that is taken off again", { userData: script("mount -t tmpfs tmpfs /home", "umount /home") }],
  [
    "homes that are copied there first",
    {
      userData: script(
        "mkdir -p /mnt/home",
        "mount -t tmpfs -o mode=0755 tmpfs /mnt/home",
        "cp -a /home/. /mnt/home/",
        "mount --bind /mnt/home /home",
      ),
    },
  ],
  ["a device that may hold the homes", { userData: script("mount /dev/nvme1n1 /home") }],
  ["keys that are removed: that is another rule's", { userData: script("rm -rf /home/ubuntu/.ssh") }],
  ["a launch without a key", { ...noKeyPair, userData: script("mount -t tmpfs tmpfs /home") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("says until when", () => {
  expect(messages(rule, { userData: script("mount -t tmpfs tmpfs /home") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (mount) mounts a file system over the home of ubuntu (the account that the key pair opens): sshd does not find its key there, from the first boot until the next reboot.",
   ]
  `);
  expect(messages(rule, { userData: script("echo 'tmpfs /home tmpfs defaults 0 0' >> /etc/fstab") }))
    .toMatchInlineSnapshot(`
   [
     "user data, line 2 (append to a file) mounts a file system over the home of ubuntu (the account that the key pair opens): sshd does not find its key there, from the next reboot on.",
   ]
  `);
});
