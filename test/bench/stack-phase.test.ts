import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAnalyzer, type SentResource } from "../support/analyzer";
import { repository } from "../support/engine";
import { manyLaunches } from "../support/stacks/many-launches";

const LAUNCHES = 200;
const ROUNDS = 5;
const MOST_MS = 600;

const stack: SentResource = { type: "pulumi:pulumi:Stack", name: "shop-dev", inputs: {}, outputs: {} };

interface Cost {
  /** Milliseconds that the engine waits. */
  readonly wall: number;
  /** Milliseconds of processor time. */
  readonly cpu: number;
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-empty-pack-"));
  writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: index.js\n");
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "empty", version: "1.0.0", main: "index.js" }),
  );
  writeFileSync(
    join(folder, "index.js"),
    'const { PolicyPack } = require("@pulumi/policy");\nnew PolicyPack("empty", { policies: [] });\n',
  );
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** One stack phase as every preview has it: the first of its process, with each resource sent once before. */
async function firstPhase(pack: string, resources: readonly SentResource[]): Promise<Cost> {
  const analyzer = await startAnalyzer(pack);
  try {
    for (const resource of resources) await analyzer.analyze(resource);
    const before = { wall: performance.now(), cpu: analyzer.cpuMs() };
    await analyzer.analyzeStack(resources);
    return { wall: performance.now() - before.wall, cpu: analyzer.cpuMs() - before.cpu };
  } finally {
    await analyzer.stop();
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

test("the stack phase of 2,000 resources costs little more than an empty pack's", async () => {
  const resources = [stack, ...manyLaunches(LAUNCHES)];
  expect(resources).toHaveLength(LAUNCHES * 10 + 1);
  const costs: { empty: Cost[]; latchkey: Cost[] } = { empty: [], latchkey: [] };
  // Side by side, so that what else the machine does weighs on both.
  for (let round = 0; round < ROUNDS; round++) {
    costs.empty.push(await firstPhase(folder, resources));
    costs.latchkey.push(await firstPhase(join(repository, "policies"), resources));
  }
  const more = (of: keyof Cost): number =>
    Math.round(median(costs.latchkey.map((cost) => cost[of])) - median(costs.empty.map((cost) => cost[of])));
  process.stdout.write(
    `stack phase: ${String(more("wall"))} ms more, processor time ${String(more("cpu"))} ms more\n`,
  );
  expect(more("wall")).toBeLessThan(MOST_MS);
});
