import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/authorized-keys-lost";
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

const FILE = "/home/ubuntu/.ssh/authorized_keys";

test.each<[string, Change, readonly string[]]>([
  ["the key file removed", { userData: script(`rm -f ${FILE}`) }, ["2:1"]],
  [".ssh removed", { userData: script("rm -rf ~ubuntu/.ssh") }, ["2:1"]],
  ["the home removed", { userData: script("rm -rf /home/ubuntu") }, ["2:1"]],
  ["the key file emptied", { userData: script(`: > ${FILE}`) }, ["2:3"]],
  ["the key file cut off", { userData: script(`truncate -s 0 ${FILE}`) }, ["2:1"]],
  [
    "the key file overwritten with a variable that is empty",
    { userData: script('KEYS=""', `echo "$KEYS" > ${FILE}`) },
    ["3:14"],
  ],
  ["the key file overwritten with what is no key", { userData: script(`echo none | tee ${FILE}`) }, ["2:13"]],
  ["a home that moves without its files", { userData: script("usermod -d /srv/ubuntu ubuntu") }, ["2:1"]],
  [".ssh moved away", { userData: script("mv /home/ubuntu/.ssh /home/ubuntu/.ssh.bak") }, ["2:1"]],
  ["what an image build cleans up", { userData: config("runcmd:", `  - [rm, -f, ${FILE}]`) }, ["3:5"]],
  [
    "Amazon Linux's account",
    { image: images.al2023, userData: script("rm -rf /home/ec2-user/.ssh") },
    ["2:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a key that is added", { userData: script(`echo '${KEY}' >> ${FILE}`) }],
  ["nothing that is added", { userData: script(`echo "" >> ${FILE}`) }],
  ["the key file overwritten with another key", { userData: script(`echo '${KEY}' > ${FILE}`) }],
  [
    "the key file overwritten with what is only known at boot",
    { userData: script(`curl -s https://keys.example/ > ${FILE}`) },
  ],
  ["another file of .ssh", { userData: script("rm -f /home/ubuntu/.ssh/known_hosts") }],
  ["root's own file", { userData: script("rm -rf /root/.ssh") }],
  ["a home that moves with its files", { userData: script("usermod --move-home --home /srv/ubuntu ubuntu") }],
  ["a home that goes with its account", { userData: script("userdel -r ubuntu") }],
  ["a home that a mount hides", { userData: script("mount -t tmpfs tmpfs /home") }],
  ["modes that sshd refuses", { userData: script("chmod -R 777 /home/ubuntu/.ssh") }],
  ["a key pair that nobody is given", { userData: config("allow_public_ssh_keys: false") }],
  ["an account that is never made", { userData: config("users:", "  - name: deploy") }],
  ["a branch that may not be taken", { userData: script(`[ -f /etc/bake ] && rm -f ${FILE}`) }],
  ["a launch without a key", { ...noKeyPair, userData: script(`rm -f ${FILE}`) }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("tells a line once, whatever it takes along", () => {
  expect(messages(rule, { userData: script("rm -rf ~ubuntu/.ssh") })).toHaveLength(1);
});

test("reads well", () => {
  expect(messages(rule, { userData: script("rm -rf ~ubuntu/.ssh") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (rm): no key is left in ~/.ssh/authorized_keys, so sshd knows no key of ubuntu (the account that the key pair opens), from the first boot on.",
   ]
  `);
  expect(messages(rule, { userData: script(`: > ${FILE}`) })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (write to a file): no key is left in ~/.ssh/authorized_keys, so sshd knows no key of ubuntu (the account that the key pair opens), from the first boot on.",
   ]
  `);
});
