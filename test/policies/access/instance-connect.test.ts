import { absent, known, unknown } from "../../../policies/facts/fact";
import {
  noRouteSeen,
  images,
  judgedLaunch,
  notKnownYet,
  userData,
  type Change,
  script,
} from "../../support/subjects";

test.each<[string, Change]>([
  ["an image that has it", {}],
  ["no key pair: it brings a key of its own", { keyName: absent("keyName"), keyPairInStack: false }],
  ["a home that sshd refuses, since its key needs no file", { userData: script("chmod 777 /home/ubuntu") }],
  ["the key file removed", { userData: script("rm -rf /home/ubuntu/.ssh") }],
  [
    "a setting that says so of an own image",
    {
      image: images.unknown,
      settings: { images: { "ami-0123456789abcdef0": { family: "ubuntu", instanceConnect: true } } },
    },
  ],
])("open with %s", (_, change) => {
  expect(judgedLaunch(change).ways["instance-connect"]).toEqual({ state: "open", reasons: [] });
});

test.each<[string, Change, string]>([
  ["an image that has it not", { image: images.bionic }, "the image has no EC2 Instance Connect"],
  [
    "the metadata service off",
    { metadataEndpoint: known("disabled", "metadataOptions.httpEndpoint") },
    "the instance metadata service is switched off",
  ],
  [
    "port 22 shut",
    { sshIngress: known("closed", "vpcSecurityGroupIds") },
    "no security group lets port 22 in",
  ],
  ["no account left", { userData: script("userdel ubuntu") }, "the account ubuntu is not there"],
  [
    "the server gone from the next boot",
    { image: images.al2023, userData: script("systemctl disable sshd") },
    "from the next reboot on",
  ],
])("closed with %s", (_, change, reason) => {
  const way = judgedLaunch(change).ways["instance-connect"];
  expect(way.state).toBe("closed");
  expect(way.reasons.map(({ what }) => what).join()).toContain(reason);
});

test.each<[string, Change]>([
  ["an image that nobody knows", { image: images.unknown }],
  [
    "the metadata service known only at apply",
    { metadataEndpoint: notKnownYet("metadataOptions.httpEndpoint") },
  ],
  ["groups known only at apply", { sshIngress: notKnownYet("vpcSecurityGroupIds") }],
  ["no public address", noRouteSeen],
  [
    "a package that an unseen script may bring",
    { image: images.bionic, userData: script("curl -s https://example.com/x | sh") },
  ],
  [
    "a password to change that the user data sets",
    { userData: userData("#cloud-config\npassword: not-told-here\n") },
  ],
  ["user data known only at apply", { userData: unknown("userData") }],
])("unknown with %s", (_, change) => {
  expect(judgedLaunch(change).ways["instance-connect"].state).toBe("unknown");
});
