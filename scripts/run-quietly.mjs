// Long commands whose output nobody wants to see unless they fail.
import { spawn } from "node:child_process";

/**
 * Runs a command without showing its output. A time limit, or Ctrl-C, ends it with everything it started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ timeout: number, cwd?: string, env?: NodeJS.ProcessEnv }} options `timeout` in milliseconds
 * @returns {Promise<{ ok: boolean, missing: boolean, lastLine: string }>} `missing`: there is no such command;
 *   `lastLine`: the last line it printed, or why it did not run to its end
 */
export function runQuietly(command, args, { timeout, ...options }) {
  return new Promise((done) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
    let lastLine = "no output";
    let late = false;
    const remember = (chunk) => {
      lastLine = String(chunk).trim().split("\n").at(-1) || lastLine;
    };
    // In a process group of its own it does not hear Ctrl-C by itself.
    const interrupted = () => {
      stopGroup(child.pid);
      process.exit(130);
    };
    const limit = setTimeout(() => {
      late = true;
      stopGroup(child.pid);
    }, timeout);
    const finish = (result) => {
      clearTimeout(limit);
      process.off("SIGINT", interrupted);
      process.off("SIGTERM", interrupted);
      done({
        ok: false,
        missing: false,
        lastLine: late ? `no end after ${timeout / 1000} seconds` : lastLine,
        ...result,
      });
    };
    process.once("SIGINT", interrupted);
    process.once("SIGTERM", interrupted);
    child.stdout.on("data", remember);
    child.stderr.on("data", remember);
    child.once("error", (error) => finish({ missing: error.code === "ENOENT", lastLine: error.message }));
    child.once("close", (code) => finish({ ok: code === 0 }));
  });
}

/** @param {number | undefined} pid the leader of the group */
function stopGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
