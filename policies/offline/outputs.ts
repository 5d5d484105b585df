import { createHash } from "node:crypto";
import { ownValue } from "../facts/own";
import type { Configuration } from "./configuration";
import {
  UNKNOWN,
  containsUnknown,
  isList,
  isObject,
  isPlainObject,
  isSecret,
  isUnknown,
  reveal,
  secret,
  textOf,
  within,
  withoutDefaults,
} from "./properties";
import type { Properties, Value } from "./properties";
import { resourceType, shape } from "./table";
import type { Property, ResourceType } from "./table";

export interface OutputsRequest {
  readonly token: string;
  readonly inputs: Properties;
  /** Outputs of the last deployment, if the resource exists: what was computed then stays. */
  readonly previous: Properties | undefined;
  readonly configuration: Configuration;
  /** The value of a computed property that nothing is known of; unknown in a preview. */
  readonly compute: (property: Property, left: boolean) => Value;
}

const UNLISTED: ResourceType = {
  computed: [{ name: "arn", kind: { is: "string" } }],
  optional: [],
  nested: [],
};

/**
 * The outputs that the provider plans for these inputs, without `id`: what was given, and for all that the provider
 * computes and was not given the earlier value or what `compute` says, also inside objects.
 */
export function plannedOutputs(request: OutputsRequest): Properties {
  const { token, inputs, previous, configuration } = request;
  const type = resourceType(token, configuration.major) ?? UNLISTED;
  const given = withoutNothing(withoutDefaults(inputs));
  const outputs = new Map(Object.entries(hashedUserData(token, configuration, given)));
  for (const property of type.nested) {
    const value = outputs.get(property.name);
    if (value === undefined) continue;
    outputs.set(property.name, completed(property, value, ownValue(previous ?? {}, property.name), request));
  }
  const left = new Set(type.optional);
  for (const property of [...type.computed, ...type.optional]) {
    if (outputs.has(property.name)) continue;
    const value = special(property.name, request) ?? earlier(property, left.has(property), request);
    outputs.set(property.name, value);
  }
  return Object.fromEntries(outputs);
}

function withoutNothing(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
}

function earlier(property: Property, left: boolean, { previous, compute }: OutputsRequest): Value {
  return ownValue(previous ?? {}, property.name) ?? compute(property, left);
}

/** What the provider works out while planning, so that it is known or unknown in its own way. */
function special(name: string, request: OutputsRequest): Value | undefined {
  if (name === "region") return request.configuration.region;
  if (name === "tagsAll") return allTags(request);
  if (name === "latestVersion" && request.token === "aws:ec2/launchTemplate:LaunchTemplate")
    return newVersion(request);
  return undefined;
}

/**
 * The provider's default tags under the resource's own; unknown if any tag is, and left to the cloud if there are none.
 * What was secret stays secret, as a whole or value by value.
 * Source: setTagsAll in terraform-provider-aws, internal/provider/tags_interceptor.go.
 */
function allTags({ inputs, previous, configuration, compute }: OutputsRequest): Value | undefined {
  const own = inputs.tags ?? {};
  const { defaultTags, defaultTagsAreSecret } = configuration;
  if (containsUnknown(own) || containsUnknown(defaultTags)) return UNKNOWN;
  const tags = reveal(own);
  const all = { ...defaultTags, ...(isPlainObject(tags) ? tags : {}) };
  if (Object.keys(all).length > 0) return isSecret(own) || defaultTagsAreSecret ? secret(all) : all;
  const before = reveal(previous?.tagsAll ?? {});
  const hadTags = isObject(before) && Object.keys(before).length > 0;
  return hadTags ? compute({ name: "tagsAll", kind: { is: "map" } }, false) : undefined;
}

/** A changed template has a new version: its number is unknown in a preview, one more after the apply. */
function newVersion({ previous, compute }: OutputsRequest): Value | undefined {
  const before = reveal(previous?.latestVersion ?? null);
  if (typeof before !== "number") return undefined;
  const computed = compute({ name: "latestVersion", kind: { is: "number" } }, false);
  return isUnknown(computed) ? computed : before + 1;
}

/** Fills in what the provider computes inside an object, or inside each object of a list. */
function completed(
  property: Property,
  value: Value,
  before: Value | undefined,
  request: OutputsRequest,
): Value {
  const { kind } = property;
  if (kind.is !== "object" && kind.is !== "objects") return value;
  const old = before === undefined ? undefined : reveal(before);
  return within(value, (inner) => {
    if (isList(inner)) {
      const olds = isList(old) ? old : [];
      return inner.map((item, index) => completed(property, item, olds[index], request));
    }
    return isPlainObject(inner) ? completedObject(kind.shape, inner, old, request) : inner;
  });
}

function completedObject(
  shapeName: string,
  object: Properties,
  old: Value | undefined,
  request: OutputsRequest,
): Properties {
  const { computed, nested } = shape(shapeName, request.configuration.major);
  const olds = isPlainObject(old) ? old : {};
  const outputs = new Map(Object.entries(withoutNothing(withoutDefaults(object))));
  for (const property of nested) {
    const given = outputs.get(property.name);
    if (given === undefined) continue;
    outputs.set(property.name, completed(property, given, ownValue(olds, property.name), request));
  }
  for (const property of computed) {
    if (outputs.has(property.name)) continue;
    outputs.set(property.name, ownValue(olds, property.name) ?? request.compute(property, true));
  }
  return Object.fromEntries(outputs);
}

const LAUNCH_CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";
const INSTANCES: ReadonlySet<string> = new Set([
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
]);

/**
 * Where the provider's state holds a hash instead of the text: instances up to provider 6, launch configurations still.
 * The hash is of the decoded text if it is base64 (userDataHashSum in terraform-provider-aws).
 */
function hashedUserData(token: string, { major }: Configuration, given: Properties): Properties {
  const isHashed = token === LAUNCH_CONFIGURATION || (major === 6 && INSTANCES.has(token));
  const userData = given.userData;
  if (!isHashed || userData === undefined || textOf(userData) === undefined) return given;
  return { ...given, userData: within(userData, (text) => (typeof text === "string" ? hashOf(text) : text)) };
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function hashOf(text: string): string {
  // Go's decoder skips line breaks.
  const packed = text.replace(/[\r\n]/g, "");
  const bytes = BASE64.test(packed) ? Buffer.from(packed, "base64") : Buffer.from(text, "utf8");
  return createHash("sha1").update(bytes).digest("hex");
}
