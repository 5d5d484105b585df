import type { Stack, StackResource } from "../../policies/launch/resource";

/** A stack that counts how often anything is read of its resources: what a reader does, told without a clock. */
export function countedStack(stack: Stack): { readonly stack: Stack; readonly reads: () => number } {
  let reads = 0;
  const counting = (resource: StackResource): StackResource =>
    new Proxy(resource, {
      get(target, property, receiver) {
        reads += 1;
        return Reflect.get(target, property, receiver) as unknown;
      },
    });
  return {
    stack: new Map([...stack].map(([urn, resource]) => [urn, counting(resource)])),
    reads: () => reads,
  };
}

/** How many times as much is read of a stack than of one a fifth its size. Five, where each resource costs the same. */
export function growth(stackOf: (share: number) => Stack, read: (stack: Stack) => unknown): number {
  const [small, large] = [countedStack(stackOf(0.2)), countedStack(stackOf(1))];
  read(small.stack);
  read(large.stack);
  return large.reads() / small.reads();
}
