// npm run bench: what is held against the clock, on what `npm run build` compiled: how long a prediction takes, and how long
// the stack phase of large stacks. Wants a machine that does nothing else. Ends with 1 over a bound.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runJest } from "./jest.mjs";

const prediction = join(import.meta.dirname, "bench-prediction.mjs");
const { status } = spawnSync(process.execPath, [prediction], { stdio: "inherit" });
const stacks = runJest(["--selectProjects", "bench", "--runInBand"]);
process.exitCode = Math.max(status ?? 1, stacks);
