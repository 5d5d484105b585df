import { createProject, type EngineResult } from "../support/engine";

const PROGRAM = `
  import * as aws from "@pulumi/aws";
  const key = new aws.ec2.KeyPair("ops", { publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops" });
  new aws.ec2.Instance("host", {
    ami: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    keyName: key.keyName,
    userData: "#!/bin/sh\\nuserdel -r ubuntu\\n",
  });
`;

const BARE = `
  import * as aws from "@pulumi/aws";
  new aws.ec2.Instance("bare", { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" });
`;

async function previewWith(
  policyConfig: Readonly<Record<string, unknown>>,
  program = PROGRAM,
): Promise<EngineResult> {
  const project = await createProject({
    program,
    config: { "aws:region": "us-east-1" },
    policyConfig,
  });
  try {
    return await project.preview();
  } finally {
    project.cleanup();
  }
}

describe("the configuration of the pack", () => {
  it.each([
    [
      "an option that settings does not have",
      { settings: { imagse: {} } },
      "settings.imagse is no option; did you mean images?",
    ],
    [
      "a misspelt option within an image",
      { settings: { images: { "ami-1": { family: "ubuntu", user: "x" } } } },
      "settings.images.ami-1.user is no option; did you mean loginUser?",
    ],
    [
      "a family that there is not",
      { settings: { images: { "ami-1": { family: "gentoo" } } } },
      "images.ami-1.family must be one of",
    ],
    ["an option of a rule that has none", { "no-way-in": { strict: true } }, "no-way-in.strict is no option"],
    ["a value of the wrong type", { settings: { live: "yes" } }, "live"],
  ])("is refused at the start for %s", async (_, policyConfig, message) => {
    const { exitCode, stdout, stderr, errors } = await previewWith(policyConfig);
    expect(exitCode).not.toBe(0);
    expect([stdout, stderr, ...errors].join("\n")).toContain(message);
  });

  it("says what an image is, so that the verdict can be given", async () => {
    const { findings } = await previewWith({
      settings: { images: { "ami-0123456789abcdef0": { family: "ubuntu" } } },
    });
    expect(findings.map(({ policy }) => policy)).toEqual(
      expect.arrayContaining(["login-shut", "login-user-removed"]),
    );
  });

  it("switches single rules off and others up", async () => {
    const { findings } = await previewWith({
      "no-way-in": "disabled",
      "login-shut": "disabled",
      "key-pair-missing": { enforcementLevel: "mandatory" },
      "session-manager-closed": "mandatory",
    });
    expect(findings.map(({ policy }) => policy)).not.toContain("no-way-in");
    expect(findings.filter(({ level }) => level === "mandatory").map(({ policy }) => policy)).toEqual([
      "session-manager-closed",
    ]);
  });

  it("still judges with settings switched off", async () => {
    const { findings } = await previewWith({ settings: "disabled" });
    expect(findings.map(({ policy }) => policy)).toContain("session-manager-closed");
  });

  it("still blocks with nothing switched on but a verdict", async () => {
    const { findings } = await previewWith({ all: "disabled", "no-way-in": "mandatory" }, BARE);
    expect(findings.map(({ policy }) => policy)).toEqual(["no-way-in"]);
  });

  it("says nothing with everything switched off", async () => {
    const { findings, exitCode } = await previewWith({ all: "disabled" });
    expect({ findings, exitCode }).toEqual({ findings: [], exitCode: 0 });
  });
});
