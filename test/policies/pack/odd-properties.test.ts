import { packArguments } from "../../../policies/pack/pack";
import type { PackPolicy } from "../../../policies/pack/policies";
import { launchProperties } from "../../support/launch-properties";
import { preview, stackResource, type EngineResource } from "./engine";
import { unknownArrayValue, unknownObjectValue, unknownStringValue } from "./pulumi-proxy";
import fc from "../../support/fast-check";

const policies = (): readonly PackPolicy[] => packArguments({}).policies;
const UNKNOWNS = [unknownStringValue, unknownArrayValue, unknownObjectValue] as const;
const NAMES = [...new Set(Object.values(launchProperties).flat()), "__proto__", "constructor", "toString"];

const late = fc.constantFrom(...UNKNOWNS);
const anything: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    late,
    fc.string({ maxLength: 12 }),
    fc.constantFrom("0.0.0.0/0", "tcp", "22", "#cloud-config\nusers: []\n", '{"Statement":[]}', "$Latest"),
    fc.constantFrom(null, true, false, 0, 22, -1, NaN, Infinity),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie("value"), { maxKeys: 4 }),
  ),
})).value;

const resourcesOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<readonly EngineResource[]> =>
  fc.array(
    fc.constantFrom(...Object.keys(launchProperties)).chain((type) =>
      fc.record({
        type: fc.constant(type),
        // Of few names, so that some resources are there twice, and some refer to one another.
        name: fc.constantFrom("a", "b", "__proto__"),
        inputs: fc.dictionary(fc.constantFrom(...(launchProperties[type] ?? [])), value, { maxKeys: 12 }),
        outputs: fc.dictionary(fc.constantFrom("id", "arn", "name"), value),
      }),
    ),
    { minLength: 1, maxLength: 8 },
  );

test("no property bag makes a policy fail", async () => {
  await fc.assert(
    fc.asyncProperty(resourcesOf(anything), async (resources) => {
      const found = await preview(policies(), [stackResource, ...resources]);
      expect(found.filter(({ message }) => message.includes("was not judged"))).toEqual([]);
      expect(found.filter(({ urn }) => urn === undefined)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test("what is made of unknowns only breaks no mandatory rule", async () => {
  const mandatory = new Set(
    policies()
      .filter(({ enforcementLevel }) => enforcementLevel === "mandatory")
      .map(({ name }) => name),
  );
  expect(mandatory.size).toBeGreaterThan(0);
  const complete = fc.constantFrom(...Object.entries(launchProperties)).chain(([type, properties]) =>
    fc
      .tuple(...properties.map((property) => fc.tuple(fc.constant(property), late)))
      .map((entries): EngineResource => ({
        type,
        name: "late",
        inputs: Object.fromEntries(entries),
        outputs: { id: unknownStringValue, arn: unknownStringValue },
      })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(complete, { minLength: 1, maxLength: 8 }), async (resources) => {
      const found = await preview(policies(), [stackResource, ...resources]);
      expect(found.filter(({ policy }) => mandatory.has(policy))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
