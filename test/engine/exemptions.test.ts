import { createProject, type EngineResult } from "../support/engine";

const AMI = "ami-0123456789abcdef0";
const program = (tags: string): string => `
  import * as aws from "@pulumi/aws";
  new aws.ec2.Instance("batch", {
    ami: "${AMI}",
    instanceType: "t2.micro",
    keyName: "ops",
    userData: "#!/bin/sh\\nuserdel -r ubuntu\\n",
    tags: ${tags},
  });
`;

async function previewWith(
  tags: string,
  exempt: readonly object[],
  rules: Readonly<Record<string, unknown>> = { "ways-in": { show: true } },
): Promise<EngineResult> {
  const project = await createProject({
    program: program(tags),
    config: { "aws:region": "us-east-1" },
    policyConfig: {
      settings: { images: { [AMI]: { family: "ubuntu", agent: false, instanceConnect: false } }, exempt },
      ...rules,
    },
  });
  try {
    return await project.preview();
  } finally {
    project.cleanup();
  }
}

const policies = ({ findings }: EngineResult): readonly string[] => findings.map(({ policy }) => policy);

describe("exemptions", () => {
  it("let a launch through that a verdict would stop, and stay visible", async () => {
    const stopped = await previewWith("{}", []);
    expect(stopped.exitCode).not.toBe(0);
    expect(policies(stopped)).toContain("no-way-in");

    const accepted = await previewWith('{ "latchkey:exempt/no-way-in": "a batch host" }', [
      { rule: "login-shut", name: "batch", reason: "nobody logs in" },
    ]);
    expect(accepted.exitCode).toBe(0);
    expect(policies(accepted)).not.toContain("no-way-in");
    expect(policies(accepted)).not.toContain("settings");
    expect(accepted.findings.find(({ policy }) => policy === "ways-in")?.message).toContain(
      "accepted: no-way-in (a batch host)",
    );
  });

  it("are told with rule, resource, reason and source where nobody asked for anything, and with settings off", async () => {
    const tags =
      '{ "latchkey:exempt/no-way-in": "a batch\\u001b[2K host", "latchkey:exempt/login-shut": "a batch host" }';
    const accepted = await previewWith(tags, [], {});
    expect(accepted.exitCode).toBe(0);
    const told = accepted.findings.filter(({ message }) => message.includes("accepted, and stop nothing"));
    expect(told.map(({ policy, level, resource }) => [policy, level, resource.type])).toEqual([
      ["ways-in", "advisory", "pulumi:pulumi:Stack"],
    ]);
    expect(told[0]?.message).toContain(
      'no-way-in at batch: "a batch\\u{1b}[2K host" (a tag of the resource)',
    );
    expect(told[0]?.message).toContain('login-shut at batch: "a batch host" (a tag of the resource)');
    expect(accepted.stdout).toContain("2 findings are accepted");
    // A policy that stops what it tells does not stop for this.
    const strict = await previewWith(tags, [], { all: "mandatory" });
    expect(strict.findings.find(({ message }) => message.includes("accepted"))?.level).toBe("advisory");
  });

  it.each([
    ["a zero-width space", "\\u200b"],
    ["fillers of Hangul", "\\u3164\\u3164"],
    ["an order to the terminal", "\\u001b[2K"],
  ])("by a tag whose reason is %s do not open the gate", async (_, reason) => {
    const result = await previewWith(`{ "latchkey:exempt/no-way-in": "${reason}" }`, []);
    expect(result.exitCode).toBe(1);
    expect(policies(result)).toContain("no-way-in");
    expect(
      result.findings.filter(({ policy }) => policy === "settings").map(({ message }) => message),
    ).toEqual([expect.stringContaining("tag latchkey:exempt/no-way-in: gives no reason")]);
  });

  it("that ran out let nothing through", async () => {
    const result = await previewWith("{}", [
      { rule: "no-way-in", name: "batch", reason: "until June", until: "2020-06-30" },
    ]);
    expect(result.exitCode).not.toBe(0);
    expect(result.findings.find(({ policy }) => policy === "no-way-in")?.message).toContain(
      "It was accepted until 2020-06-30; that has run out.",
    );
  });

  it("without a reason are refused at the start", async () => {
    const { exitCode, stdout, stderr, errors } = await previewWith("{}", [{ rule: "no-way-in", name: "*" }]);
    expect(exitCode).not.toBe(0);
    expect([stdout, stderr, ...errors].join("\n")).toContain(
      "settings.exempt.0.reason must be of type string",
    );
  });
});
