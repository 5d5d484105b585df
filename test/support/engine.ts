import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type CommandResult, runCommand } from "./engine-command";
import { type EngineFinding, errorsIn, findingsIn } from "./engine-events";

/** The root of this repository. */
export const repository = join(__dirname, "..", "..");

const STACK = "dev";
const PROJECT = "engine-test";
/** Only against hanging: a machine may have other work. */
const TIMEOUT_MS = 600_000;

export interface ProjectOptions {
  /** The source of index.ts, or the folder of a program, which then runs where it lies. */
  readonly program: string | { readonly folder: string };
  /** Stack configuration, for instance `{ "aws:region": "eu-west-1" }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** The folder of the pack that every command uses; `policies/` unless told, null for none. */
  readonly policyPack?: string | null;
  /** The pack's configuration, as in the file that --policy-pack-config takes. */
  readonly policyConfig?: Readonly<Record<string, unknown>>;
  /** More files of the project: path → text. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CommandChoices {
  readonly args?: readonly string[];
  readonly policyPack?: string | null;
  readonly policyConfig?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** `findings` and `errors` are those of the last phase that ran: the update's of an `up`, or its preview's if that failed. */
export interface EngineResult extends CommandResult {
  readonly findings: readonly EngineFinding[];
  readonly errors: readonly string[];
}

/** A Pulumi project with a stack of its own in a temporary folder. Commands fail by exit code, not by throwing. */
export interface EngineProject {
  readonly folder: string;
  preview(choices?: CommandChoices): Promise<EngineResult>;
  up(choices?: CommandChoices): Promise<EngineResult>;
  destroy(choices?: CommandChoices): Promise<EngineResult>;
  /** `pulumi policy analyze` of this stack's state, or of the given file as `pulumi stack export` writes it. */
  policyAnalyze(choices?: CommandChoices & { readonly file?: string }): Promise<EngineResult>;
  /** The stack's state: what `pulumi stack export` prints, parsed. */
  state(): Promise<unknown>;
  /** Any other command of the CLI, in the project's folder. */
  pulumi(
    args: readonly string[],
    choices?: Pick<CommandChoices, "env" | "timeoutMs">,
  ): Promise<CommandResult>;
  /** Writes a file of the project anew, as `index.ts`. */
  write(path: string, text: string): void;
  /** Removes the folder with the project and its state. */
  cleanup(): void;
}

/**
 * Makes a project for the real Pulumi CLI: state in a folder, secrets under a passphrase, the offline AWS provider.
 * Programs are only transpiled, since type checking @pulumi/aws takes the engine many seconds; `env` can undo that.
 *
 * @throws Error when there is no Pulumi CLI to be had, or it cannot make the stack
 */
export async function createProject(options: ProjectOptions): Promise<EngineProject> {
  const root = mkdtempSync(join(tmpdir(), "latchkey-engine-"));
  const folder = join(root, "project");
  const state = join(root, "state");
  mkdirSync(state);
  writeProject(folder, options);

  const cli = pulumiCli({ home: join(root, "home"), backend: state, passphrase: "engine-test" });
  const baseEnv = {
    ...cli.env,
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    PULUMI_DEBUG_COMMANDS: "true",
    ...options.env,
  };
  let commands = 0;

  const pulumi: EngineProject["pulumi"] = (args, choices = {}) =>
    runCommand(cli.bin, [...args, "--non-interactive", "--color=never"], {
      cwd: folder,
      env: { ...baseEnv, ...choices.env },
      timeoutMs: choices.timeoutMs ?? TIMEOUT_MS,
    });

  const policyArguments = (choices: CommandChoices): readonly string[] => {
    const pack = choices.policyPack === undefined ? options.policyPack : choices.policyPack;
    if (pack === null) return [];
    const config = choices.policyConfig ?? options.policyConfig;
    if (!config) return ["--policy-pack", pack ?? join(repository, "policies")];
    const file = join(root, `policy-config-${++commands}.json`);
    writeFileSync(file, JSON.stringify(config));
    return ["--policy-pack", pack ?? join(repository, "policies"), "--policy-pack-config", file];
  };

  // The offline provider makes nothing unless it is told to. Tests of that refusal take it back.
  const deploying = (choices: CommandChoices): CommandChoices => ({
    ...choices,
    env: { LATCHKEY_OFFLINE_DEPLOY: "1", ...choices.env },
  });

  const operation = async (command: readonly string[], choices: CommandChoices): Promise<EngineResult> => {
    const log = join(root, `events-${++commands}.json`);
    const args = [
      ...command,
      "--stack",
      STACK,
      "--event-log",
      log,
      "--suppress-progress",
      ...(choices.args ?? []),
    ];
    return withEvents(await pulumi(args, choices), existsSync(log) ? readFileSync(log, "utf8") : "");
  };

  const exported = async (): Promise<string> =>
    succeeded(await pulumi(["stack", "export", "--stack", STACK])).stdout;

  try {
    succeeded(await pulumi(["stack", "init", STACK]));
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
  if (options.config) {
    const settings = join(folder, `Pulumi.${STACK}.yaml`);
    appendFileSync(settings, `config: ${JSON.stringify(options.config)}\n`);
  }

  return {
    folder,
    preview: (choices = {}) => operation(["preview", ...policyArguments(choices)], choices),
    up: (choices = {}) => operation(["up", "--yes", ...policyArguments(choices)], deploying(choices)),
    destroy: (choices = {}) => operation(["destroy", "--yes", "--skip-preview"], choices),
    async policyAnalyze(choices = {}) {
      const file = choices.file ?? join(root, `state-${++commands}.json`);
      if (!choices.file) writeFileSync(file, await exported());
      const args = [
        "policy",
        "analyze",
        "--json",
        "--file",
        file,
        ...policyArguments(choices),
        ...(choices.args ?? []),
      ];
      const result = await pulumi(args, choices);
      return withEvents(result, result.stdout);
    },
    state: async () => JSON.parse(await exported()) as unknown,
    pulumi,
    write: (path, text) => {
      writeFileSync(join(folder, path), text);
    },
    cleanup: () => rmSync(root, { recursive: true, force: true }),
  };
}

function writeProject(folder: string, { program, files = {} }: ProjectOptions): void {
  const main = typeof program === "string" ? "index.ts" : program.folder;
  const all: Readonly<Record<string, string>> = {
    "Pulumi.yaml": `name: ${PROJECT}\nruntime: nodejs\nmain: ${JSON.stringify(main)}\n`,
    "package.json": JSON.stringify({ name: PROJECT, private: true }),
    ...(typeof program === "string" ? { "index.ts": program } : {}),
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
}

function withEvents(result: CommandResult, events: string): EngineResult {
  return { ...result, findings: findingsIn(events), errors: errorsIn(events) };
}

function succeeded(result: CommandResult): CommandResult {
  if (result.exitCode === 0) return result;
  throw new Error(`pulumi exited with ${result.exitCode}\n${result.stdout}${result.stderr}`);
}

/** The scripts are ES modules, which jest's loader cannot take in: ask them in a process of their own. */
export function pulumiCli(place: { home: string; backend: string; passphrase: string }): {
  readonly bin: string;
  readonly env: Readonly<Record<string, string>>;
} {
  const script = (name: string): string =>
    JSON.stringify(pathToFileURL(join(repository, "scripts", name)).href);
  const source = `
    import { ensurePulumi } from ${script("pulumi-cli.mjs")};
    import { offlineEnvironment } from ${script("pulumi-env.mjs")};
    const cli = await ensurePulumi();
    const env = offlineEnvironment(cli, ${JSON.stringify(place)});
    process.stdout.write(JSON.stringify({ bin: cli.bin, env }));
  `;
  const answer = execFileSync(process.execPath, ["--input-type=module", "--eval", source], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(answer) as ReturnType<typeof pulumiCli>;
}
