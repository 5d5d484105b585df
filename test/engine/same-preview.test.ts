import { createProject } from "../support/engine";
import type { EngineFinding } from "../support/engine-events";

const config = { "aws:region": "us-east-1" };

/** Previews a program once and answers with its findings. */
async function findingsOf(
  program: string,
  policyConfig: Readonly<Record<string, unknown>> = {},
): Promise<readonly EngineFinding[]> {
  const project = await createProject({ program, config, policyConfig });
  try {
    const { findings, errors } = await project.preview();
    expect(errors.filter((error) => !error.includes("preview failed"))).toEqual([]);
    return findings;
  } finally {
    project.cleanup();
  }
}

const policiesOf = (findings: readonly EngineFinding[], resource: string): readonly string[] =>
  findings
    .filter(({ resource: { name } }) => name === resource)
    .map(({ policy }) => policy)
    .sort();

describe("a bare instance with nothing set", () => {
  it("is reported, although the engine's outputs for it are unknown", async () => {
    const findings = await findingsOf(`
      import * as aws from "@pulumi/aws";
      new aws.ec2.Instance("bare", { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" });
    `);
    expect(policiesOf(findings, "bare")).toEqual([
      "key-pair-missing",
      "no-way-in",
      "serial-console-off",
      "session-manager-closed",
    ]);
  });

  it("is reported just so with provider 6, which hashes user data in its outputs", async () => {
    const findings = await findingsOf(
      `
      import * as aws from "@pulumi/aws-v6";
      new aws.ec2.Instance("bare", { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" });
      const key = new aws.ec2.KeyPair("ops", { publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops" });
      new aws.ec2.Instance("expired", {
        ami: "ami-0123456789abcdef0",
        instanceType: "t3.micro",
        keyName: key.keyName,
        userData: "#!/bin/sh\\nchage --expiredate 0 ubuntu\\n",
      });
    `,
      { settings: { images: { "ami-0123456789abcdef0": { family: "ubuntu" } } } },
    );
    expect(policiesOf(findings, "bare")).toContain("no-way-in");
    expect(policiesOf(findings, "expired")).toEqual(
      expect.arrayContaining(["login-shut", "login-user-expired"]),
    );
  });
});

const HEALTHY_PARTS = `
  import * as aws from "@pulumi/aws";
  import * as pulumi from "@pulumi/pulumi";
  new aws.ec2.SerialConsoleAccess("console", { enabled: true });
  const role = new aws.iam.Role("role", { assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
  }) });
  new aws.iam.RolePolicyAttachment("core", { role: role.name, policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" });
  const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";
  const group = new aws.ec2.SecurityGroup("ssh", {
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["198.51.100.0/24"] }],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  });
`;

describe("key pair, profile and user data from resources of the same preview", () => {
  it("give no finding where the provider names them (known names of what does not exist yet)", async () => {
    const findings = await findingsOf(`${HEALTHY_PARTS}
      const key = new aws.ec2.KeyPair("ops", { publicKey });
      const profile = new aws.iam.InstanceProfile("profile", { role: role.name });
      const address = new aws.ec2.Eip("address", {});
      new aws.ec2.Instance("host", {
        ami: "ami-0123456789abcdef0",
        instanceType: "t3.micro",
        keyName: key.keyName,
        iamInstanceProfile: profile.name,
        vpcSecurityGroupIds: [group.id],
        userData: pulumi.interpolate\`#!/bin/sh\\necho \${address.publicIp} > /etc/motd\\n\`,
      });
    `);
    expect(findings).toEqual([]);
  });

  it("give no finding where the names are unknown", async () => {
    const findings = await findingsOf(`${HEALTHY_PARTS}
      const key = new aws.ec2.KeyPair("ops", { publicKey, keyNamePrefix: "ops-" });
      const profile = new aws.iam.InstanceProfile("profile", { role: role.name, namePrefix: "host-" });
      const address = new aws.ec2.Eip("address", {});
      new aws.ec2.Instance("host", {
        ami: "ami-0123456789abcdef0",
        instanceType: "t3.micro",
        keyName: key.keyName,
        iamInstanceProfile: profile.name,
        vpcSecurityGroupIds: [group.id],
        userData: address.publicIp.apply((ip) => "#!/bin/sh\\nuserdel ubuntu\\necho " + ip + "\\n"),
      });
    `);
    expect(findings).toEqual([]);
  });
});
