import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pulumiCli, repository } from "../../support/engine";
import { packComponents, run, succeeded, type Packed } from "./packed";

// The line that expects an error shows that the SDK's types are real: with `any` for types it would be the error.
const PROGRAM = `
  import { RecoverableInstance, SerialConsole } from "@latchkey/components";
  import * as pulumi from "@pulumi/pulumi";

  const host = new RecoverableInstance("web", {
    imageName: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*",
    keyPair: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
    users: [{ name: "ada", sudo: true }],
    recoveryUser: { password: pulumi.secret("three-otters-under-a-bridge") },
    // @ts-expect-error
    sshFrom: 22,
    ...{ sshFrom: ["198.51.100.0/24"] },
  });
  new SerialConsole("console", {});
  export const command: pulumi.Output<string> = host.sshCommand;
`;

const { devDependencies } = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

const FILES: Readonly<Record<string, string>> = {
  "Pulumi.yaml": "name: fresh\nruntime: nodejs\n",
  "Pulumi.dev.yaml": "config:\n  aws:region: us-east-1\n",
  "index.ts": PROGRAM,
  "tsconfig.json": JSON.stringify({
    compilerOptions: { strict: true, target: "es2022", module: "nodenext", types: ["node"], noEmit: true },
    files: ["index.ts"],
  }),
  "package.json": JSON.stringify({
    name: "fresh",
    private: true,
    dependencies: { "@pulumi/pulumi": devDependencies["@pulumi/pulumi"] },
    devDependencies: {
      "@types/node": devDependencies["@types/node"],
      typescript: devDependencies.typescript,
    },
  }),
};

interface Plan {
  readonly steps: readonly { readonly op: string; readonly newState?: { readonly type: string } }[];
}

describe("pulumi package add, in a new project", () => {
  let packed: Packed;
  beforeAll(async () => {
    // The project has a tsconfig.json, which Pulumi would have the plugin read by TypeScript 3.8.
    packed = await packComponents(["typescript@6"]);
  });
  afterAll(() => packed.cleanup());

  it.each([
    ["the folder of a clone", "clone", () => join(repository, "components")],
    ["the unpacked tarball", "tarball", () => packed.plugin],
  ])("%s: gives an SDK that compiles, and a host to preview", async (_what, name, source) => {
    const folder = join(packed.root, name);
    const backend = join(packed.root, `${name}-state`);
    for (const each of [folder, backend]) mkdirSync(each);
    for (const [file, text] of Object.entries(FILES)) writeFileSync(join(folder, file), text);
    const cli = pulumiCli({ home: join(packed.root, "home"), backend, passphrase: "package-add" });
    const env = { ...cli.env, npm_config_prefer_offline: "true", npm_config_audit: "false" };

    succeeded(await run(cli.bin, ["package", "add", source(), "--non-interactive"], folder, env));
    expect(readFileSync(join(folder, "Pulumi.yaml"), "utf8")).toContain(`components: ${source()}`);
    succeeded(await run(join(folder, "node_modules", ".bin", "tsc"), ["-p", "."], folder));

    succeeded(await run(cli.bin, ["stack", "init", "dev", "--non-interactive"], folder, env));
    const preview = ["preview", "--stack", "dev", "--json", "--non-interactive"];
    const { stdout } = succeeded(await run(cli.bin, preview, folder, env));
    const { steps } = JSON.parse(stdout) as Plan;
    const created = steps.filter(({ op }) => op === "create").map(({ newState }) => newState?.type);
    expect(created).toEqual(
      expect.arrayContaining([
        "components:index:RecoverableInstance",
        "aws:ec2/instance:Instance",
        "aws:ec2/serialConsoleAccess:SerialConsoleAccess",
      ]),
    );
  });
});
