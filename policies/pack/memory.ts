import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import type { Properties, Stack, StackResource } from "../launch/resource";
import { toProperties } from "./properties";

/** What the program wrote, resource by resource: the engine shows it in Analyze, and only there. */
export interface Memory {
  /** Remembers a resource as written, and answers with it. */
  remember(args: ResourceValidationArgs): StackResource;
  recall(urn: string): StackResource | undefined;
  /** The stack at its end, each resource with what was remembered of it. */
  stackOf(resources: readonly PolicyResource[]): Stack;
}

export function newMemory(): Memory {
  const written = new Map<string, StackResource>();
  return {
    remember({ urn, type, name, props, provider }) {
      const resource: StackResource = {
        urn,
        type,
        name,
        inputs: toProperties(props),
        outputs: undefined,
        propertyDependencies: {},
        provider: provider === undefined ? undefined : toProperties(provider.props),
      };
      written.set(urn, resource);
      return resource;
    },
    recall: (urn) => written.get(urn),
    stackOf: (all) =>
      new Map(all.map((resource) => [resource.urn, stackResource(resource, written.get(resource.urn))])),
  };
}

function stackResource(resource: PolicyResource, written: StackResource | undefined): StackResource {
  const { urn, type, name, provider } = resource;
  let outputs: Properties | undefined;
  return {
    urn,
    type,
    name,
    inputs: written?.inputs,
    // Most resources of a stack are never asked for their outputs.
    get outputs() {
      outputs ??= toProperties(resource.props);
      return outputs;
    },
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([property, all]) => [
        property,
        all.map((each) => each.urn),
      ]),
    ),
    provider: written?.provider ?? (provider === undefined ? undefined : toProperties(provider.props)),
  };
}
