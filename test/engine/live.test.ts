import { createProject, type EngineResult } from "../support/engine";
import { startMoto, type Moto } from "../support/moto";

jest.setTimeout(300_000);

const PROGRAM = `
  import * as aws from "@pulumi/aws";
  new aws.ec2.SerialConsoleAccess("console", { enabled: true });
  new aws.ec2.Instance("typo", {
    ami: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    keyName: "no-such-key",
    iamInstanceProfile: "made-elsewhere",
    vpcSecurityGroupIds: ["sg-0123456789abcdef0"],
  });
`;

async function previewWith(env: Readonly<Record<string, string>>): Promise<EngineResult> {
  const project = await createProject({
    program: PROGRAM,
    config: { "aws:region": "us-east-1" },
    policyConfig: { settings: { live: true, liveTimeoutSeconds: 5 } },
    env: { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", ...env },
  });
  try {
    return await project.preview();
  } finally {
    project.cleanup();
  }
}

const told = ({ findings }: EngineResult): readonly string[] => findings.map(({ policy }) => policy);

describe("live look-ups", () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  it("find out that the account has no key pair of that name", async () => {
    const result = await previewWith({ AWS_ENDPOINT_URL_EC2: moto.url });
    expect(result.findings.find(({ policy }) => policy === "key-pair-missing")?.message).toContain(
      "the account has no key pair of that name",
    );
  });

  it("that fail leave the facts unknown: one advisory, no verdict, and the preview goes on", async () => {
    // Nothing listens there: the connection is refused at once.
    const result = await previewWith({ AWS_ENDPOINT_URL_EC2: "http://127.0.0.1:9" });
    expect(result.exitCode).toBe(0);
    expect(told(result)).toEqual(["settings"]);
    expect(result.findings[0]?.message).toMatch(/us-east-1/u);
  });

  it("are not made unless asked for", async () => {
    const project = await createProject({
      program: PROGRAM,
      config: { "aws:region": "us-east-1" },
      env: { AWS_ENDPOINT_URL_EC2: "http://127.0.0.1:9" },
    });
    try {
      expect(told(await project.preview())).toEqual([]);
    } finally {
      project.cleanup();
    }
  });

  it("are asked for by LATCHKEY_LIVE=1 as well", async () => {
    const project = await createProject({
      program: PROGRAM,
      config: { "aws:region": "us-east-1" },
      env: {
        LATCHKEY_LIVE: "1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_ENDPOINT_URL_EC2: moto.url,
      },
    });
    try {
      expect(told(await project.preview())).toContain("key-pair-missing");
    } finally {
      project.cleanup();
    }
  });
});
