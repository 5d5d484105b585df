import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ownValue } from "../facts/own";

/**
 * Property values as the engine sends them: plain JSON in which secrets, resource references and assets are objects
 * with a signature, and unknown values are fixed texts (pulumi/sdk: go/common/resource/plugin/rpc.go). They are passed
 * on as they came, so nothing that this provider does not understand is lost.
 */
export type Value = null | boolean | number | string | readonly Value[] | Properties;

export interface Properties {
  readonly [name: string]: Value;
}

/** Stands for a value that is only known after an apply. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const UNKNOWNS: ReadonlySet<Value> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

export const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

/** The key under which the real provider notes in the inputs what it filled in itself. */
export const DEFAULTS = "__defaults";

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !isList(value);
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** An object whose keys are properties, not one that a signature makes something else. */
export function isPlainObject(value: Value | undefined): value is Properties {
  return isObject(value) && value[SIGNATURE] === undefined;
}

export function isSecret(value: Value | undefined): boolean {
  return (
    isObject(value) && (value[SIGNATURE] === SECRET || (value[SIGNATURE] === OUTPUT && value.secret === true))
  );
}

export const secret = (value: Value): Properties => ({ [SIGNATURE]: SECRET, value });

/** The value inside a secret, an output value or a resource reference (its id); any other value as it is. */
export function reveal(value: Value): Value {
  if (!isObject(value)) return value;
  if (value[SIGNATURE] === SECRET) return reveal(value.value ?? null);
  if (value[SIGNATURE] === OUTPUT) return value.value === undefined ? UNKNOWN : reveal(value.value);
  if (value[SIGNATURE] === RESOURCE) return value.id === undefined || value.id === "" ? UNKNOWN : value.id;
  return value;
}

/** As `reveal`, also in lists and objects. What the provider noted for itself (`__defaults`) is left out. */
export function revealAll(value: Value): Value {
  const inner = reveal(value);
  if (isList(inner)) return inner.map(revealAll);
  return isObject(inner) ? mapObject(withoutDefaults(inner), revealAll) : inner;
}

/** Changes what is inside a secret and keeps it one. */
export function within(value: Value, change: (inner: Value) => Value): Value {
  const changed = change(reveal(value));
  return isSecret(value) ? secret(changed) : changed;
}

export const isUnknown = (value: Value | undefined): boolean =>
  value !== undefined && UNKNOWNS.has(reveal(value));

export function containsUnknown(value: Value): boolean {
  const inner = reveal(value);
  if (isList(inner)) return inner.some(containsUnknown);
  return isObject(inner) ? Object.values(inner).some(containsUnknown) : UNKNOWNS.has(inner);
}

export function containsSecret(value: Value): boolean {
  if (isSecret(value)) return true;
  if (isList(value)) return value.some(containsSecret);
  return isObject(value) && Object.values(value).some(containsSecret);
}

/** Whether two values are the same to the cloud: secrecy and the order of keys do not count. */
export function sameValue(a: Value, b: Value): boolean {
  return canonical(revealAll(a)) === canonical(revealAll(b));
}

/** JSON with sorted keys: the same text for the same value. */
export function canonical(value: Value): string {
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(ownValue(value, name) ?? null)}`).join(",")}}`;
}

export function withoutDefaults(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== DEFAULTS));
}

export function mapObject(properties: Properties, change: (value: Value) => Value): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, change(value)]));
}

/** The text of a known string property, else `undefined`. */
export function textOf(value: Value | undefined): string | undefined {
  const inner = value === undefined ? undefined : reveal(value);
  return typeof inner === "string" && inner !== "" && !UNKNOWNS.has(inner) ? inner : undefined;
}

/** The strings of a list property; anything else in it is left out. */
export function textsOf(value: Value | undefined): readonly string[] {
  const inner = value === undefined ? undefined : reveal(value);
  return isList(inner) ? inner.map(reveal).filter((item) => typeof item === "string") : [];
}

export function fromStruct(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties);
}
