// npm run test:boot [-- --all] [arguments of jest]: installs what the lab lacks, then boots. With --all every case of the
// corpus is booted again, rather than a sample of it; with --search user data is made up that no boot has seen.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { runJest } from "./jest.mjs";

const OWN = ["--all", "--search"];
const given = process.argv.slice(2);
const project = given.includes("--search") ? "search" : "boot";

try {
  execFileSync("bash", [join(import.meta.dirname, "install-lab.sh")], { stdio: "inherit" });
} catch (error) {
  process.exit(/** @type {{ status?: number }} */ (error).status ?? 1);
}
process.exitCode = runJest(
  ["--selectProjects", project, "--maxWorkers", "2", ...given.filter((each) => !OWN.includes(each))],
  given.includes("--all") ? { LATCHKEY_ALL: "1" } : {},
);
