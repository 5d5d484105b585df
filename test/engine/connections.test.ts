import { delimiter, join } from "node:path";
import { createProject, pulumiCli, repository, type EngineProject } from "../support/engine";
import type { EngineFinding } from "../support/engine-events";

const UBUNTU = "ami-0123456789abcdef0";

const HOST = `
  import * as aws from "@pulumi/aws";
  import { remote } from "@pulumi/command";
  const key = new aws.ec2.KeyPair("ops", { publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops" });
  const host = new aws.ec2.Instance("web", { ami: "${UBUNTU}", instanceType: "t3.micro", keyName: key.keyName });
`;
const COMMANDS = `
  const privateKey = "a private key that nobody may see";
  new remote.Command("as-ec2-user", { connection: { host: host.privateIp, user: "ec2-user", privateKey }, create: "true" });
  new remote.Command("as-ubuntu", { connection: { host: host.privateIp, user: "ubuntu", privateKey }, create: "true" });
  new remote.Command("as-nobody", { connection: { host: host.privateIp, privateKey }, create: "true" });
  new remote.Command("with-password", { connection: { host: host.privateIp, user: "ec2-user", password: "secret" }, create: "true" });
`;

const names = (findings: readonly EngineFinding[]): readonly string[] =>
  findings
    .filter(({ policy }) => policy === "login-name-mismatch")
    .map(({ resource: { name } }) => name)
    .sort();

describe("commands that log in to a host, with the SDK of the command provider", () => {
  let project: EngineProject;
  beforeAll(async () => {
    const { env } = pulumiCli({ home: "", backend: "", passphrase: "" });
    const provider = join(repository, "test/support/providers/command/bin");
    project = await createProject({
      program: HOST + COMMANDS,
      config: { "aws:region": "us-east-1" },
      policyConfig: { settings: { images: { [UBUNTU]: { family: "ubuntu" } } } },
      env: { PATH: [provider, env.PATH].join(delimiter) },
    });
  });
  afterAll(() => project.cleanup());

  it("are not judged where the host is made in the same preview: its address hides the whole connection", async () => {
    const { exitCode, findings, errors } = await project.preview();
    expect({ exitCode, errors, names: names(findings) }).toEqual({ exitCode: 0, errors: [], names: [] });
  });

  it("are told by the account that the image does not open, once the host is there; secrets are not shown", async () => {
    project.write("index.ts", HOST);
    expect(await project.up()).toMatchObject({ exitCode: 0, errors: [] });
    project.write("index.ts", HOST + COMMANDS);
    const { exitCode, findings, errors, stdout } = await project.preview();
    expect({ exitCode, errors, names: names(findings) }).toEqual({
      exitCode: 0,
      errors: [],
      names: ["as-ec2-user", "as-nobody"],
    });
    expect(stdout).not.toContain("a private key");
  });
});
