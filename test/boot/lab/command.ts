import { type ChildProcess, spawn } from "node:child_process";

/** How a command ended: its exit code (124 when it ran out of time), and what it wrote. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Written to its standard input; without it that is /dev/null. */
  readonly input?: string;
  /** Milliseconds until it is killed; 30 000 without a word. */
  readonly timeoutMs?: number;
  readonly env?: NodeJS.ProcessEnv;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const TIMED_OUT = 124;
// A daemon that a command leaves behind keeps the pipe open: what comes after the command's own end isn't waited for.
const DRAIN_MS = 300;

/**
 * Runs a program to its end, with a bounded wait.
 *
 * @param argv the program and its arguments, with no shell between
 * @returns how it ended; a failing command is a value
 * @throws when the program can't be started
 */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawnTied(argv, {
      stdin: options.input === undefined ? "ignore" : "pipe",
      ...(options.env && { env: options.env }),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child);
    }, options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    const finish = (code: number | null) => {
      clearTimeout(timer);
      child.stdout?.destroy();
      child.stderr?.destroy();
      const note = timedOut ? `\nkilled: ${argv.join(" ").slice(0, 120)} ran out of time` : "";
      resolve({
        code: timedOut ? TIMED_OUT : (code ?? 128),
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString() + note,
      });
    };
    child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("exit", (code) => {
      const drained = setTimeout(() => finish(code), DRAIN_MS);
      child.once("close", () => {
        clearTimeout(drained);
        finish(code);
      });
    });
    // A command that ends without reading its input is no error here.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(options.input);
  });
}

/** As run(), for commands that have to succeed. @throws with its stderr when it doesn't */
export async function mustRun(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await run(argv, options);
  if (code !== 0) throw new Error(`${argv.slice(0, 6).join(" ")} … ended with ${code}: ${tail(stderr)}`);
  return stdout;
}

/**
 * Starts a process that the kernel kills when this one dies, however it dies: no handler of ours needs to run.
 * (prctl(2) PR_SET_PDEATHSIG survives execve, so it still holds in what setpriv, nsenter and unshare turn into.)
 */
export function spawnTied(
  argv: readonly string[],
  options: { readonly stdin: "ignore" | "pipe"; readonly env?: NodeJS.ProcessEnv; readonly output?: number },
): ChildProcess {
  const output = options.output ?? "pipe";
  return spawn("setpriv", ["--pdeathsig", "KILL", ...argv], {
    stdio: [options.stdin, output, output],
    // A group of its own: Ctrl-C reaches the test run, and its end takes this process along in one stroke.
    detached: true,
    ...(options.env && { env: options.env }),
  });
}

/** Kills a process started here and waits until it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  killGroup(child);
  await gone;
}

// nsenter and unshare fork: what they started has to go with them.
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It was faster.
  }
}

function tail(text: string): string {
  return text.trim().split("\n").slice(-15).join("\n");
}
