import type {
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  StackValidationArgs,
} from "@pulumi/policy";
import { unknownCheckingProxy } from "./pulumi-proxy";
import type { PackPolicy } from "../../../policies/pack/policies";

/** A resource as the engine holds it: what the program wrote, and what is planned. */
export interface EngineResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
  /** The inputs of its provider, where it has one of its own. */
  readonly provider?: Record<string, unknown>;
  readonly dependencies?: Readonly<Record<string, readonly EngineResource[]>>;
  /** Where it is not one of the project `shop`, in its stack `dev`, without a parent. */
  readonly urn?: string;
}

export interface Violation {
  readonly policy: string;
  readonly message: string;
  readonly urn: string | undefined;
  /** Where it is not the policy's own. */
  readonly level?: string;
}

/** What @pulumi/policy takes in place of a message, though its types do not say so. */
interface WithLevel {
  readonly message: string;
  readonly urn: string | undefined;
  readonly enforcementLevel: string;
}

export const urnOf = ({ type, name, urn }: Pick<EngineResource, "type" | "name" | "urn">): string =>
  urn ?? `urn:pulumi:dev::shop::${type}::${name}`;

export const stackResource: EngineResource = { type: "pulumi:pulumi:Stack", name: "shop-dev", inputs: {} };

type Config = Readonly<Record<string, object>>;

/**
 * Calls policies as @pulumi/policy does: each on its own, with properties of its own behind the real proxy that throws on
 * unknowns; those for one type with that type only. Policies named in `off` are switched off.
 */
export async function preview(
  policies: readonly PackPolicy[],
  resources: readonly EngineResource[],
  { config = {}, off = [] }: { readonly config?: Config; readonly off?: readonly string[] } = {},
): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  const active = policies.filter(({ name }) => !off.includes(name));
  const reporter =
    (policy: string, own?: string): ReportViolation =>
    (said: string | WithLevel, urn) => {
      const violation =
        typeof said === "string"
          ? { message: said, urn: urn ?? own }
          : { message: said.message, urn: said.urn ?? own, level: said.enforcementLevel };
      violations.push({ policy, ...violation });
    };
  for (const resource of resources) {
    for (const policy of active) {
      for (const validate of [("validateResource" in policy && policy.validateResource) || []].flat()) {
        // An empty mark is none (`getPulumiType`, policy.js).
        const only = (validate as { readonly __pulumiType?: string }).__pulumiType ?? "";
        if (only !== "" && only !== resource.type) continue;
        await validate(
          resourceArgs(resource, config[policy.name] ?? {}),
          reporter(policy.name, urnOf(resource)),
        );
      }
    }
  }
  for (const policy of active) {
    if (!("validateStack" in policy)) continue;
    await policy.validateStack(stackArgs(resources, config[policy.name] ?? {}), reporter(policy.name));
  }
  return violations;
}

const proxied = (props: Record<string, unknown>): Record<string, unknown> => unknownCheckingProxy(props);

const providerOf = ({ provider }: EngineResource) =>
  provider && {
    provider: {
      type: "pulumi:providers:aws",
      name: "default",
      urn: "urn:pulumi:dev::shop::p",
      props: provider,
    },
  };

export function resourceArgs(resource: EngineResource, config: object = {}): ResourceValidationArgs {
  const { type, name, inputs } = resource;
  return {
    type,
    name,
    urn: urnOf(resource),
    props: proxied(inputs),
    ...providerOf(resource),
    opts: {
      protect: false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    stackTags: new Map(),
    isType: () => false,
    asType: () => undefined,
    getConfig: getConfig(config),
    notApplicable: (reason) => {
      throw new Error(reason);
    },
  };
}

export function policyResources(resources: readonly EngineResource[]): PolicyResource[] {
  const all = resources.map((resource): PolicyResource => {
    const { type, name, urn, opts } = resourceArgs(resource);
    return {
      type,
      name,
      urn,
      opts,
      props: proxied(resource.outputs ?? {}),
      ...providerOf(resource),
      dependencies: [],
      propertyDependencies: {},
      isType: () => false,
      asType: () => undefined,
    };
  });
  resources.forEach(({ dependencies = {} }, at) => {
    const target = all[at];
    if (target === undefined) return;
    for (const [property, on] of Object.entries(dependencies)) {
      const urns = on.map(urnOf);
      target.propertyDependencies[property] = all.filter(({ urn }) => urns.includes(urn));
    }
  });
  return all;
}

function stackArgs(resources: readonly EngineResource[], config: object): StackValidationArgs {
  return {
    resources: policyResources(resources),
    stackTags: new Map(),
    getConfig: getConfig(config),
    notApplicable: (reason) => {
      throw new Error(reason);
    },
  };
}

// Its type lets the caller say what comes out.
const getConfig = (config: object): StackValidationArgs["getConfig"] =>
  (() => config) as StackValidationArgs["getConfig"];
