import { orElse, unknown, type Fact } from "../../facts/fact";
import { textAt, valueAt } from "../read";
import type { Properties, Stack } from "../resource";
import { resourcesOf } from "../stack";
import { regionOf } from "./region";

export type MetadataEndpoint = "enabled" | "disabled";

const DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults";

const OPTIONS = "metadataOptions";

/**
 * `metadataOptions.httpEndpoint` of an instance, a launch template or a launch configuration. Absent at the path
 * `metadataOptions` where no options are written at all.
 */
export function metadataEndpointOf(properties: Properties | undefined): Fact<MetadataEndpoint> {
  const options = valueAt(properties, OPTIONS);
  return options.state === "absent" ? options : endpointAt(properties, `${OPTIONS}.httpEndpoint`);
}

/** Whether options that leave the endpoint out keep the template's is not documented: a template's `disabled` may stand. */
export function mergeMetadataEndpoint(
  own: Fact<MetadataEndpoint>,
  template: Fact<MetadataEndpoint>,
): Fact<MetadataEndpoint> {
  const replaces = own.state === "absent" && own.path !== OPTIONS;
  if (!replaces || template.state !== "known" || template.value === "enabled") return orElse(own, template);
  return unknown(own.path, "whether the launch template's metadata options stand is not certain");
}

function endpointAt(properties: Properties | undefined, path: string): Fact<MetadataEndpoint> {
  const endpoint = textAt(properties, path);
  if (endpoint.state !== "known") return endpoint;
  if (endpoint.value === "enabled" || endpoint.value === "disabled") {
    return { ...endpoint, value: endpoint.value };
  }
  return unknown(path, `${path} is neither enabled nor disabled`);
}

/** The account's default for launches that say nothing, as far as the stack declares it for the region. */
export function defaultMetadataEndpoint(
  stack: Stack,
  region: Fact<string>,
  own: Fact<MetadataEndpoint>,
): Fact<MetadataEndpoint> {
  if (own.state !== "absent") return own;
  const [first, ...rest] = resourcesOf(stack, DEFAULTS).filter((defaults) => {
    const there = regionOf(defaults);
    return there.state !== "known" || region.state !== "known" || there.value === region.value;
  });
  if (first === undefined) return own;
  if (rest.length > 0) return unknown(own.path, "the stack declares several defaults for instance metadata");
  const endpoint = textAt(first.inputs, "httpEndpoint");
  if (endpoint.state === "absent" || (endpoint.state === "known" && endpoint.value === "no-preference"))
    return own;
  return { ...endpointAt(first.inputs, "httpEndpoint"), path: `${first.name}.httpEndpoint` };
}
