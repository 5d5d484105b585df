// A group whose members keep themselves open, and which leaves a member alone while people mend it.
import { RecoverableAutoScalingGroup, SerialConsole } from "@latchkey/components";
import * as aws from "@pulumi/aws";

new SerialConsole("console", { instanceTags: { Team: "shop" }, groups: ["operators"] });

const vpc = aws.ec2.getVpcOutput({ default: true });
const subnets = aws.ec2.getSubnetsOutput({ filters: [{ name: "vpc-id", values: [vpc.id] }] });

const fleet = new RecoverableAutoScalingGroup("shop", {
  imageName: "al2023-ami-2023.*-x86_64",
  keyPair: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
  vpcId: vpc.id,
  subnetIds: subnets.ids,
  sshFrom: ["198.51.100.0/24"],
  users: [
    {
      name: "deploy",
      publicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE6pD1jvVVLpQ0d0YUjGlR3Zz2h3iYHf2S3y7k0mJmKc deploy"],
      groups: ["systemd-journal"],
    },
  ],
  minSize: 2,
  maxSize: 6,
  tags: { Team: "shop" },
  // Set this while a member is stopped to be mended, and take it out afterwards.
  repairing: false,
});

export const { groupName, membersCommand, standbyCommand, returnCommand } = fleet;
