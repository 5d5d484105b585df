import { createProject, type EngineProject } from "../support/engine";

const WAY_OUT = "Take the offline pulumi-resource-aws off the PATH";

const program = `
  import * as aws from "@pulumi/aws";
  new aws.ec2.Instance("web", { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" });
`;

interface State {
  readonly deployment: {
    readonly resources?: readonly { readonly type: string; readonly outputs?: Record<string, unknown> }[];
  };
}

const stateOf = async (project: EngineProject): Promise<State> => (await project.state()) as State;

const inAws = ({ deployment }: State): readonly string[] =>
  (deployment.resources ?? []).map(({ type }) => type).filter((type) => type.startsWith("aws:"));

describe("a stack that nobody deployed", () => {
  let project: EngineProject;
  beforeAll(async () => {
    project = await createProject({ program, policyPack: null });
  });
  afterAll(() => project.cleanup());

  it("is previewed, and not deployed", async () => {
    const { exitCode, stdout, errors } = await project.up({ env: { LATCHKEY_OFFLINE_DEPLOY: "" } });
    expect(stdout).toContain("Updating");
    expect({ exitCode, errors }).toEqual({
      exitCode: 1,
      errors: [expect.stringContaining(`web was not created: `), "update failed"],
    });
    expect(errors[0]).toContain(WAY_OUT);
    expect(inAws(await stateOf(project))).toEqual([]);
  });

  it.each([
    [
      "a command",
      async () =>
        project.pulumi(["import", "aws:ec2/instance:Instance", "old", "i-0123", "--yes", "--stack", "dev"]),
    ],
    [
      "an option",
      async () => {
        project.write("index.ts", program.replace(" });", " }, { import: 'i-0123' });"));
        return project.up({ args: ["--skip-preview"] });
      },
    ],
  ])("takes nothing in that only AWS knows, by %s", async (_, run) => {
    const { exitCode, stdout } = await run();
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain("(i-0123) was not made by Latchkey's offline AWS provider, so it was not read.");
    expect(stdout).toContain(WAY_OUT);
    expect(inAws(await stateOf(project))).toEqual([]);
  });
});

describe("a stack that AWS's own provider deployed", () => {
  let project: EngineProject;
  let before: State;
  beforeAll(async () => {
    project = await createProject({ program, policyPack: null });
    await project.up();
    const made = await project.state();
    // As AWS's provider would have left it: with notes of its own, or none.
    project.write(
      "real.json",
      JSON.stringify(made, (name, value: unknown) => (name === "__meta" ? undefined : value)),
    );
    await project.pulumi(["stack", "import", "--file", "real.json", "--stack", "dev"]);
    before = await stateOf(project);
  });
  afterAll(() => project.cleanup());

  it("is there to begin with", () => expect(inAws(before)).toEqual(["aws:ec2/instance:Instance"]));

  it.each([
    ["refreshed", "read", async () => project.pulumi(["refresh", "--yes", "--stack", "dev"])],
    [
      "changed",
      "updated",
      async () => {
        project.write("index.ts", program.replace("t3.micro", "t3.large"));
        return project.up();
      },
    ],
    ["destroyed", "deleted", async () => project.destroy()],
  ])("is not %s", async (_, what, run) => {
    const { exitCode, stdout } = await run();
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain(`was not made by Latchkey's offline AWS provider, so it was not ${what}.`);
    expect((await stateOf(project)).deployment.resources).toEqual(before.deployment.resources);
  });
});

describe("a stack that the offline provider deployed, as tests do", () => {
  let project: EngineProject;
  beforeAll(async () => {
    project = await createProject({ program, policyPack: null });
    expect(await project.up()).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => project.cleanup());

  it("is refreshed", async () => {
    const before = await stateOf(project);
    expect(await project.pulumi(["refresh", "--yes", "--stack", "dev"])).toMatchObject({ exitCode: 0 });
    expect(inAws(await stateOf(project))).toEqual(inAws(before));
  });

  it("is not changed where nobody allows it any more", async () => {
    project.write("index.ts", program.replace("t3.micro", "t3.large"));
    const { exitCode, errors } = await project.up({ env: { LATCHKEY_OFFLINE_DEPLOY: "" } });
    expect(exitCode).toBe(1);
    expect(errors[0]).toContain("web was not updated: ");
  });

  it("is cleared away all the same", async () => {
    expect(await project.destroy()).toMatchObject({ exitCode: 0 });
    expect(inAws(await stateOf(project))).toEqual([]);
  });
});

it("what is secret among the provider's default tags is secret in all tags", async () => {
  const project = await createProject({
    policyPack: null,
    program: `
      import * as aws from "@pulumi/aws";
      import * as pulumi from "@pulumi/pulumi";
      const provider = new aws.Provider("own", { defaultTags: { tags: { Owner: pulumi.secret("mrkzqsecret") } } });
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } }, { provider });
      export const tags = vpc.tagsAll;
    `,
  });
  try {
    const { exitCode, stdout, stderr } = await project.up({ args: ["--diff"] });
    expect({ exitCode, leaked: `${stdout}${stderr}`.includes("mrkzqsecret") }).toEqual({
      exitCode: 0,
      leaked: false,
    });
    expect(stdout).toMatch(/tags *: \[secret\]/);
    expect(JSON.stringify(await project.state())).not.toContain("mrkzqsecret");
  } finally {
    project.cleanup();
  }
});
