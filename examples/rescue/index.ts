// An instance of one's own that people were locked out of: its user data is changed to one that opens it once, beside
// what it was before, and is put back as soon as somebody is in.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rescueUserData } from "@latchkey/components/cloud-init";
import { SerialConsole } from "@latchkey/components";
import * as aws from "@pulumi/aws";

new SerialConsole("console", {});

const ubuntu = aws.ec2.getAmiOutput({
  mostRecent: true,
  owners: ["099720109477"],
  filters: [{ name: "name", values: ["ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*"] }],
});
const ssh = new aws.ec2.SecurityGroup("ssh", {
  ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["198.51.100.0/24"] }],
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
});
const role = new aws.iam.Role("wiki", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
});
new aws.iam.RolePolicyAttachment("wiki", {
  role: role.name,
  policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
});

const rescue = rescueUserData({
  loginUser: "ubuntu",
  keyPair: true,
  original: [{ text: readFileSync(join(__dirname, "user-data.yaml"), "utf8"), filename: "user-data.yaml" }],
});

const wiki = new aws.ec2.Instance("wiki", {
  ami: ubuntu.id,
  instanceType: "t3.micro",
  keyName: "ops",
  vpcSecurityGroupIds: [ssh.id],
  associatePublicIpAddress: true,
  iamInstanceProfile: new aws.iam.InstanceProfile("wiki", { role: role.name }).name,
  // Pulumi stops and starts the instance for it. Without a change here: rescue.apply are the commands.
  userDataBase64: rescue.base64,
  userDataReplaceOnChange: false,
});

export const instanceId = wiki.id;
export const takeBack = rescue.takeBack;
