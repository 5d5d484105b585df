import type { Stack, StackResource } from "./resource";

/** The same question about a resource, worked out once for each stack: many launches stand in one subnet, with one group. */
export function perStack<T>(
  work: (stack: Stack, resource: StackResource) => T,
): (stack: Stack, resource: StackResource) => T {
  const kept = new WeakMap<Stack, Map<string, { readonly answer: T }>>();
  return (stack, resource) => {
    const answers = kept.get(stack) ?? new Map<string, { readonly answer: T }>();
    kept.set(stack, answers);
    const known = answers.get(resource.urn) ?? { answer: work(stack, resource) };
    answers.set(resource.urn, known);
    return known.answer;
  };
}

/** A question about a whole stack, worked out once. */
export function oncePerStack<T extends object>(work: (stack: Stack) => T): (stack: Stack) => T {
  const kept = new WeakMap<Stack, T>();
  return (stack) => {
    const answer = kept.get(stack) ?? work(stack);
    kept.set(stack, answer);
    return answer;
  };
}
