import type { Stack, StackResource } from "../../policies/launch/resource";
import { growth } from "./counted-stack";

const stackOf = (share: number): Stack =>
  new Map(
    Array.from({ length: 50 * share }, (_, at): [string, StackResource] => {
      const urn = String(at);
      return [
        urn,
        { urn, type: "t", name: urn, inputs: {}, outputs: {}, propertyDependencies: {}, provider: {} },
      ];
    }),
  );

test("five times as many resources are read five times as often, and squared twenty-five times", () => {
  const once = (stack: Stack) => [...stack.values()].map(({ type }) => type);
  const eachForEach = (stack: Stack) => [...stack.values()].map(() => once(stack));
  expect(growth(stackOf, once)).toBe(5);
  expect(growth(stackOf, eachForEach)).toBe(25);
});
