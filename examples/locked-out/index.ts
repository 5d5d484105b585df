// Everything here previews and deploys, and nobody could get into any of it. Each resource shows one or more findings;
// expected-findings.json lists them all.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";

const userData = (file: string): string => readFileSync(join(__dirname, "user-data", file), "utf8");

const debian = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ["136693071363"],
  filters: [{ name: "name", values: ["debian-12-amd64-*"] }],
});
const ubuntu = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ["099720109477"],
  filters: [{ name: "name", values: ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"] }],
});

const webOnly = new aws.ec2.SecurityGroup("web-only", {
  ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const office = new aws.ec2.SecurityGroup("office", {
  ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["198.51.100.0/24"] }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const ops = new aws.ec2.KeyPair("ops", {
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
});

const withSsh = {
  instanceType: "t3.micro",
  vpcSecurityGroupIds: [office.id],
  associatePublicIpAddress: true,
  keyName: ops.keyName,
};

// No key pair, no role, no port 22, and a type without a serial console.
new aws.ec2.Instance("web", {
  ami: debian.id,
  instanceType: "t2.micro",
  vpcSecurityGroupIds: [webOnly.id],
});

// The key pair opens ubuntu, and the script expires it.
new aws.ec2.Instance("api", { ...withSsh, ami: ubuntu.id, userData: userData("expire.sh") });

// A `users` list without `default`: the image's own account is never made.
new aws.ec2.Instance("worker", { ...withSsh, ami: ubuntu.id, userData: userData("users.yaml") });

// Homes that everybody may write to: sshd turns every key away.
new aws.ec2.Instance("files", { ...withSsh, ami: ubuntu.id, userData: userData("share.sh") });

// An indented script: cloud-init cannot run it, and says so only in its log.
new aws.ec2.Instance("batch", { ...withSsh, ami: ubuntu.id, userData: userData("indented.sh") });
