import { createProject } from "../support/engine";

const PROGRAM = `
  import * as aws from "@pulumi/aws";
  import * as pulumi from "@pulumi/pulumi";
  const template = new aws.ec2.LaunchTemplate("workers", {
    imageId: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    userData: pulumi.secret("#!/bin/sh\\necho hello to all workers\\n"),
  });
  new aws.ec2.Instance("data", {
    ami: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    keyName: "ops",
    userData: "#cloud-config\\nmounts:\\n  - [/dev/nvme1n1, /data, ext4, defaults]\\n",
  });
`;

interface State {
  readonly deployment: {
    readonly resources: readonly { readonly type: string; readonly inputs?: Record<string, unknown> }[];
  };
}

test("rules that can mend user data do so in the deployment, and what comes out passes them", async () => {
  const settings = { images: { "ami-0123456789abcdef0": { family: "ubuntu" } } };
  const rules = ["user-data-invalid", "boot-stopped-by-mount"];
  const project = await createProject({
    program: PROGRAM,
    config: { "aws:region": "us-east-1" },
    policyConfig: { settings },
  });
  const reported = ({ findings }: Awaited<ReturnType<typeof project.preview>>): readonly string[] =>
    findings
      .filter(({ policy, level }) => rules.includes(policy) && level !== "remediate")
      .map(({ policy }) => policy);
  try {
    expect([...new Set(reported(await project.preview()))].sort()).toEqual([...rules].sort());

    const mending = { settings, ...Object.fromEntries(rules.map((rule) => [rule, "remediate"])) };
    const { exitCode, stdout, ...result } = await project.up({ policyConfig: mending });
    expect(exitCode).toBe(0);
    expect(reported({ exitCode, stdout, ...result })).toEqual([]);
    const { deployment } = (await project.state()) as State;
    const inputsOf = (type: string) => deployment.resources.find((each) => each.type === type)?.inputs;
    expect(inputsOf("aws:ec2/instance:Instance")?.userData).toBe(
      '#cloud-config\nmounts:\n  - [/dev/nvme1n1, /data, ext4, "defaults,nofail"]\n',
    );
    // Still a secret: the state holds its ciphertext, and nothing that was printed holds the text.
    expect(inputsOf("aws:ec2/launchTemplate:LaunchTemplate")?.userData).toMatchObject({
      ciphertext: expect.any(String) as unknown,
    });
    expect(stdout).not.toContain("hello to all workers");
  } finally {
    project.cleanup();
  }
});
