import { delimiter, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { hashPassword } from "../../../components/cloud-init/password";
import { createProject, pulumiCli, repository, type EngineProject } from "../../support/engine";

const PROGRAM = `
  import { RecoverableInstance, SerialConsole } from "@latchkey/components";
  const host = new RecoverableInstance("web", {
    imageName: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*",
    keyPair: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
    sshFrom: ["198.51.100.0/24"],
    associatePublicIpAddress: true,
    recoveryUser: { generatePassword: true },
  });
  new SerialConsole("console", {});
  export const password = host.recoveryPassword;
`;

const HASH = /\$6\$rounds=100000\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{86}/u;

interface State {
  readonly deployment: {
    readonly resources?: readonly {
      readonly type: string;
      readonly inputs: Readonly<Record<string, unknown>>;
    }[];
  };
}

/** The user data as EC2 gets it, from where only the passphrase opens it. */
async function userData(project: EngineProject): Promise<string> {
  const { stdout } = await project.pulumi(["stack", "export", "--show-secrets", "--stack", "dev"]);
  const { deployment } = JSON.parse(stdout) as State;
  const instance = deployment.resources?.find(({ type }) => type === "aws:ec2/instance:Instance");
  const { plaintext } = instance?.inputs.userDataBase64 as { readonly plaintext: string };
  const bytes = Buffer.from(JSON.parse(plaintext) as string, "base64");
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
}

describe("a password that is made", () => {
  let project: EngineProject;
  beforeAll(async () => {
    const { env } = pulumiCli({ home: "", backend: "", passphrase: "" });
    const provider = join(repository, "test/support/providers/random/bin");
    project = await createProject({
      program: PROGRAM,
      config: { "aws:region": "us-east-1" },
      policyConfig: { all: "mandatory" },
      env: { PATH: [provider, env.PATH].join(delimiter) },
    });
  });
  afterAll(() => project.cleanup());

  it("is not there at the first preview: the pack has nothing to stop at, and the user data is unknown", async () => {
    const { exitCode, findings, errors, stdout } = await project.preview({ args: ["--diff"] });
    expect({ exitCode, findings, errors }).toEqual({ exitCode: 0, findings: [], errors: [] });
    expect(stdout).toMatch(/userDataBase64\s*: \[(?:unknown|secret)\]/u);
  });

  it("is made once, opens the host's account, and stands nowhere in plain text", async () => {
    const up = await project.up({ args: ["--diff"] });
    expect({ code: up.exitCode, findings: up.findings, errors: up.errors }).toEqual({
      code: 0,
      findings: [],
      errors: [],
    });
    const output = ["stack", "output", "password", "--show-secrets", "--stack", "dev"];
    const password = (await project.pulumi(output)).stdout.trim();
    expect(password).toMatch(/^[A-Za-z0-9]{20}$/u);
    const [hash] = HASH.exec(await userData(project)) ?? [];
    expect(hash).toBe(hashPassword(password, "engine-test/dev/RecoverableInstance web"));

    const again = await project.up({ args: ["--expect-no-changes", "--diff"] });
    expect({ code: again.exitCode, findings: again.findings }).toEqual({ code: 0, findings: [] });
    expect((await project.pulumi(output)).stdout.trim()).toBe(password);

    const shown = [up, again].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    const state = JSON.stringify(await project.state());
    for (const secret of [password, hash ?? ""]) expect([...shown, state].join("\n")).not.toContain(secret);
  });
});
