import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/sshd-refuses-login";
import {
  config,
  images,
  KEY,
  messages,
  noKeyPair,
  places,
  script,
  sshdDropIn,
  type Change,
} from "../../support/subjects";

const CONFIG = "/etc/ssh/sshd_config";

test.each<[string, Change, readonly string[]]>([
  ["AllowUsers without the account", { userData: sshdDropIn("", "AllowUsers deploy") }, ["6:7"]],
  [
    "AllowGroups without a group of the account's",
    { userData: sshdDropIn("AllowGroups ssh-users") },
    ["5:7"],
  ],
  ["DenyUsers with the account", { userData: sshdDropIn("DenyUsers bob ubuntu") }, ["5:7"]],
  ["keys switched off", { userData: sshdDropIn("PubkeyAuthentication no") }, ["5:7"]],
  [
    "keys switched off for the account alone",
    {
      image: images.debian,
      userData: script(
        `printf 'Match User admin\\nPubkeyAuthentication no\\n' >> ${CONFIG}`,
        "systemctl restart ssh",
      ),
    },
    ["2:54"],
  ],
  [
    "a key and a password asked for",
    { userData: sshdDropIn("AuthenticationMethods publickey,password") },
    ["5:7"],
  ],
  ["key files elsewhere", { userData: sshdDropIn("AuthorizedKeysFile /etc/ssh/keys/%u") }, ["5:7"]],
  ["PAM left out", { userData: sshdDropIn("UsePAM no") }, ["5:7"]],
  ["PAM left out of a whole file", { userData: script(`printf 'Port 22\\n' > ${CONFIG}`) }, ["2:20"]],
  ["the host itself as the only address", { userData: sshdDropIn("ListenAddress 127.0.0.1") }, ["5:7"]],
  [
    "a list of revoked keys that is not there",
    { userData: sshdDropIn("RevokedKeys /etc/ssh/revoked") },
    ["5:7"],
  ],
  ["a command that ends at once", { userData: sshdDropIn("ForceCommand /bin/false") }, ["5:7"]],
  ["no session at all", { userData: sshdDropIn("MaxSessions 0") }, ["5:7"]],
  [
    "an edit in place, with a restart",
    {
      userData: script(
        `sed -i 's/^#PubkeyAuthentication yes/PubkeyAuthentication no/' ${CONFIG}`,
        "systemctl restart ssh",
      ),
    },
    ["2:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["AllowUsers with the account", { userData: sshdDropIn("AllowUsers deploy ubuntu") }],
  ["AllowUsers with a pattern for it", { userData: sshdDropIn("AllowUsers ub*") }],
  ["AllowUsers from some addresses", { userData: sshdDropIn("AllowUsers ubuntu@10.0.0.0/8") }],
  ["AllowGroups with a group of the account's", { userData: sshdDropIn("AllowGroups ssh-users ubuntu") }],
  [
    "passwords and root kept out",
    { userData: sshdDropIn("PasswordAuthentication no", "PermitRootLogin no") },
  ],
  [
    "a value that comes second",
    { userData: sshdDropIn("PubkeyAuthentication yes", "PubkeyAuthentication no") },
  ],
  [
    "a block about somebody else",
    { userData: sshdDropIn("Match User sftp", "  ForceCommand internal-sftp") },
  ],
  [
    "another key file beside the usual one",
    { userData: sshdDropIn("AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/keys/%u") },
  ],
  [
    "PAM left out where the password is not locked",
    { userData: script("echo 'ubuntu:x' | chpasswd", `sed -i 's/^UsePAM yes/UsePAM no/' ${CONFIG}`) },
  ],
  [
    "the account kept out where another gets in",
    {
      userData: config(
        "users:",
        "  - default",
        "  - name: deploy",
        `    ssh_authorized_keys: ["${KEY}"]`,
        "write_files:",
        "  - path: /etc/ssh/sshd_config.d/10-own.conf",
        "    content: AllowUsers deploy",
      ),
    },
  ],
  [
    "a configuration that does not load: that is another rule's",
    { userData: sshdDropIn("AllowUsers deploy", "Nonsense yes") },
  ],
  ["a launch without a key", { ...noKeyPair, userData: sshdDropIn("AllowUsers deploy") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, { userData: sshdDropIn("AllowUsers deploy") })).toMatchInlineSnapshot(`
   [
     "user data, line 5 (write_files): AllowUsers does not name it, so sshd refuses ubuntu (the account that the key pair opens), from the first boot on.",
   ]
  `);
  expect(messages(rule, { userData: script(`echo 'UsePAM no' > ${CONFIG}`) })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (write to a file): without PAM sshd takes a locked password for a locked account, so sshd refuses ubuntu (the account that the key pair opens), from the next reboot on.",
   ]
  `);
});
