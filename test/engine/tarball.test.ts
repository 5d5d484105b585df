import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createProject, pulumiCli, repository } from "../support/engine";
import { runCommand, type CommandResult } from "../support/engine-command";
import { findingsIn, type EngineFinding } from "../support/engine-events";
import { packedFiles, unlike } from "../support/packed-files";

// What people do until the package is on a registry: pack it, install the tarball, point --policy-pack at it.
describe("the packed policies, installed into a project outside the repository", () => {
  const root = mkdtempSync(join(tmpdir(), "latchkey-tarball-"));
  const project = join(root, "project");
  const installed = join(project, "node_modules", "@latchkey", "policies");
  const cli = pulumiCli({ home: join(root, "home"), backend: join(root, "state"), passphrase: "tarball" });

  let tarball = "";

  const run = async (
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> =>
    runCommand(command, args, { cwd: project, env: { ...process.env, ...env }, timeoutMs: 800_000 });

  beforeAll(async () => {
    mkdirSync(join(root, "state"));
    cpSync(join(repository, "examples", "locked-out"), project, { recursive: true });
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: "outside", private: true }));
    const packed = await runCommand(
      "npm",
      ["pack", "--workspace", "policies", "--pack-destination", root, "--json"],
      {
        cwd: repository,
        env: process.env,
        timeoutMs: 600_000,
      },
    );
    expect(packed).toMatchObject({ exitCode: 0 });
    const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
    tarball = join(root, filename);
    const own = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as {
      devDependencies: Record<string, string>;
    };
    const wanted = ["@pulumi/aws", "@pulumi/pulumi", "pulumi", "typescript"].map(
      (name) => `${name}@${own.devDependencies[name] ?? ""}`,
    );
    const install = await run("npm", ["install", "--no-audit", "--no-fund", tarball, ...wanted]);
    expect(install).toMatchObject({ exitCode: 0 });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const environment = (): Readonly<Record<string, string>> => ({
    ...cli.env,
    // The offline provider of the tarball, not the repository's.
    PATH: [
      join(installed, "offline", "bin"),
      cli.env.PATH?.split(delimiter).slice(1).join(delimiter) ?? "",
    ].join(delimiter),
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    PULUMI_DEBUG_COMMANDS: "true",
    // The launcher takes the CLI of its version from there, so that nothing is downloaded.
    PULUMI_HOME: join(dirname(cli.bin), "..", "..", ".."),
  });

  const told = (findings: readonly EngineFinding[]): readonly string[] =>
    findings
      .map(
        ({ policy, level, resource, message }) =>
          `${policy} ${level} ${resource.type} ${resource.name}\n${message}`,
      )
      .sort();

  it("hold what their list says, and nothing else", () => {
    expect(unlike(packedFiles(tarball), "policies")).toEqual({ unlisted: [], missing: [], ofNoSource: [] });
  });

  it("give the same findings as the repository's own", async () => {
    const log = join(root, "events.json");
    const init = await run("npx", ["pulumi", "stack", "init", "dev", "--non-interactive"], environment());
    expect(init).toMatchObject({ exitCode: 0 });
    const preview = await run(
      "npx",
      [
        "pulumi",
        "preview",
        "--policy-pack",
        "node_modules/@latchkey/policies",
        "--stack",
        "dev",
        "--event-log",
        log,
        "--non-interactive",
        "--color=never",
      ],
      environment(),
    );
    expect(preview.stdout).toContain("latchkey@v");
    const here = await createProject({
      program: { folder: join(repository, "examples", "locked-out") },
      config: { "aws:region": "us-east-1" },
    });
    try {
      const { findings } = await here.preview();
      expect(told(findingsIn(readFileSync(log, "utf8")))).toEqual(told(findings));
      expect(preview.exitCode).not.toBe(0);
    } finally {
      here.cleanup();
    }
  });

  it("have no command of the AWS provider's name, which npm scripts would take for the real one", () => {
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { bin?: unknown };
    expect(manifest.bin).toBeUndefined();
  });
});
