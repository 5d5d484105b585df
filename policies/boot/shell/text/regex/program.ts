import type { Node, Where } from "./tree";

/** One step of a compiled expression: numbers are the steps to go on with, the first one by preference. */
export type Step =
  | { readonly kind: "one"; readonly takes: (char: string) => boolean }
  | { readonly kind: "at"; readonly where: Where }
  | { kind: "fork"; first: number; second: number }
  | { kind: "jump"; to: number }
  | { readonly kind: "mark"; readonly slot: number }
  | { readonly kind: "done" };

/** The work that a search takes is steps times characters, so that both are bounded. */
const MAX_STEPS = 1500;

/** @returns `undefined` where the expression gets too long. */
export function compile(tree: Node): readonly Step[] | undefined {
  const steps: Step[] = [];
  if (!emit(tree, steps)) return undefined;
  steps.push({ kind: "done" });
  return steps;
}

function emit(node: Node, steps: Step[]): boolean {
  if (steps.length > MAX_STEPS) return false;
  switch (node.kind) {
    case "one":
    case "at":
      steps.push(node);
      return true;
    case "all":
      return node.parts.every((part) => emit(part, steps));
    case "either":
      return emitEither(node.options, steps);
    case "group":
      steps.push({ kind: "mark", slot: node.index * 2 });
      if (!emit(node.of, steps)) return false;
      steps.push({ kind: "mark", slot: node.index * 2 + 1 });
      return true;
    case "repeat":
      return emitRepeat(node.of, node.min, node.max, steps);
  }
}

function emitEither([option, ...others]: readonly Node[], steps: Step[]): boolean {
  if (option === undefined) return true;
  if (others.length === 0) return emit(option, steps);
  const fork: Step = { kind: "fork", first: steps.length + 1, second: 0 };
  steps.push(fork);
  if (!emit(option, steps)) return false;
  const jump: Step = { kind: "jump", to: 0 };
  steps.push(jump);
  fork.second = steps.length;
  if (!emitEither(others, steps)) return false;
  jump.to = steps.length;
  return true;
}

function emitRepeat(of: Node, min: number, max: number | undefined, steps: Step[]): boolean {
  for (let times = 0; times < min; times += 1) if (!emit(of, steps)) return false;
  if (max === undefined) {
    const fork: Step = { kind: "fork", first: steps.length + 1, second: 0 };
    const back = steps.length;
    steps.push(fork);
    if (!emit(of, steps)) return false;
    steps.push({ kind: "jump", to: back });
    fork.second = steps.length;
    return true;
  }
  const forks: { second: number }[] = [];
  for (let times = min; times < max; times += 1) {
    const fork: Step = { kind: "fork", first: steps.length + 1, second: 0 };
    forks.push(fork);
    steps.push(fork);
    if (!emit(of, steps)) return false;
  }
  for (const fork of forks) fork.second = steps.length;
  return true;
}
