import {
  CreateKeyPairCommand,
  CreateSecurityGroupCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { createProject, type EngineResult } from "../support/engine";
import { startAwsFront } from "../support/aws-front";
import type { Ec2Endpoint } from "../support/ec2-endpoint";
import { startMoto, type Moto } from "../support/moto";

const PROGRAM = `
  import * as aws from "@pulumi/aws";
  new aws.ec2.SerialConsoleAccess("console", { enabled: true });
  new aws.ec2.Instance("typo", {
    ami: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    keyName: "no-such-key",
    iamInstanceProfile: "powerless",
    vpcSecurityGroupIds: ["sg-0123456789abcdef0"],
  });
`;

/** How long the policies may wait for AWS, in seconds: machines are slow, and moto is too at first. */
const PATIENCE = 300;

async function previewWith(
  env: Readonly<Record<string, string>>,
  program = PROGRAM,
  settings: Readonly<Record<string, unknown>> = { live: true, liveTimeoutSeconds: PATIENCE },
): Promise<EngineResult> {
  const project = await createProject({
    program,
    config: { "aws:region": "us-east-1" },
    policyConfig: { settings },
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
  let aws: Ec2Endpoint;
  let network: ShutNetwork;
  beforeAll(async () => {
    moto = await startMoto();
    network = await makeShutNetwork(moto.url);
    aws = await startAwsFront(moto);
  });
  afterAll(async () => {
    await aws.stop();
    await moto.stop();
  });

  it("find out that the account has no key pair of that name", async () => {
    const result = await previewWith({ AWS_ENDPOINT_URL: aws.url });
    expect(result.findings.find(({ policy }) => policy === "key-pair-missing")?.message).toContain(
      "the account has no key pair of that name",
    );
  });

  it("that fail leave the facts unknown: one advisory, no verdict, and the preview goes on", async () => {
    // Nothing listens there: the connection is refused at once.
    const result = await previewWith({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    expect(result.exitCode).toBe(0);
    expect(told(result)).toEqual(["settings"]);
    expect(result.findings[0]?.message).toMatch(/us-east-1/u);
  });

  it("are not made unless asked for", async () => {
    const project = await createProject({
      program: PROGRAM,
      config: { "aws:region": "us-east-1" },
      env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
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
      policyConfig: { settings: { liveTimeoutSeconds: PATIENCE } },
      env: {
        LATCHKEY_LIVE: "1",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        AWS_ENDPOINT_URL: aws.url,
      },
    });
    try {
      expect(told(await project.preview())).toContain("key-pair-missing");
    } finally {
      project.cleanup();
    }
  });

  it("follow a launch into what the account has: a group that lets nobody in, a role that may do nothing", async () => {
    const program = programOf(network);
    const known = await previewWith({ AWS_ENDPOINT_URL: aws.url }, program);
    expect(told(known)).toContain("no-way-in");
    expect(known.exitCode).not.toBe(0);
    // Unless it is asked, none of this is known.
    expect(told(await previewWith({}, program, { live: false }))).not.toContain("no-way-in");
  });

  it("end where AWS goes away in the middle of a preview, with one advisory a cause", async () => {
    const brief = await startMoto();
    let gone = false;
    const front = await startAwsFront(brief, (call, response) => {
      // The images were answered with the resources; as of the stack's first question nothing is.
      if (call.get("Action") === "DescribeSubnets" && !gone) {
        gone = true;
        void brief.stop();
      }
      if (gone) response.destroy();
      return gone;
    });
    try {
      const program = programOf(await makeShutNetwork(brief.url));
      const unasked = await previewWith({}, program, { live: false });
      const result = await previewWith({ AWS_ENDPOINT_URL: front.url }, program);
      expect(gone).toBe(true);
      expect(result.exitCode).toBe(0);
      // Nothing but that is said which would not be said without asking.
      expect(new Set(told(result))).toEqual(new Set(["settings", ...told(unasked)]));
      expect(told(result)).not.toContain("no-way-in");
      expect(result.findings.map(({ message }) => message).join("\n")).toMatch(
        /AWS (?:did not answer in time|could not be reached)/u,
      );
    } finally {
      await front.stop();
      await brief.stop();
    }
  });
});

interface ShutNetwork {
  readonly subnetId: string;
  readonly groupId: string;
}

/** A security group without rules, and an instance profile whose role has no policies. */
async function makeShutNetwork(endpoint: string): Promise<ShutNetwork> {
  const configuration = {
    region: "us-east-1",
    endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const ec2 = new EC2Client(configuration);
  const iam = new IAMClient(configuration);
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const [subnet] = Subnets;
  await ec2.send(new CreateKeyPairCommand({ KeyName: "ops" }));
  const { GroupId = "" } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: "shut", Description: "-", VpcId: subnet?.VpcId }),
  );
  const trust = { Version: "2012-10-17", Statement: [] };
  await iam.send(
    new CreateRoleCommand({ RoleName: "powerless", AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: "powerless" }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: "powerless", RoleName: "powerless" }),
  );
  ec2.destroy();
  iam.destroy();
  return { subnetId: subnet?.SubnetId ?? "", groupId: GroupId };
}

/** An Amazon Linux that moto brings along, in a network that was made elsewhere. */
const programOf = ({ subnetId, groupId }: ShutNetwork): string => `
  import * as aws from "@pulumi/aws";
  new aws.ec2.Instance("web", {
    ami: "ami-04681a1dbd79675a5",
    instanceType: "t3.micro",
    keyName: "ops",
    iamInstanceProfile: "powerless",
    subnetId: "${subnetId}",
    vpcSecurityGroupIds: ["${groupId}"],
  });
`;
