import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/sshd-does-not-start";
import {
  config,
  images,
  messages,
  noKeyPair,
  places,
  script,
  sshdDropIn,
  type Change,
} from "../../support/subjects";

const CONFIG = "/etc/ssh/sshd_config";
const RESTART = "systemctl restart ssh";
const append = (line: string): string => `echo '${line}' >> ${CONFIG}`;

test.each<[string, Change, readonly string[]]>([
  ["a keyword mistyped", { userData: sshdDropIn("PermitRootLogin no", "PermitRotLogin no") }, ["6:7"]],
  ["a value that sshd does not take", { userData: sshdDropIn("PermitRootLogin never") }, ["5:7"]],
  ["an argument missing", { userData: sshdDropIn("", "PubkeyAuthentication") }, ["6:7"]],
  ["an argument too many", { userData: sshdDropIn("PubkeyAuthentication yes no") }, ["5:7"]],
  ["a quote that is not closed", { userData: sshdDropIn('Banner "/etc/issue') }, ["5:7"]],
  ["what may not stand in a Match block", { userData: sshdDropIn("Match User bob", "UsePAM yes") }, ["6:7"]],
  ["an edit that counts at the next boot", { userData: script(append("MaxSessions many")) }, ["2:25"]],
  ["an edit and a restart", { userData: script(append("PermitRootLogin never"), RESTART) }, ["2:30"]],
  [
    "a keyword that Amazon Linux 2 does not know",
    {
      settings: { images: { "ami-0123456789abcdef0": { family: "amazon-linux-2" } } },
      userData: script(append("PubkeyAcceptedAlgorithms +ssh-rsa")),
    },
    ["2:42"],
  ],
  [
    "host keys removed, where nothing makes them anew",
    { image: images.debian, userData: script("rm -f /etc/ssh/ssh_host_*") },
    ["2:1"],
  ],
  ["no host key", { image: images.debian, userData: config("ssh_genkeytypes: []") }, ["2:1"]],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toHaveLength(expected.length);
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a configuration that loads", { userData: sshdDropIn("PermitRootLogin no", "PasswordAuthentication no") }],
  ["a keyword of old that sshd passes over", { userData: sshdDropIn("UsePrivilegeSeparation sandbox") }],
  ["a comment", { userData: sshdDropIn("# PermitRotLogin no") }],
  [
    "a drop-in that sshd does not read",
    { userData: script("echo 'Nonsense yes' > /etc/ssh/sshd_config.d/own.txt") },
  ],
  [
    "a mistake that is taken back",
    { userData: script(append("Nonsense yes"), `sed -i '/^Nonsense/d' ${CONFIG}`, RESTART) },
  ],
  [
    "a keyword that only some releases know",
    {
      settings: { images: { "ami-0123456789abcdef0": { family: "rhel-like" } } },
      userData: script(append("RequiredRSASize 2048"), RESTART),
    },
  ],
  [
    "a configuration that is fetched",
    { userData: script(`curl -so ${CONFIG} https://config.example/`, RESTART) },
  ],
  ["what sshd refuses the account for", { userData: sshdDropIn("PubkeyAuthentication no") }],
  ["an image that nobody knows", { image: images.windows, userData: sshdDropIn("Nonsense yes") }],
  [
    "a server that is removed, and its files with it",
    { userData: script("apt-get purge -y openssh-server") },
  ],
  ["a launch without a key", { ...noKeyPair, userData: sshdDropIn("Nonsense yes") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, { userData: sshdDropIn("PermitRotLogin no") })).toMatchInlineSnapshot(`
   [
     "user data, line 5 (write_files): sshd does not know this keyword, so sshd does not start and nobody gets in by SSH, from the first boot on.",
   ]
  `);
  expect(messages(rule, { userData: script(append("PermitRootLogin never")) })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (append to a file): the value is not one that sshd takes, so sshd does not start and nobody gets in by SSH, from the next reboot on.",
   ]
  `);
});
