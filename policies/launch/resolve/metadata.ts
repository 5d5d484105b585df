import { unknown, type Fact } from "../../facts/fact";
import { textAt } from "../read";
import type { Properties, Stack } from "../resource";
import { resourcesOf } from "../stack";
import { regionOf } from "./region";

export type MetadataEndpoint = "enabled" | "disabled";

const DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults";

/** `metadataOptions.httpEndpoint` of an instance, a launch template or a launch configuration. */
export function metadataEndpointAt(
  properties: Properties | undefined,
  path = "metadataOptions.httpEndpoint",
): Fact<MetadataEndpoint> {
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
  return { ...metadataEndpointAt(first.inputs, "httpEndpoint"), path: `${first.name}.httpEndpoint` };
}
