import { ownValue } from "../facts/own";
import { add } from "./lists";
import { oncePerStack } from "./per-stack";
import type { Stack, StackResource } from "./resource";

/** A property of a resource that depends on another resource. */
export interface Dependent {
  readonly resource: StackResource;
  /** The top-level property. */
  readonly property: string;
}

/**
 * A stack's resources by what they are looked up by. Each index is made in one pass over the resources it holds, the
 * first time that somebody asks for it; a look-up after that costs the same in a stack of any size.
 */
export interface Graph {
  /** The resources of a type, in the stack's order. */
  ofType(type: string): readonly StackResource[];
  /**
   * The resources of a type whose property has this text, as written or as planned: `name`, or `id`, `arn` and `urn`.
   */
  called(type: string, property: string, value: string): readonly StackResource[];
  /** Which properties of which resources depend on this one. A resource that is not in the stack may have some too. */
  dependents(urn: string): readonly Dependent[];
  /** The resources whose parent is this one. */
  children(urn: string): readonly StackResource[];
}

type Index = ReadonlyMap<string, readonly StackResource[]>;

/** The index of a stack; the same one each time it is asked for. */
export const graphOf = oncePerStack(makeGraph);

function makeGraph(stack: Stack): Graph {
  const types = lazily(() => gather([...stack.values()], ({ type }) => [type]));
  const names = new Map<string, Map<string, Index>>();
  const dependents = lazily(() => dependentsIn(stack));
  const children = lazily(() =>
    gather([...stack.values()], ({ parent }) => (parent === undefined ? [] : [parent])),
  );
  const ofType = (type: string): readonly StackResource[] => types().get(type) ?? [];
  return {
    ofType,
    called(type, property, value) {
      const ofThisType = names.get(type) ?? new Map<string, Index>();
      names.set(type, ofThisType);
      const index = ofThisType.get(property) ?? gather(ofType(type), (each) => textsOf(each, property));
      ofThisType.set(property, index);
      return index.get(value) ?? [];
    },
    dependents: (urn) => dependents().get(urn) ?? [],
    children: (urn) => children().get(urn) ?? [],
  };
}

/** What a property of a resource says: what was written and what is planned may both be used to name it. */
function textsOf(resource: StackResource, property: string): readonly string[] {
  if (property === "urn") return [resource.urn];
  const planned = ownValue(resource.outputs ?? {}, property);
  // What the program writes as `id` or `arn` is no id of the resource itself.
  const written =
    property === "id" || property === "arn" ? undefined : ownValue(resource.inputs ?? {}, property);
  const texts = [written, planned].filter((value) => typeof value === "string");
  return [...new Set(texts)];
}

function dependentsIn(stack: Stack): ReadonlyMap<string, readonly Dependent[]> {
  const index = new Map<string, Dependent[]>();
  for (const resource of stack.values()) {
    for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
      for (const urn of new Set(urns)) add(index, urn, { resource, property });
    }
  }
  return index;
}

function gather(
  resources: readonly StackResource[],
  keysOf: (resource: StackResource) => readonly string[],
): Index {
  const index = new Map<string, StackResource[]>();
  for (const resource of resources) {
    for (const key of keysOf(resource)) add(index, key, resource);
  }
  return index;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
