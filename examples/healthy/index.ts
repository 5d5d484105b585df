// A host with three ways in: SSH with a key, Session Manager by its role, and the serial console. The pack has nothing
// to say about it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";

const image = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ["amazon"],
  filters: [{ name: "name", values: ["al2023-ami-2023.*-x86_64"] }],
});

new aws.ec2.SerialConsoleAccess("console", { enabled: true });

const role = new aws.iam.Role("host", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
});
new aws.iam.RolePolicyAttachment("session-manager", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
});
const profile = new aws.iam.InstanceProfile("host", { role: role.name });

const ssh = new aws.ec2.SecurityGroup("ssh", {
  ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["198.51.100.0/24"] }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const ops = new aws.ec2.KeyPair("ops", {
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
});

const host = new aws.ec2.Instance("host", {
  ami: image.id,
  instanceType: "t3.micro",
  keyName: ops.keyName,
  iamInstanceProfile: profile.name,
  vpcSecurityGroupIds: [ssh.id],
  associatePublicIpAddress: true,
  userData: readFileSync(join(__dirname, "user-data", "host.yaml"), "utf8"),
});

export const instanceId = host.id;
