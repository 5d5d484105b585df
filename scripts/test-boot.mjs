// npm run test:boot [-- --all] [arguments of jest]: installs what the lab lacks, then boots. With --all every case of the
// corpus is booted again, rather than a sample of it; with --search user data is made up that no boot has seen.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");
const given = process.argv.slice(2);
const all = given.includes("--all");
const project = given.includes("--search") ? "search" : "boot";
const OWN = ["--all", "--search"];
const jest = join(dirname(createRequire(import.meta.url).resolve("jest/package.json")), "bin/jest.js");

/** @param {string} program @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] */
function run(program, args, env = process.env) {
  const { status } = spawnSync(program, args, { cwd: root, env, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

run("bash", [join(root, "scripts/install-lab.sh")]);
run(
  process.execPath,
  [jest, "--selectProjects", project, "--maxWorkers", "2", ...given.filter((each) => !OWN.includes(each))],
  all ? { ...process.env, LATCHKEY_ALL: "1" } : process.env,
);
