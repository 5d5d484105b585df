import { createProject, type EngineProject } from "../../support/engine";

const program = (args: string, before = ""): string => `
  import * as aws from "@pulumi/aws";
  import { RecoverableAutoScalingGroup, RecoverableInstance, SerialConsole } from "@latchkey/components";
  ${before}
  const common = {
    imageName: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*",
    keyPair: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
    ${args}
  };
  export const { roleName } = new RecoverableInstance("one", common);
  new RecoverableAutoScalingGroup("many", { ...common, subnetIds: ["subnet-1"] });
`;

const trust = (service: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });

/** The account's answer for a role, which the offline provider takes from the project's file. */
const account = (name: string, service: string): Readonly<Record<string, string>> => ({
  "latchkey.offline.json": JSON.stringify({
    invokes: [
      {
        token: "aws:iam/getRole:getRole",
        args: { name },
        result: { name, arn: `arn:aws:iam::123456789012:role/${name}`, assumeRolePolicy: trust(service) },
      },
    ],
  }),
});

interface Resource {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

async function resources(project: EngineProject): Promise<readonly Resource[]> {
  const { deployment } = (await project.state()) as {
    readonly deployment: { readonly resources?: readonly Resource[] };
  };
  return deployment.resources ?? [];
}

async function withProject(
  source: string,
  files: Readonly<Record<string, string>>,
  look: (project: EngineProject) => Promise<void>,
): Promise<void> {
  const project = await createProject({ program: source, files, config: { "aws:region": "us-east-1" } });
  try {
    await look(project);
  } finally {
    project.cleanup();
  }
}

const CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
const MORE = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy";

it.each([
  ["that exists", `role: "for-hosts",`, "", account("for-hosts", "ec2.amazonaws.com")],
  [
    "of the same program",
    "role: hosts.name,",
    `const hosts = new aws.iam.Role("hosts", { name: "for-hosts", assumeRolePolicy: ${JSON.stringify(trust("ec2.amazonaws.com"))} });`,
    {},
  ],
])(
  "a role %s gets what Session Manager needs and what is asked for, and a profile",
  async (_, role, before, files) =>
    withProject(
      program(`${role} policyArns: ["${MORE}"],`, `${before} new SerialConsole("console", {});`),
      files,
      async (project) => {
        const up = await project.up({ policyConfig: { all: "mandatory" } });
        expect({ code: up.exitCode, errors: up.errors, findings: up.findings }).toEqual({
          code: 0,
          errors: [],
          findings: [],
        });
        const made = await resources(project);
        const of = (type: string): readonly Resource[] => made.filter((each) => each.type === type);
        const attached = of("aws:iam/rolePolicyAttachment:RolePolicyAttachment").map(({ inputs }) => inputs);
        expect(
          attached.map(({ role: name, policyArn }) => `${String(name)} ${String(policyArn)}`).sort(),
        ).toEqual([CORE, CORE, MORE, MORE].map((arn) => `for-hosts ${arn}`));
        const profiles = of("aws:iam/instanceProfile:InstanceProfile");
        expect(profiles.map(({ inputs }) => inputs.role)).toEqual(["for-hosts", "for-hosts"]);
        expect(of("aws:iam/role:Role")).toHaveLength(before === "" ? 0 : 1);
        const { stdout } = await project.pulumi(["stack", "output", "roleName", "--stack", "dev"]);
        expect(stdout.trim()).toBe("for-hosts");
      },
    ),
);

it("a role that instances cannot take on is refused before anything is made, beside all else that is wrong", async () =>
  withProject(
    program(
      `role: "for-functions", publicKeys: [pulumi.output("no key")],`,
      `import * as pulumi from "@pulumi/pulumi";`,
    ),
    account("for-functions", "lambda.amazonaws.com"),
    async (project) => {
      const up = await project.up({ args: ["--skip-preview"], policyPack: null });
      expect(up.exitCode).not.toBe(0);
      const message = up.errors.join("\n");
      expect(message).toContain("RecoverableInstance one: 2 of its inputs will not do:");
      expect(message).toContain(
        "- role: does not trust ec2.amazonaws.com, so no instance gets its credentials.",
      );
      expect(message).toContain("- publicKeys[0]: ");
      const made = (await resources(project)).map(({ type }) => type);
      expect(made.filter((type) => type.startsWith("aws:"))).toEqual([]);
    },
  ));

it.each([
  [`role: "for-hosts", instanceProfile: "profile",`, "role: is given beside instanceProfile"],
  [`instanceProfile: "profile", policyArns: ["${MORE}"],`, "policyArns: is given beside instanceProfile"],
])("%s is refused", async (args, reason) =>
  withProject(program(args), {}, async (project) => {
    const preview = await project.preview({ policyPack: null });
    expect(preview.exitCode).not.toBe(0);
    expect(preview.errors.join("\n")).toContain(`RecoverableInstance one: ${reason}`);
  }),
);
