import { gunzipSync } from "node:zlib";
import { createProject } from "../../support/engine";

const PROGRAM = `
  import { RecoverableAutoScalingGroup, RecoverableInstance, RecoverableLaunchTemplate, SerialConsole } from "@latchkey/components";
  const keyPair = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";
  new SerialConsole("console", { ownerTag: "Owner", users: ["ada"] });
  new RecoverableLaunchTemplate("eks", {
    imageName: "amazon-eks-node-al2023-x86_64-standard-1.33-*",
    keyPair,
    eksNodeGroup: true,
    userData: ["MIME-Version: 1.0\\nContent-Type: multipart/mixed; boundary=\\"//\\"\\n\\n--//\\nContent-Type: application/node.eks.aws\\n\\napiVersion: node.eks.aws/v1alpha1\\nkind: NodeConfig\\n--//--\\n"],
  });
  new RecoverableInstance("debian", {
    imageName: "debian-12-amd64-*",
    keyPair,
    sshFrom: ["198.51.100.0/24", "2001:db8::/32"],
    instance: { ebsOptimized: true, metadataOptions: { httpPutResponseHopLimit: 1 }, rootBlockDevice: { volumeSize: 50 } },
  });
  new RecoverableInstance("plain", { ami: "ami-0123456789abcdef0", loginUser: "build", keyName: "ops", sessionManager: false, withoutRepair: true });
  new RecoverableAutoScalingGroup("mended", { imageName: "al2023-ami-2023.*-x86_64", keyPair, subnetIds: ["subnet-1"], repairing: true });
`;

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

describe("hosts of several kinds", () => {
  let resources: readonly Resource[] = [];
  const named = (type: string, name: string): Resource => {
    const found = resources.find((each) => each.type === type && each.urn.endsWith(`::${name}`));
    if (found === undefined) throw new Error(`no ${type} ${name}`);
    return found;
  };
  const types = (name: string): readonly string[] =>
    resources.filter(({ urn }) => urn.includes(`::${name}`)).map(({ type }) => type);

  beforeAll(async () => {
    const project = await createProject({
      program: PROGRAM,
      config: { "aws:region": "us-east-1" },
      policyPack: null,
    });
    try {
      const up = await project.up();
      expect({ code: up.exitCode, errors: up.errors }).toEqual({ code: 0, errors: [] });
      resources = ((await project.state()) as { deployment: { resources: readonly Resource[] } }).deployment
        .resources;
    } finally {
      project.cleanup();
    }
  });

  const userDataOf = (value: unknown): string => {
    const bytes = Buffer.from(String(value), "base64");
    return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
  };

  it("a template for an EKS node group is what EKS adds its own part to", () => {
    const { inputs } = named("aws:ec2/launchTemplate:LaunchTemplate", "eks");
    expect(inputs).not.toHaveProperty("iamInstanceProfile");
    expect(inputs).not.toHaveProperty("instanceType");
    const text = Buffer.from(String(inputs.userData), "base64").toString("utf8");
    expect(text).toMatch(/^Content-Type: multipart\/mixed/u);
    expect(text).toContain("application/node.eks.aws");
    expect(types("eks")).not.toContain("aws:iam/role:Role");
  });

  it("an image without the SSM agent is given one", () => {
    const { inputs } = named("aws:ec2/instance:Instance", "debian");
    expect(userDataOf(inputs.userDataBase64)).toContain("dpkg -i amazon-ssm-agent.deb");
    expect(named("components:index:RecoverableInstance", "debian").outputs).toMatchObject({
      loginUser: "admin",
    });
  });

  it("any other argument of the instance gets through, on top of what is ours", () => {
    expect(named("aws:ec2/instance:Instance", "debian").inputs).toMatchObject({
      ebsOptimized: true,
      disableApiStop: false,
      instanceInitiatedShutdownBehavior: "stop",
      metadataOptions: { httpTokens: "required", httpEndpoint: "enabled", httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true, volumeSize: 50 },
    });
  });

  it("SSH is let in from the networks that are named, and from nowhere else", () => {
    const ingress = (name: string): unknown =>
      named("aws:ec2/securityGroup:SecurityGroup", name).inputs.ingress;
    expect(ingress("debian")).toEqual([
      expect.objectContaining({
        fromPort: 22,
        cidrBlocks: ["198.51.100.0/24"],
        ipv6CidrBlocks: ["2001:db8::/32"],
      }),
    ]);
    expect(ingress("plain")).toEqual([]);
  });

  it("what is switched off is not made", () => {
    expect(types("plain")).not.toContain("aws:iam/role:Role");
    const { inputs } = named("aws:ec2/instance:Instance", "plain");
    expect(userDataOf(inputs.userDataBase64)).not.toContain("latchkey-repair");
    expect(inputs).toMatchObject({ keyName: "ops", ami: "ami-0123456789abcdef0" });
  });

  it("a group whose members are mended replaces none of them", () => {
    const { inputs } = named("aws:autoscaling/group:Group", "mended");
    expect(inputs.suspendedProcesses).toEqual(
      expect.arrayContaining(["HealthCheck", "ReplaceUnhealthy", "Terminate"]),
    );
    expect(inputs).toMatchObject({
      protectFromScaleIn: true,
      instanceRefresh: { preferences: { autoRollback: true, checkpointPercentages: [10, 100] } },
    });
    expect(named("aws:ec2/launchTemplate:LaunchTemplate", "mended").inputs).toMatchObject({
      blockDeviceMappings: [{ ebs: { encrypted: "true" } }],
    });
  });

  it("the console's policy names the tag of the instance's owner", () => {
    const policy = JSON.parse(String(named("aws:iam/policy:Policy", "console").inputs.policy)) as unknown;
    expect(policy).toMatchObject({
      Statement: [
        {
          Action: "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
          Condition: { StringEquals: { "aws:ResourceTag/Owner": "${aws:username}" } },
        },
        {},
      ],
    });
    expect(types("console")).toContain("aws:iam/userPolicyAttachment:UserPolicyAttachment");
  });
});
