import { parse } from "yaml";
import { runRule } from "../../policies/judging/run-rule";
import {
  UNKNOWN,
  type Properties,
  type PropertyValue,
  type ResourceOptions,
  type StackResource,
} from "../../policies/launch/resource";
import type { Finding, ResourceRule } from "../../policies/rules/rule";
import { foundBy } from "./subjects";

/** A resource as the engine hands it over while it is analysed: inputs and options, nothing planned. */
export const written = (
  type: string,
  inputs: Properties,
  options: Partial<ResourceOptions> = {},
): StackResource => ({
  urn: `urn:pulumi:dev::shop::${type}::subject`,
  type,
  name: "subject",
  inputs,
  outputs: undefined,
  propertyDependencies: {},
  provider: undefined,
  options: { ignoreChanges: [], deleteBeforeReplace: false, ...options },
});

/** What a resource rule says of a resource; nothing for a type that it does not judge, as in the pack. */
export function findingsOn(rule: ResourceRule, resource: StackResource): readonly Finding[] {
  if (!rule.types.includes(resource.type)) return [];
  return foundBy(runRule(rule, { judges: "resource", resource }, rule.options?.parse({})));
}

interface Program {
  readonly resources?: Readonly<
    Record<
      string,
      { readonly type: string; readonly properties?: unknown; readonly options?: Partial<ResourceOptions> }
    >
  >;
}

/** The resources of a program in Pulumi YAML. What is written with `${…}` is only known at apply. */
export function resourcesIn(program: string): readonly StackResource[] {
  const { resources = {} } = parse(program) as Program;
  return Object.values(resources).map(({ type, properties = {}, options }) =>
    written(tokenOf(type), valueOf(properties) as Properties, options),
  );
}

/** `aws:ec2:KeyPair` in full: `aws:ec2/keyPair:KeyPair`. */
const tokenOf = (type: string): string =>
  type.replace(
    /^(aws:[^:/]+):((\w)(\w*))$/u,
    (_, module: string, name: string, first: string, rest: string) =>
      `${module}/${first.toLowerCase()}${rest}:${name}`,
  );

function valueOf(value: unknown): PropertyValue {
  if (typeof value === "string") return value.includes("${") ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map(valueOf);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, valueOf(each)]));
  return value as PropertyValue;
}
