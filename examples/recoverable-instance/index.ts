// One host with all ways in: SSH with a key, Session Manager by its role, and the serial console with a password. What
// shuts one of them later is mended at the next boot.
import { RecoverableInstance } from "@latchkey/components";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

new aws.ec2.SerialConsoleAccess("console", { enabled: true });

const host = new RecoverableInstance("web", {
  imageName: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*",
  keyPair: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
  sshFrom: ["198.51.100.0/24"],
  associatePublicIpAddress: true,
  elasticIp: true,
  // In a project of yours: new pulumi.Config().requireSecret("recoveryPassword")
  recoveryUser: { password: pulumi.secret("three-otters-under-a-bridge") },
  terminationProtection: true,
});

export const {
  instanceId,
  loginUser,
  sshCommand,
  sessionCommand,
  serialConsoleCommand,
  troubleshootCommand,
} = host;
