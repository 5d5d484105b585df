// npm run test:engine [-- arguments of jest]: the real Pulumi CLI on what `npm run build` compiled. Two suites at a time,
// as most of each is waiting; then one by one those that hold something against the clock (test/engine/timed).
import { runJest } from "./jest.mjs";

const given = process.argv.slice(2);
// What is asked for may well be in one of the two only.
const some = given.length > 0 ? ["--passWithNoTests"] : [];
const codes = [
  runJest(["--selectProjects", "engine", "--maxWorkers", "2", ...some, ...given]),
  runJest(["--selectProjects", "timed", "--runInBand", ...some, ...given]),
];
process.exitCode = Math.max(...codes);
