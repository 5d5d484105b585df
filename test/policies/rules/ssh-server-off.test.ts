import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/ssh-server-off";
import { images, messages, noKeyPair, places, script, type Change } from "../../support/subjects";

const debian: Change = { image: images.debian };

test.each<[string, Change, readonly string[]]>([
  ["a server that is removed", { userData: script("apt-get purge -y openssh-server") }, ["2:1"]],
  [
    "one that is removed on Amazon Linux",
    { image: images.al2023, userData: script("dnf remove -y openssh-server") },
    ["2:1"],
  ],
  ["one that is stopped", { ...debian, userData: script("systemctl stop ssh") }, ["2:1"]],
  ["one that is disabled", { ...debian, userData: script("systemctl disable ssh") }, ["2:1"]],
  [
    "one that is disabled at once",
    { ...debian, userData: script("systemctl disable --now ssh.service") },
    ["2:1"],
  ],
  ["one that is masked", { ...debian, userData: script("systemctl mask ssh") }, ["2:1"]],
  ["one that is stopped by service(8)", { ...debian, userData: script("service ssh stop") }, ["2:1"]],
  [
    "one that is disabled by update-rc.d(8)",
    { ...debian, userData: script("update-rc.d ssh disable") },
    ["2:1"],
  ],
  [
    "a stop, and what keeps it down",
    { ...debian, userData: script("systemctl stop ssh", "systemctl disable ssh") },
    ["2:1", "3:1"],
  ],
  [
    "a file for which Debian's units start nothing",
    { ...debian, userData: script("touch /etc/ssh/sshd_not_to_be_run") },
    ["2:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a stop and a start", { ...debian, userData: script("systemctl stop ssh", "systemctl start ssh") }],
  ["a restart", { ...debian, userData: script("systemctl restart ssh") }],
  ["another service", { ...debian, userData: script("systemctl disable --now apache2") }],
  ["another package", { ...debian, userData: script("apt-get remove -y telnet") }],
  [
    "a socket in the server's place",
    { ...debian, userData: script("systemctl disable --now ssh", "systemctl enable --now ssh.socket") },
  ],
  ["a service that a socket may start", { userData: script("systemctl stop ssh") }],
  ["a removal that is only tried", { ...debian, userData: script("apt-get -s remove openssh-server") }],
  [
    "a configuration that does not load: that is another rule's",
    { ...debian, userData: script("echo Nonsense >> /etc/ssh/sshd_config", "systemctl restart ssh") },
  ],
  [
    "a boot that stops before it",
    { ...debian, userData: script("echo '/opt/x.img /data ext4 loop 0 0' >> /etc/fstab") },
  ],
  ["a launch without a key", { ...debian, ...noKeyPair, userData: script("systemctl stop ssh") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("says until when", () => {
  const said = (line: string) => messages(rule, { ...debian, userData: script(line) });
  expect(said("systemctl stop ssh")).toMatchInlineSnapshot(`
   [
     "user data, line 2 (systemctl stop): the SSH server does not run, so nobody gets in by SSH, from the first boot until the next reboot.",
   ]
  `);
  expect(said("systemctl disable ssh")).toMatchInlineSnapshot(`
   [
     "user data, line 2 (systemctl disable): the SSH server does not run, so nobody gets in by SSH, from the next reboot on.",
   ]
  `);
  expect(said("apt-get remove -y openssh-server")).toMatchInlineSnapshot(`
   [
     "user data, line 2 (apt-get remove): the SSH server is removed, so nobody gets in by SSH, from the first boot on.",
   ]
  `);
});
