import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  createProject,
  pulumiCli,
  repository,
  type EngineProject,
  type EngineResult,
} from "../../support/engine";
import { packedFiles, unlike } from "../../support/packed-files";
import { packComponents, run, type Packed } from "./packed";

const PASSWORD = "three-otters-under-a-bridge";
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";

// What the SDKs of all languages do: they hand the inputs to the engine, which has the plugin construct the component.
const remote = (type: string, args: string): string => `
  import * as pulumi from "@pulumi/pulumi";
  class Remote extends pulumi.ComponentResource {
    public readonly sshCommand!: pulumi.Output<string>;
    public readonly loginUser!: pulumi.Output<string>;
    constructor(type: string, name: string, args: pulumi.Inputs) {
      super("components:index:" + type, name, { sshCommand: undefined, loginUser: undefined, ...args }, {}, true);
    }
  }
  const made = new Remote("${type}", "web", { ${args} });
  export const { loginUser, sshCommand } = made;
`;

const HOST = `
  imageName: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*",
  keyPair: ${JSON.stringify(KEY)},
  sshFrom: ["198.51.100.0/24"],
  associatePublicIpAddress: true,
`;

describe("the packed components, outside the repository", () => {
  let packed: Packed;
  beforeAll(async () => {
    packed = await packComponents();
  });
  afterAll(() => packed.cleanup());

  const project = (program: string, policyPack: string | null = null): Promise<EngineProject> =>
    createProject({
      program,
      policyPack,
      files: {
        "Pulumi.yaml": `name: engine-test\nruntime: nodejs\nmain: index.ts\nplugins:\n  providers:\n    - name: components\n      path: ${packed.plugin}\n`,
      },
      config: { "aws:region": "us-east-1" },
    });

  async function previewed(program: string): Promise<EngineResult> {
    const made = await project(program);
    try {
      return await made.preview();
    } finally {
      made.cleanup();
    }
  }

  it("hold what their list says, and the pack's beside it, and nothing else", () => {
    const pack = "node_modules/@latchkey/policies/";
    const files = packedFiles(packed.tarball);
    const like = { unlisted: [], missing: [], ofNoSource: [] };
    expect(
      unlike(
        files.filter((path) => !path.startsWith(pack)),
        "components",
      ),
    ).toEqual(like);
    const bundled = files.filter((path) => path.startsWith(pack)).map((path) => path.slice(pack.length));
    expect(unlike(bundled, "policies")).toEqual(like);
  });

  it("compose without Pulumi, the rules of the pack at hand and no policy server", async () => {
    const source = `
      const { composeUserData } = require("./dist/cloud-init");
      const { problems } = composeUserData({ loginUser: "ubuntu", family: "ubuntu", keyPair: true, userData: [{ text: "#!/bin/sh\\nuserdel ubuntu\\n" }] });
      const loaded = Object.keys(require.cache).filter((path) => /@pulumi|aws-sdk/.test(path));
      process.stdout.write(JSON.stringify({ properties: problems.map(({ property }) => property), loaded }));
    `;
    const { stdout, stderr } = await run(process.execPath, ["--eval", source], packed.plugin);
    expect({ answer: JSON.parse(stdout) as unknown, stderr }).toEqual({
      answer: { properties: ["userData[0]"], loaded: [] },
      stderr: "",
    });
  });

  it("have the schema that is checked in", async () => {
    const cli = pulumiCli({ home: join(packed.root, "home"), backend: packed.root, passphrase: "schema" });
    const { stdout } = await run(cli.bin, ["package", "get-schema", packed.plugin], packed.root, cli.env);
    expect(JSON.parse(stdout)).toEqual(
      JSON.parse(readFileSync(join(repository, "components/schema.json"), "utf8")),
    );
  });

  it("serve every language: a host is made, stays as it is and goes, under a pack that stops at anything", async () => {
    const program = `${remote("RecoverableInstance", `${HOST} recoveryUser: { password: pulumi.secret("${PASSWORD}") }`)}
      new Remote("SerialConsole", "console", {});`;
    const made = await project(program, join(repository, "policies"));
    try {
      const all = { policyConfig: { all: "mandatory" } };
      const up = await made.up(all);
      expect({ code: up.exitCode, findings: up.findings, errors: up.errors }).toEqual({
        code: 0,
        findings: [],
        errors: [],
      });
      expect(JSON.stringify(await made.state())).not.toContain(PASSWORD);
      expect((await made.pulumi(["stack", "output", "loginUser", "--stack", "dev"])).stdout.trim()).toBe(
        "ubuntu",
      );
      expect((await made.up({ ...all, args: ["--expect-no-changes"] })).exitCode).toBe(0);
      expect((await made.destroy()).exitCode).toBe(0);
    } finally {
      made.cleanup();
    }
  });

  it.each([
    [
      "a weak password",
      `recoveryUser: { password: pulumi.secret("recovery-hunter2") }`,
      "recoveryUser.password",
      "recovery-hunter2",
    ],
    [
      "a password in plain text",
      `recoveryUser: { password: "plain-in-the-code-42" }`,
      "recoveryUser.password",
      "plain-in-the-code-42",
    ],
    [
      "user data that shuts the door",
      `userData: ["#!/bin/sh\\ntoken=s3cr3t-in-a-script\\nuserdel ubuntu\\n"]`,
      "userData[0]",
      "s3cr3t-in-a-script",
    ],
    [
      "a private key where a public one is due",
      `publicKeys: ["-----BEGIN OPENSSH PRIVATE KEY-----\\nc3cretbody"]`,
      "publicKeys[0]",
      "c3cretbody",
    ],
  ])("refuse %s, and the engine does not show it either", async (_what, args, property, secret) => {
    const { exitCode, errors, stdout, stderr } = await previewed(
      remote("RecoverableInstance", `${HOST} ${args}`),
    );
    expect(exitCode).not.toBe(0);
    expect(errors.join("\n")).toContain(property);
    expect([stdout, stderr, ...errors].join("\n")).not.toContain(secret);
  });

  it("tell several mistakes at once", async () => {
    const { errors } = await previewed(
      remote("RecoverableInstance", `${HOST} publicKeys: ["no key"], users: [{ name: "sudo" }]`),
    );
    expect(errors.join("\n")).toMatch(/publicKeys\[0\][^]*users\[0\]\.name/u);
  });

  it("install as a package beside a program of TypeScript", async () => {
    const program = join(packed.root, "program");
    mkdirSync(program);
    writeFileSync(join(program, "package.json"), JSON.stringify({ name: "outside", private: true }));
    const installed = await run(
      "npm",
      ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", packed.tarball],
      program,
    );
    expect(installed).toMatchObject({ exitCode: 0 });
    const { stdout } = await run(
      process.execPath,
      ["--eval", 'process.stdout.write(Object.keys(require("@latchkey/components")).join(" "))'],
      program,
    );
    expect(stdout.split(" ").sort()).toEqual([
      "RecoverableAutoScalingGroup",
      "RecoverableInstance",
      "RecoverableLaunchTemplate",
      "SerialConsole",
    ]);
  });
});
