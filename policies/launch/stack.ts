import type { Fact } from "../facts/fact";
import type { ResourceRef } from "./launch";
import { stepsOf } from "./read";
import type { Stack, StackResource } from "./resource";

/** A kind of resource that properties refer to, and what they may call it by, next to its URN, id and ARN. */
export interface Target {
  readonly types: readonly string[];
  /** Properties that name the resource, as in `keyName`. */
  readonly names: readonly string[];
}

export type Reference =
  | { readonly kind: "found"; readonly resource: StackResource }
  /** One of these, or some of them: the engine tells dependencies by top-level property only. */
  | { readonly kind: "several"; readonly resources: readonly StackResource[] }
  /** A known name or id, and nothing in the stack is called so. */
  | { readonly kind: "outside"; readonly name: string }
  | { readonly kind: "unknown"; readonly why: string };

export const refOf = ({ urn, type, name }: StackResource): ResourceRef => ({ urn, type, name });

const byType = new WeakMap<Stack, ReadonlyMap<string, readonly StackResource[]>>();

/** The stack's resources of these types, in the stack's order within each type. */
export function resourcesOf(stack: Stack, ...types: readonly string[]): readonly StackResource[] {
  let index = byType.get(stack);
  if (index === undefined) {
    const made = new Map<string, StackResource[]>();
    for (const resource of stack.values()) {
      const list = made.get(resource.type);
      if (list === undefined) made.set(resource.type, [resource]);
      else list.push(resource);
    }
    index = made;
    byType.set(stack, index);
  }
  return types.flatMap((type) => index.get(type) ?? []);
}

/** URNs that the top-level property of a path depends on. */
export function dependenciesOf(resource: StackResource, path: string): readonly string[] {
  const [property] = stepsOf(path);
  if (property === undefined || !Object.hasOwn(resource.propertyDependencies, property)) return [];
  return resource.propertyDependencies[property] ?? [];
}

/** Pulumi type token within a URN (`urn:pulumi:stack::project::parent$type::name`); "" where there is none. */
export const typeInUrn = (urn: string): string => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";

/**
 * Which resource a property's value stands for.
 *
 * A known value is looked for among what the candidates are called. An unknown one is told by the property's
 * dependencies, and only where they leave no other origin open: every dependency is a candidate.
 */
export function refer(stack: Stack, from: StackResource, value: Fact<string>, target: Target): Reference {
  if (value.state === "known") return referByName(stack, from, value.value, value.path, target);
  const { candidates, others } = dependenciesOn(stack, from, value.path, target);
  const why = value.state === "unknown" ? value.why : `${value.path} is left out`;
  if (candidates.length === 0 || others.length > 0) return { kind: "unknown", why };
  return oneOrSeveral(candidates);
}

/** The dependencies of a path's top-level property: those that may be meant, and the rest (also those not in the stack). */
export function dependenciesOn(stack: Stack, from: StackResource, path: string, target: Target) {
  const candidates: StackResource[] = [];
  const others: string[] = [];
  for (const urn of new Set(dependenciesOf(from, path))) {
    const resource = stack.get(urn);
    if (resource !== undefined && target.types.includes(resource.type)) candidates.push(resource);
    else others.push(urn);
  }
  return { candidates, others };
}

function referByName(
  stack: Stack,
  from: StackResource,
  name: string,
  path: string,
  target: Target,
): Reference {
  const called = resourcesOf(stack, ...target.types).filter((resource) => isCalled(resource, name, target));
  if (called.length === 0) return { kind: "outside", name };
  const dependencies = dependenciesOf(from, path);
  const depended = called.filter(({ urn }) => dependencies.includes(urn));
  return oneOrSeveral(depended.length > 0 ? depended : called);
}

/** Whether a resource goes by this URN, id, ARN or one of the target's names. */
function isCalled(resource: StackResource, name: string, target: Target): boolean {
  if (resource.urn === name || resource.outputs?.id === name || resource.outputs?.arn === name) return true;
  return target.names.some(
    (property) => resource.inputs?.[property] === name || resource.outputs?.[property] === name,
  );
}

function oneOrSeveral(resources: readonly StackResource[]): Reference {
  const [first, ...rest] = resources;
  if (first !== undefined && rest.length === 0) return { kind: "found", resource: first };
  return { kind: "several", resources };
}

/** Whether a reference is certain to be a resource, may be it, or cannot. */
export function pointsAt(reference: Reference, resource: StackResource): "yes" | "maybe" | "no" {
  switch (reference.kind) {
    case "found":
      return reference.resource.urn === resource.urn ? "yes" : "no";
    case "several":
      return reference.resources.some(({ urn }) => urn === resource.urn) ? "maybe" : "no";
    case "outside":
      return "no";
    case "unknown":
      return "maybe";
  }
}
