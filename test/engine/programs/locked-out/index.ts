// Launches that nobody will enter, each for a reason of its own: a verdict has to stop every one of them.
import * as aws from "@pulumi/aws";
import * as machines from "../machines";
import { endpoints, group, isolated, office, tcp, withNat } from "../network";

const managed = machines.profile("managed");
const key = new aws.ec2.KeyPair("ops", { publicKey: machines.publicKey });
const main = withNat("main", "10.0");
const none = group("none", main.vpc);
const ssh = group("ssh", main.vpc, [tcp(22, office)]);

const inPrivate = {
  ami: machines.al2023,
  instanceType: "t3.small",
  subnetId: main.privateSubnet.id,
  vpcSecurityGroupIds: [none.id],
};
const trust = machines.profile("trust", [machines.sessionManager], "ecs-tasks");
new aws.ec2.Instance("role-of-another-service", { ...inPrivate, iamInstanceProfile: trust.name });
const watcher = machines.profile("watcher", ["arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"]);
new aws.ec2.Instance("role-without-rights", { ...inPrivate, iamInstanceProfile: watcher.name });
new aws.ec2.Instance("group-without-egress", {
  ...inPrivate,
  iamInstanceProfile: managed.name,
  vpcSecurityGroupIds: [group("no-egress", main.vpc, [tcp(443, "10.0.0.0/8")], []).id],
});
new aws.ec2.Instance("agent-switched-off", {
  ...inPrivate,
  iamInstanceProfile: managed.name,
  userData: "#!/bin/bash\nsystemctl disable --now amazon-ssm-agent\n",
});

const alone = isolated("alone", "10.1");
new aws.ec2.Instance("network-without-a-way-out", {
  ...inPrivate,
  iamInstanceProfile: managed.name,
  subnetId: alone.subnet.id,
  vpcSecurityGroupIds: [group("alone", alone.vpc).id],
});
const half = isolated("half", "10.2");
endpoints(half, "half", ["ssm", "ec2messages"]);
new aws.ec2.Instance("endpoint-missing", {
  ...inPrivate,
  iamInstanceProfile: managed.name,
  subnetId: half.subnet.id,
  vpcSecurityGroupIds: [group("half", half.vpc).id],
});
const unreached = isolated("unreached", "10.3");
new aws.ec2.Instance("key-that-no-network-leads-to", {
  ami: machines.debian,
  instanceType: "t3.small",
  keyName: key.keyName,
  subnetId: unreached.subnet.id,
  vpcSecurityGroupIds: [group("unreached", unreached.vpc, [tcp(22, "10.0.0.0/8")]).id],
});

const inPublic = {
  ami: machines.al2023,
  instanceType: "t3.small",
  keyName: key.keyName,
  subnetId: main.publicSubnet.id,
  vpcSecurityGroupIds: [ssh.id],
};
new aws.ec2.Instance("group-without-22", {
  ...inPublic,
  vpcSecurityGroupIds: [group("web", main.vpc, [tcp(443, "0.0.0.0/0")]).id],
});
new aws.ec2.Instance("port-moved", {
  ...inPublic,
  userData: "#!/bin/bash\necho 'Port 2222' >> /etc/ssh/sshd_config\nsystemctl restart sshd\n",
});
new aws.ec2.Instance("key-missing", {
  ami: machines.debian,
  instanceType: "t3.small",
  subnetId: main.publicSubnet.id,
  vpcSecurityGroupIds: [ssh.id],
});
new aws.ec2.Instance("account-removed", {
  ...inPublic,
  userData: "#!/bin/bash\nuserdel -r ec2-user\n",
});
new aws.ec2.Instance("account-refused", {
  ...inPublic,
  userData: "#!/bin/bash\nsed -i '$ a AllowUsers deploy' /etc/ssh/sshd_config\nsystemctl restart sshd\n",
});

const template = new aws.ec2.LaunchTemplate("template", {
  imageId: machines.debian,
  instanceType: "t3.small",
  vpcSecurityGroupIds: [none.id],
});
new aws.autoscaling.Group("group", {
  minSize: 1,
  maxSize: 2,
  vpcZoneIdentifiers: [main.privateSubnet.id],
  launchTemplate: { id: template.id, version: "$Latest" },
});
