import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { OFFLINE_INPUT } from "../facts/offline";
import { toClassic, toClassicStack } from "../launch/native/translate";
import type { Properties, Stack, StackResource } from "../launch/resource";
import { toProperties, toPropertiesWhenRead } from "./properties";

/**
 * What the program wrote, resource by resource: the engine shows it in Analyze, and only there. Resources of Pulumi's
 * `aws-native` provider are handed out as the classic provider's, and nobody beyond this knows of them.
 */
export interface Memory {
  /** Remembers a resource as written, and answers with it. */
  remember(args: ResourceValidationArgs): StackResource;
  recall(urn: string): StackResource | undefined;
  all(): Iterable<StackResource>;
  /** The stack at its end, each resource with what was remembered of it. */
  stackOf(resources: readonly PolicyResource[]): Stack;
}

const CLASSIC_PROVIDER = "pulumi:providers:aws";

export function newMemory(): Memory {
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

  return {
    remember(args) {
      const { urn, type, name, props, opts } = args;
      const inputs = toProperties(props);
      if (type === CLASSIC_PROVIDER && Object.hasOwn(inputs, OFFLINE_INPUT)) offline = true;
      const resource: StackResource = {
        urn,
        type,
        name,
        inputs,
        outputs: undefined,
        propertyDependencies: {},
        provider: providerOf(args),
        options: {
          ignoreChanges: [...opts.ignoreChanges],
          deleteBeforeReplace: opts.deleteBeforeReplace === true,
        },
      };
      written.set(urn, resource);
      const classic = toClassic(resource);
      classics.set(urn, classic);
      return classic;
    },
    recall: (urn) => classics.get(urn),
    all: () => classics.values(),
    stackOf: (all) => {
      const resources = all.map((resource) => stackResource(resource, written.get(resource.urn), providerOf));
      return new Map(toClassicStack(resources).map((resource) => [resource.urn, resource]));
    },
  };
}

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
    name,
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
