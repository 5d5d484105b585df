import { createProject } from "../support/engine";

const SECRETS = [
  "hunter2-in-chpasswd",
  "s3cr3t-token-in-export",
  "AAAAC3NzaC1lZDI1NTE5AAAAIEf0secretkeymaterial",
  "yaml-password-777",
];

const PROGRAM = `
  import * as aws from "@pulumi/aws";
  import * as pulumi from "@pulumi/pulumi";
  const ami = "ami-0123456789abcdef0";
  const instanceType = "t3.micro";
  new aws.ec2.Instance("script", { ami, instanceType, userData: pulumi.secret([
    "#!/bin/bash",
    "export TOKEN=s3cr3t-token-in-export",
    "echo 'ubuntu:hunter2-in-chpasswd' | chpasswd",
    "echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEf0secretkeymaterial x' > /home/ubuntu/.ssh/authorized_keys",
    "chmod -R 777 /home",
    "userdel ubuntu",
    "",
  ].join("\\n")) });
  new aws.ec2.Instance("yaml", { ami, instanceType, userData: "#cloud-config\\npassword: yaml-password-777\\nusers:\\n - name: x\\n   passwd: hunter2-in-chpasswd\\n  bad: [\\n" });
`;

it("no finding, error or state shows a value of the user data", async () => {
  const project = await createProject({
    program: PROGRAM,
    config: { "aws:region": "us-east-1" },
    policyConfig: { settings: { images: { "ami-0123456789abcdef0": { family: "ubuntu" } } } },
  });
  try {
    const { findings, stdout, stderr, errors } = await project.preview();
    expect(findings.length).toBeGreaterThan(3);
    const shown = [...findings.map(({ message }) => message), stdout, stderr, ...errors].join("\n");
    for (const secret of SECRETS) expect(shown).not.toContain(secret);

    expect((await project.up({ policyPack: null })).exitCode).toBe(0);
    const state = JSON.stringify(await project.state());
    expect(state).not.toContain("s3cr3t-token-in-export");
  } finally {
    project.cleanup();
  }
});
