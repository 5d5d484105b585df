// A launch template used by a group: what the template's user data does is told on the template, what is missing is
// told once, on the group that launches it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";

const ubuntu = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ["099720109477"],
  filters: [{ name: "name", values: ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"] }],
});
const ops = new aws.ec2.KeyPair("ops", {
  publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
});
const ssh = new aws.ec2.SecurityGroup("ssh", {
  ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["198.51.100.0/24"] }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});

const workers = new aws.ec2.LaunchTemplate("workers", {
  imageId: ubuntu.id,
  instanceType: "t3.micro",
  keyName: ops.keyName,
  vpcSecurityGroupIds: [ssh.id],
  // A launch template takes base64, and nothing else.
  userData: readFileSync(join(__dirname, "user-data", "workers.yaml")).toString("base64"),
});

const group = new aws.autoscaling.Group("workers", {
  availabilityZones: ["us-east-1a", "us-east-1b"],
  minSize: 1,
  maxSize: 4,
  mixedInstancesPolicy: {
    launchTemplate: {
      launchTemplateSpecification: { launchTemplateId: workers.id, version: "$Latest" },
      overrides: [{ instanceType: "t3.micro" }, { instanceType: "t3a.micro" }],
    },
  },
});

export const groupName = group.name;
