import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startAnalyzer, type Analyzer, type SentResource } from "../support/analyzer";
import { repository } from "../support/engine";
import { manyLaunches } from "../support/stacks/many-launches";

jest.setTimeout(300_000);

const LAUNCHES = 200;
const ROUNDS = 7;
const MOST_MS = 600;

const stack: SentResource = { type: "pulumi:pulumi:Stack", name: "shop-dev", inputs: {}, outputs: {} };

let folder: string;
const running: Analyzer[] = [];

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

afterAll(async () => {
  await Promise.all(running.map((analyzer) => analyzer.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function serve(pack: string, resources: readonly SentResource[]): Promise<Analyzer> {
  const analyzer = await startAnalyzer(pack);
  running.push(analyzer);
  for (const resource of resources) await analyzer.analyze(resource);
  return analyzer;
}

/** Processor time of one stack phase; the resource is sent again first, so that nothing judged before is kept. */
async function phase(analyzer: Analyzer, resources: readonly SentResource[]): Promise<number> {
  const [first] = resources;
  if (first !== undefined) await analyzer.analyze(first);
  const before = analyzer.cpuMs();
  await analyzer.analyzeStack(resources);
  return analyzer.cpuMs() - before;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

test("the stack phase of 2,000 resources costs little more than an empty pack's", async () => {
  const resources = [stack, ...manyLaunches(LAUNCHES)];
  expect(resources).toHaveLength(LAUNCHES * 10 + 1);
  const empty = await serve(folder, resources);
  const latchkey = await serve(join(repository, "policies"), resources);
  const times: { empty: number[]; latchkey: number[] } = { empty: [], latchkey: [] };
  // Side by side, so that what else the machine does weighs on both.
  for (let round = 0; round < ROUNDS; round++) {
    times.empty.push(await phase(empty, resources));
    times.latchkey.push(await phase(latchkey, resources));
  }
  const more = median(times.latchkey) - median(times.empty);
  console.info(
    `stack phase, processor time: ${String(median(times.latchkey))} ms, empty pack ${String(median(times.empty))} ms (first: ${String(times.latchkey[0])} and ${String(times.empty[0])} ms)`,
  );
  expect(more).toBeLessThan(MOST_MS);
});
