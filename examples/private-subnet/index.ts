// A host without a public address, in a subnet without a way out: people get in by Session Manager, through endpoints in
// the subnet itself.
import { RecoverableInstance, SerialConsole } from "@latchkey/components";
import * as aws from "@pulumi/aws";

new SerialConsole("console", {});

const vpc = new aws.ec2.Vpc("private", {
  cidrBlock: "10.20.0.0/16",
  enableDnsSupport: true,
  enableDnsHostnames: true,
});
const subnet = new aws.ec2.Subnet("private", { vpcId: vpc.id, cidrBlock: "10.20.1.0/24" });

const host = new RecoverableInstance("ledger", {
  imageName: "al2023-ami-2023.*-x86_64",
  vpcId: vpc.id,
  subnetId: subnet.id,
  associatePublicIpAddress: false,
  endpoints: { vpcId: vpc.id, subnetIds: [subnet.id] },
  // From the office, by VPN; none of it is needed for a session.
  sshFrom: ["10.0.0.0/8"],
  keyPair: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
});

export const { instanceId, sessionCommand } = host;
