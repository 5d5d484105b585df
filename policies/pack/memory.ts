import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { OFFLINE_INPUT } from "../facts/offline";
import { shown } from "../facts/shown";
import { failureOf, type Failure } from "../judging/failure";
import { toClassic, toClassicStack } from "../launch/native/translate";
import { classicType } from "../launch/native/table";
import type { Properties, Stack, StackResource } from "../launch/resource";
import { toProperties, toPropertiesWhenRead } from "./properties";

/**
 * What the program wrote, resource by resource: the engine shows it in Analyze, and only there. Resources of Pulumi's
 * `aws-native` provider are handed out as the classic provider's, and nobody beyond this knows of them.
 */
export interface Memory {
  /** Remembers a resource as written, and answers with it. One that cannot be read is kept as one of which nothing is known. */
  remember(args: ResourceValidationArgs): StackResource;
  recall(urn: string): StackResource | undefined;
  all(): Iterable<StackResource>;
  /** The stack at its end, each resource with what was remembered of it. */
  stackOf(resources: readonly PolicyResource[]): Stack;
  /** How many resources are kept, each as written and as the classic provider's. */
  size(): number;
}

const CLASSIC_PROVIDER = "pulumi:providers:aws";

/** @param unread Told of each resource that cannot be read; without it that is thrown. */
export function newMemory(unread?: (resource: StackResource, failure: Failure) => void): Memory {
  const written = new Map<string, StackResource>();
  const classics = new Map<string, StackResource>();
  let offline = false;

  function providerOf({ type, provider }: Pick<PolicyResource, "type" | "provider">): Properties | undefined {
    if (provider === undefined) return undefined;
    const inputs = toProperties(provider.props);
    if (!type.startsWith("aws-native:")) return inputs;
    // Its ids come from the classic provider's look-ups, and what its own claims is its own.
    const own = Object.entries(inputs).filter(([name]) => name !== OFFLINE_INPUT);
    return Object.fromEntries(offline ? [...own, [OFFLINE_INPUT, "true"]] : own);
  }

  function unreadable(called: Called, error: unknown): StackResource {
    if (unread === undefined) throw error;
    const resource = nothingKnown(called);
    unread(resource, failureOf("reading the resource", error));
    return resource;
  }

  return {
    remember(args) {
      try {
        const resource = writtenResource(args, providerOf(args));
        if (args.type === CLASSIC_PROVIDER && Object.hasOwn(resource.inputs ?? {}, OFFLINE_INPUT))
          offline = true;
        const classic = toClassic(resource);
        written.set(args.urn, resource);
        classics.set(args.urn, classic);
        return classic;
      } catch (error) {
        written.delete(args.urn);
        const resource = unreadable(args, error);
        classics.set(args.urn, resource);
        return resource;
      }
    },
    recall: (urn) => classics.get(urn),
    all: () => classics.values(),
    stackOf: (all) => {
      const resources = all.map((resource) => {
        try {
          return stackResource(resource, written.get(resource.urn), providerOf);
        } catch (error) {
          return unreadable(resource, error);
        }
      });
      return new Map(toClassicStack(resources, unreadable).map((resource) => [resource.urn, resource]));
    },
    size: () => written.size + classics.size,
  };
}

type Called = Pick<StackResource, "urn" | "type" | "name">;

const nothingKnown = ({ urn, type, name }: Called): StackResource => ({
  urn,
  written: { urn, type, name: shown(name) },
  type: classicType(type),
  name: shown(name),
  inputs: undefined,
  outputs: undefined,
  propertyDependencies: {},
  provider: undefined,
});

const writtenResource = (
  { urn, type, name, props, opts }: ResourceValidationArgs,
  provider: Properties | undefined,
): StackResource => ({
  urn,
  type,
  name: shown(name),
  inputs: toProperties(props),
  outputs: undefined,
  propertyDependencies: {},
  provider,
  options: {
    ignoreChanges: [...opts.ignoreChanges],
    deleteBeforeReplace: opts.deleteBeforeReplace === true,
  },
});

function stackResource(
  resource: PolicyResource,
  written: StackResource | undefined,
  providerOf: (resource: PolicyResource) => Properties | undefined,
): StackResource {
  const { urn, type, name } = resource;
  let outputs: Properties | undefined;
  return {
    urn,
    type,
    name: shown(name),
    inputs: written?.inputs,
    // Most resources of a stack are never asked for their outputs, and the others seldom for more than an id.
    get outputs() {
      outputs ??= toPropertiesWhenRead(resource.props);
      return outputs;
    },
    propertyDependencies: Object.fromEntries(
      Object.entries(resource.propertyDependencies).map(([property, all]) => [
        property,
        all.map((each) => each.urn),
      ]),
    ),
    ...(resource.parent !== undefined && { parent: resource.parent.urn }),
    provider: written?.provider ?? providerOf(resource),
    ...(written?.options && { options: written.options }),
  };
}
