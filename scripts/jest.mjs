import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const bin = join(dirname(createRequire(import.meta.url).resolve("jest/package.json")), "bin/jest.js");

/**
 * Runs jest on this checkout.
 * @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] what to add to the environment
 * @returns {number} its exit code
 */
export function runJest(args, env = {}) {
  const cwd = join(import.meta.dirname, "..");
  const { status } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: "inherit",
  });
  return status ?? 1;
}
