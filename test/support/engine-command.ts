import { spawn } from "node:child_process";

/** How a command ended. `exitCode` is -1 when a signal ended it. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds after which the command is told to stop. */
  readonly timeoutMs: number;
}

const GRACE_MS = 10_000;

/**
 * Runs a command to its end and collects what it prints.
 *
 * @throws Error when it does not start, or has not ended after `timeoutMs`. Then it has been stopped: politely, so that
 *   the Pulumi CLI ends its plugins, and by force ten seconds later.
 */
export function runCommand(
  bin: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(bin, args, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    let late = false;
    let force: NodeJS.Timeout | undefined;
    const limit = setTimeout(() => {
      late = true;
      child.kill("SIGINT");
      force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    }, options.timeoutMs);
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output.stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output.stderr += chunk));
    child.once("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(limit);
      clearTimeout(force);
      if (!late) {
        resolve({ exitCode: code ?? -1, ...output });
        return;
      }
      const command = [bin, ...args].join(" ");
      reject(new Error(`${command}: no end after ${options.timeoutMs} ms\n${output.stdout}${output.stderr}`));
    });
  });
}
