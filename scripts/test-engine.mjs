// npm run test:engine [-- arguments of jest]: the real Pulumi CLI on what `npm run build` compiled. Two suites at a time,
// as most of each is waiting.
import { runJest } from "./jest.mjs";

process.exitCode = runJest(["--selectProjects", "engine", "--maxWorkers", "2", ...process.argv.slice(2)]);
