import { absent, known, unknown } from "../../../policies/facts/fact";
import {
  noRouteSeen,
  images,
  judgedLaunch,
  notKnownYet,
  stateOf,
  wrappings,
  type Change,
  KEY,
  config,
  noKeyPair,
  script,
} from "../../support/subjects";

const why = (change: Change): string =>
  judgedLaunch(change)
    .ways.ssh.reasons.map(({ what }) => what)
    .join("; ");

test.each<[string, Change]>([
  ["a key pair, port 22 and a public address", {}],
  [
    "an image whose user is given a key by the user data",
    { ...noKeyPair, userData: config("ssh_authorized_keys:", `  - ${KEY}`) },
  ],
  [
    "a second account with a key of its own",
    { userData: config("users:", "  - name: deploy", `    ssh_authorized_keys: ["${KEY}"]`) },
  ],
  ["a line that a later one undoes", { userData: script("usermod -e 1 ubuntu", "usermod -e '' ubuntu") }],
  [
    "a line within a here-doc that is only printed",
    { userData: script("cat <<END", "userdel ubuntu", "END") },
  ],
  ["a lock, which stops passwords and not keys", { userData: script("passwd -l ubuntu") }],
  [
    "user data that another kind of host is shown",
    { userData: script("# userdel ubuntu", "echo userdel ubuntu") },
  ],
  [
    "the default security group that is stated to let port 22 in",
    { sshIngress: absent("vpcSecurityGroupIds"), settings: { defaultSecurityGroupSsh: true } },
  ],
])("open with %s", (_, change) => {
  expect(judgedLaunch(change).ways.ssh).toEqual({ state: "open", reasons: [] });
});

test.each<[string, Change, string]>([
  ["no key pair and no key in the user data", noKeyPair, "no key pair, and its user data adds no key"],
  [
    "a key pair that AWS does not know",
    { keyPairInStack: false, lookUps: { keyPair: (name) => absent(name) } },
    "no authorised key is left",
  ],
  [
    "the metadata service off, which brings the key",
    { metadataEndpoint: known("disabled", "metadataOptions.httpEndpoint") },
    "the instance metadata service is switched off",
  ],
  [
    "groups that keep port 22 shut",
    { sshIngress: known("closed", "vpcSecurityGroupIds") },
    "no security group lets port 22 in",
  ],
  [
    "the VPC's default group, where no key is meant to come in",
    { ...noKeyPair, sshIngress: absent("vpcSecurityGroupIds") },
    "AWS's default",
  ],
  [
    "the default group that is stated to keep it shut",
    { sshIngress: absent("vpcSecurityGroupIds"), settings: { defaultSecurityGroupSsh: false } },
    "the default security group does not let port 22 in",
  ],
  ["the account expired", { userData: script("usermod -e 1 ubuntu") }, "the account has expired"],
  ["the account removed", { userData: script("userdel -r ubuntu") }, "the account ubuntu is not there"],
  ["the home open to everybody", { userData: script("chmod 777 /home/ubuntu") }, "everybody may write to ~"],
  [
    "the server off from the next boot",
    { image: images.al2023, userData: script("systemctl disable sshd") },
    "from the next reboot on",
  ],
  [
    "a password to change that nobody has",
    { userData: script("passwd --expire ubuntu") },
    "its password has expired and must be changed first",
  ],
  [
    "an image that nobody knows, behind groups that keep port 22 shut",
    { image: images.unknown, sshIngress: known("closed", "vpcSecurityGroupIds") },
    "no security group lets port 22 in",
  ],
])("closed with %s", (_, change, reason) => {
  expect(judgedLaunch(change).ways.ssh.state).toBe("closed");
  expect(why(change)).toContain(reason);
});

test.each<[string, Change, string]>([
  [
    "a key name that is only known at apply",
    { keyName: notKnownYet("keyName"), keyPairInStack: false },
    "key pair",
  ],
  ["user data that is only known at apply", { userData: notKnownYet("userData") }, "userData"],
  [
    "security groups from outside the stack",
    { sshIngress: unknown("vpcSecurityGroupIds", "the security group sg-1 is not in the stack") },
    "sg-1",
  ],
  ["no public address: nobody looked at the routes", noRouteSeen, "route"],
  [
    "an image that nobody knows, and no key pair: keys may be built in",
    { image: images.unknown, ...noKeyPair },
    "which account",
  ],
  [
    "an image that nobody knows, whose usual account is expired",
    { image: images.unknown, userData: script("usermod -e 1 ubuntu") },
    "which account",
  ],
  [
    "a password to change that the user data sets",
    { userData: config("password: not-told-here") },
    "must be changed first",
  ],
  [
    "the VPC's default group and a key pair: somebody counts on it having been opened",
    { sshIngress: absent("vpcSecurityGroupIds") },
    "default security group was opened",
  ],
  [
    "the VPC's default group and a key in the user data",
    {
      ...noKeyPair,
      sshIngress: absent("vpcSecurityGroupIds"),
      userData: config(`ssh_authorized_keys: ["${KEY}"]`),
    },
    "default security group was opened",
  ],
  ["a script from elsewhere", { userData: script("curl -s https://example.com/x.sh | sh") }, ""],
  [
    "an image id that is only known at apply",
    { image: { ...images.unknown, id: notKnownYet("ami") } },
    "which account",
  ],
])("unknown with %s", (_, change, reason) => {
  expect(judgedLaunch(change).ways.ssh.state).toBe("unknown");
  expect(why(change)).toContain(reason);
});

test("with an Instance Connect endpoint in the stack, the default group may hold it", () => {
  const change: Change = {
    sshIngress: absent("vpcSecurityGroupIds"),
    account: { instanceConnectEndpoint: true },
  };
  expect(stateOf(change, "ssh")).toBe("unknown");
  expect(stateOf({ ...change, settings: { defaultSecurityGroupSsh: false } }, "ssh")).toBe("closed");
});

test.each(["windows", "bottlerocket", "flatcar"] as const)(
  "%s is entered by other means: never closed",
  (name) => {
    const image = images[name];
    expect(stateOf({ image }, "ssh")).toBe("unknown");
    expect(stateOf({ image, ...noKeyPair, sshIngress: known("closed", "vpcSecurityGroupIds") }, "ssh")).toBe(
      "unknown",
    );
    expect(stateOf({ image, userData: script("userdel -r ubuntu core") }, "ssh")).toBe("unknown");
  },
);

test.each(Object.entries(wrappings))("the user data is followed through %s", (_, wrap) => {
  expect(stateOf({ userData: wrap("#!/bin/sh\nuserdel ubuntu\n") }, "ssh")).toBe("closed");
  expect(stateOf({ userData: wrap("#!/bin/sh\ntrue\n") }, "ssh")).toBe("open");
});

test("each reason keeps the line behind it", () => {
  const [reason] = judgedLaunch({ userData: script("echo hello", "usermod -e 1 ubuntu") }).ways.ssh.reasons;
  expect(reason?.since).toMatchObject({
    from: "user-data",
    place: { line: 3, column: 1 },
    construct: "usermod --expiredate",
  });
});
