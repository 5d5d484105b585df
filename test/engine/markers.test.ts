import { createProject } from "../support/engine";

jest.setTimeout(600_000);

/** A word that no text of the pack's or of Pulumi's holds, in every place that a program may write one. */
const MARK = "mrkzqsecret";

const PROGRAM = `
  import * as aws from "@pulumi/aws";
  import * as pulumi from "@pulumi/pulumi";
  const mark = "${MARK}";
  const secret = (kind: string) => pulumi.secret(kind + "-" + mark);
  const userData = pulumi.secret([
    "#!/bin/bash", "export TOKEN=" + mark, mark + " --token " + mark, "./" + mark + ".sh", "userdel -r " + mark,
    "echo 'ubuntu:" + mark + "' | chpasswd", "usermod -d /srv/" + mark + " ubuntu", "chmod 777 /srv/" + mark,
    "echo 'AllowUsers " + mark + "*' >> /etc/ssh/sshd_config", "systemctl restart ssh", "userdel -r ubuntu", "",
  ].join("\\n"));
  const tags = { [mark]: mark, ["latchkey:exempt/" + mark]: mark, "latchkey:exempt/login-user-shell": "\\u200b" + mark };
  const group = new aws.ec2.SecurityGroup("group", {
    vpcId: secret("vpc"), name: secret("group"), description: mark, tags,
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [secret("sg")], description: mark }],
  });
  new aws.ec2.VpcEndpoint("endpoint", {
    vpcId: secret("vpc"), serviceName: "com.amazonaws.us-east-1." + mark, vpcEndpointType: "Interface",
    subnetIds: [secret("subnet")], securityGroupIds: [secret("sg")],
  });
  new aws.ec2.RouteTableAssociation("association", { subnetId: secret("subnet"), routeTableId: secret("rtb") });
  const role = new aws.iam.Role("role", {
    name: secret("role"),
    assumeRolePolicy: JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service: mark }, Action: "sts:AssumeRole" }] }),
    permissionsBoundary: secret("arn:aws:iam::123456789012:policy/boundary"),
    inlinePolicies: [{ name: mark, policy: JSON.stringify({ Statement: [{ Sid: mark, Effect: "Deny", Action: "*", Resource: mark }] }) }],
  });
  const profile = new aws.iam.InstanceProfile("profile", { name: secret("profile"), role: role.name });
  const template = new aws.ec2.LaunchTemplate("template", {
    imageId: "resolve:ssm:/own/" + mark, keyName: secret("key"), tags,
    iamInstanceProfile: { name: secret("profile-outside") },
    userData: Buffer.from(["Content-Type: multipart/mixed; boundary=" + mark, "MIME-Version: 1.0", "", "--" + mark,
      "Content-Type: text/cloud-config", "Content-Disposition: attachment; filename=" + mark + ".cfg", "",
      "#cloud-config", "users: [{name: " + mark + ", passwd: " + mark + "}]", mark + ": [", "--" + mark + "--", ""].join("\\n")).toString("base64"),
  });
  new aws.autoscaling.Group("fleet", {
    minSize: 1, maxSize: 1, vpcZoneIdentifiers: [secret("subnet")],
    launchTemplate: { id: template.id, version: secret("version") },
    tags: [{ key: mark, value: mark, propagateAtLaunch: true }],
  });
  const common = { instanceType: "t2.micro", tags, subnetId: secret("subnet"), vpcSecurityGroupIds: [group.id, secret("sg")] };
  new aws.ec2.Instance("host", { ...common, ami: "ami-0123456789abcdef0", keyName: secret("key"), iamInstanceProfile: profile.name, userData });
  new aws.ec2.Instance("named", { ...common, ami: secret("ami"), iamInstanceProfile: secret("profile-outside"), userData });
  new aws.ec2.Instance("templated", { launchTemplate: { id: secret("lt"), version: "$Default" }, instanceType: "t2.metal-" + mark });
  new aws.ec2.Instance("spoken", { ami: "ami-0123456789abcdef0", instanceType: "t2.micro", userData: "#cloud-config\\nusers:\\n- name: " + mark + "\\n  passwd: " + mark + "\\n  bad: [\\n" });
  new aws.ssm.Document("preferences", {
    name: "SSM-SessionManagerRunShell", documentType: "Session",
    content: JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream",
      inputs: { runAsEnabled: true, runAsDefaultUser: "", s3BucketName: mark, shellProfile: { linux: mark } } }),
  });
  new aws.ssm.ServiceSetting("management", {
    settingId: "arn:aws:ssm:us-east-1:123456789012:servicesetting/ssm/managed-instance/default-ec2-instance-management-role",
    settingValue: "service-role/" + mark,
  });
  new aws.ec2.KeyPair("key", { keyName: secret("key-own"), publicKey: "/home/" + mark + "/.ssh/id_ed25519.pub" });
`;

it("nothing that a program writes comes out of the real CLI again, but what it calls its resources", async () => {
  const project = await createProject({
    program: PROGRAM,
    config: { "aws:region": "us-east-1" },
    policyConfig: {
      settings: { images: { "ami-0123456789abcdef0": { family: "ubuntu" } } },
      "ways-in": { show: true },
    },
  });
  try {
    const { findings, stdout, stderr, errors } = await project.preview();
    // What Pulumi itself says of a program that it cannot run would be no test of the pack.
    expect(errors.filter((error) => !error.includes("preview failed"))).toEqual([]);
    // Those that speak of what holds the word.
    const spoken = [
      "session-run-as-user",
      "key-material-unusable",
      "user-data-invalid",
      "login-user-removed",
    ];
    expect(findings.map(({ policy }) => policy)).toEqual(
      expect.arrayContaining([...spoken, "settings", "ways-in"]),
    );
    const shown = [
      ...findings.map(({ policy, message }) => `${policy}: ${message}`),
      stdout,
      stderr,
      ...errors,
    ];
    expect(
      shown.flatMap((text) => text.split("\n")).filter((line) => line.toLowerCase().includes(MARK)),
    ).toEqual([]);
  } finally {
    project.cleanup();
  }
});

it("a configuration that is refused is told without what a terminal takes for orders", async () => {
  const project = await createProject({
    program: "",
    policyConfig: { settings: { "\u001b[2K<{%fg 1%}>option": 1 } },
  });
  try {
    const { exitCode, stdout, stderr, errors } = await project.preview();
    expect(exitCode).toBe(1);
    const shown = [stdout, stderr, ...errors].join("\n");
    expect(shown).toContain("option is no option");
    expect(shown).not.toContain("\u001b[2K");
  } finally {
    project.cleanup();
  }
});
