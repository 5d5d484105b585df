import { join } from "node:path";
import {
  startAnalyzer,
  UNKNOWN_TEXT,
  type Analyzer,
  type Diagnostic,
  type SentResource,
} from "../support/analyzer";
import { repository } from "../support/engine";
import { launchProperties } from "../support/launch-properties";
import { manyLaunches } from "../support/stacks/many-launches";
import { cycles, documents, heavy, lost, names } from "../support/stacks/odd-stacks";

const stack: SentResource = { type: "pulumi:pulumi:Stack", name: "shop-dev", inputs: {}, outputs: {} };
const SECRET = "correct-horse-battery-staple";

interface Judged {
  readonly ofResources: readonly Diagnostic[];
  readonly ofStack: readonly Diagnostic[];
}

/** Sends a stack to a pack of its own, as the engine does. Rejects where the pack fails or ends. */
async function judge(resources: readonly SentResource[]): Promise<Judged> {
  const analyzer: Analyzer = await startAnalyzer(join(repository, "policies"));
  try {
    const all = [stack, ...resources];
    const ofResources: Diagnostic[] = [];
    for (const resource of all) ofResources.push(...(await analyzer.analyze(resource)));
    return { ofResources, ofStack: await analyzer.analyzeStack(all) };
  } finally {
    await analyzer.stop();
  }
}

function expectSound({ ofResources, ofStack }: Judged): void {
  const messages = [...ofResources, ...ofStack].map(({ policy, message }) => `${policy}: ${message}`);
  expect(messages.filter((message) => /failed on this resource|can't run policy/u.test(message))).toEqual([]);
  expect(messages.filter((message) => message.includes(SECRET))).toEqual([]);
  expect(ofStack.filter(({ urn }) => !urn.startsWith("urn:pulumi:"))).toEqual([]);
}

/** A value of each wrong type, and texts at the edge of what is one. */
const WRONG: readonly unknown[] = [
  ...[null, true, -1, 1e300, NaN, "", " ", "$Default", "${aws:username}", "[0]", `${SECRET}\u0000`],
  ...[[], [null], [[]], [{}], ["", UNKNOWN_TEXT, 7], {}, { a: { b: [null] } }, { ["__proto__"]: [1] }],
  Object.fromEntries(
    ["name", "id", "arn", "version", "content", "settings"].map((key) => [key, [UNKNOWN_TEXT]]),
  ),
];

/** Each property of each type with each wrong value, the same one in all properties of a resource. */
const wrongTypes = (): readonly SentResource[] =>
  Object.entries(launchProperties).flatMap(([type, properties]) =>
    WRONG.map((value, index): SentResource => {
      const inputs = Object.fromEntries(properties.map((property) => [property, value]));
      return { type, name: String(index), inputs, outputs: { ...inputs, id: value, arn: value } };
    }),
  );

const allUnknown = (): readonly SentResource[] =>
  Object.entries(launchProperties).map(([type, properties]): SentResource => {
    const inputs = Object.fromEntries(properties.map((property) => [property, UNKNOWN_TEXT]));
    return { type, name: "late", inputs, outputs: { ...inputs, id: UNKNOWN_TEXT, arn: UNKNOWN_TEXT } };
  });

describe("a stack", () => {
  test.each<[string, () => readonly SentResource[]]>([
    ["of references in circles", cycles],
    ["of references to what is not there", () => lost(3)],
    ["of policy documents that are none", documents],
    ["of names that mean something to somebody", names],
    ["of values of wrong types", wrongTypes],
    ["of six million characters", () => heavy(SECRET)],
  ])("%s is judged without a failure, and each finding has its resource", async (_, resources) => {
    expectSound(await judge(resources()));
  });

  test("of which nothing is known but its types is found no mandatory fault with", async () => {
    const judged = await judge(allUnknown());
    expectSound(judged);
    const all = [...judged.ofResources, ...judged.ofStack];
    expect(all.filter(({ enforcement }) => enforcement === "mandatory")).toEqual([]);
  });
});

test.each<[string, () => readonly SentResource[]]>([
  ["that are told apart", () => manyLaunches(1_000)],
  ["of which nothing is certain", () => lost(800)],
])("a stack of 10,000 resources %s is judged, each with its findings", async (_, resources) => {
  expectSound(await judge(resources()));
});
