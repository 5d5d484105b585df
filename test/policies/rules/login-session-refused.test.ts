import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/login-session-refused";
import { config, images, messages, noKeyPair, places, script, type Change } from "../../support/subjects";

test.each<[string, Change, readonly string[]]>([
  ["nologin made by touch", { userData: script("touch /etc/nologin") }, ["2:1"]],
  ["nologin written by a script", { userData: script("echo closed > /etc/nologin") }, ["2:13"]],
  [
    "nologin among the files",
    { userData: config("write_files:", "  - path: /etc/nologin", "    content: closed") },
    ["3:5"],
  ],
  [
    "everybody denied in hosts.deny, on Debian",
    { image: images.debian, userData: script("echo 'ALL: ALL' >> /etc/hosts.deny") },
    ["2:17"],
  ],
  [
    "a limit of no log-in",
    { userData: script("echo '* hard maxlogins 0' > /etc/security/limits.d/own.conf") },
    ["2:27"],
  ],
  [
    "a start-up file that ends the shell",
    { image: images.debian, userData: script("sed -i '1i exit 0' /home/admin/.bashrc") },
    ["2:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["nologin that is removed again", { userData: script("touch /etc/nologin", "rm -f /etc/nologin") }],
  ["a file of that name elsewhere", { userData: script("touch /opt/nologin") }],
  ["hosts.deny about another service", { userData: script("echo 'vsftpd: ALL' >> /etc/hosts.deny") }],
  [
    "a limit on open files",
    { userData: script("echo '* hard nofile 65536' > /etc/security/limits.d/own.conf") },
  ],
  ["a branch that may not be taken", { userData: script("[ -f /etc/maintenance ] && touch /etc/nologin") }],
  ["a launch without a key", { ...noKeyPair, userData: script("touch /etc/nologin") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, { userData: script("touch /etc/nologin") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (touch): /etc/nologin keeps everybody but root out, so the host ends every session of ubuntu (the account that the key pair opens), from the first boot on.",
   ]
  `);
});
