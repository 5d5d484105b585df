import { join } from "node:path";
import { startAnalyzer, type SentResource } from "../support/analyzer";
import { repository } from "../support/engine";
import { manyLaunches } from "../support/stacks/many-launches";
import { lost } from "../support/stacks/odd-stacks";

const stack: SentResource = { type: "pulumi:pulumi:Stack", name: "shop-dev", inputs: {}, outputs: {} };

/** Seconds of processor time that the stack phase takes. */
async function stackPhase(resources: readonly SentResource[]): Promise<number> {
  const analyzer = await startAnalyzer(join(repository, "policies"));
  try {
    const all = [stack, ...resources];
    for (const resource of all) await analyzer.analyze(resource);
    const before = analyzer.cpuMs();
    await analyzer.analyzeStack(all);
    return (analyzer.cpuMs() - before) / 1000;
  } finally {
    await analyzer.stop();
  }
}

// Five times as many resources take five times as long; squared they would take twenty-five times.
test.each<[string, (launches: number) => readonly SentResource[], number]>([
  ["that are told apart", manyLaunches, 1_000],
  ["of which nothing is certain", lost, 800],
])(
  "a stack of 10,000 resources %s takes seconds, and no more for each than a fifth of it",
  async (_, of, most) => {
    const small = await stackPhase(of(most / 5));
    const large = await stackPhase(of(most));
    process.stdout.write(`stack phase: ${small.toFixed(2)} s, of five times as many ${large.toFixed(2)} s\n`);
    expect(large).toBeLessThan(8);
    expect(large).toBeLessThan(8 * small);
  },
);
