import { absent, known, unknown, type Fact } from "../facts/fact";
import { UNKNOWN, type Properties, type PropertyValue } from "./resource";

/**
 * Readers of a resource's properties. Each takes a path from the resource's root, as in
 * `networkInterfaces[0].securityGroups`, and answers with a fact of that path: what is missing or null is absent, what
 * is only known at apply (anywhere on the path) or has another type than expected is unknown. None throws.
 *
 * Properties that nobody saw as written (`undefined`) are unknown as a whole: nothing can be called absent there.
 */

const unseen = (path: string) => unknown(path, `${path} was not seen as the program wrote it`);
const misshapen = (path: string, expected: string) => unknown(path, `${path} is no ${expected}`);

export const isList = (value: PropertyValue | undefined): value is readonly PropertyValue[] =>
  Array.isArray(value);

export const isObject = (value: PropertyValue | undefined): value is Properties =>
  typeof value === "object" && value !== null && !isList(value);

/** `a.b[0].c` as its steps: `a`, `b`, `0`, `c`. */
export const stepsOf = (path: string): readonly string[] =>
  // Most paths are a single step.
  /[.[]/.test(path) ? path.split(/[.[\]]+/).filter((step) => step !== "") : path === "" ? [] : [path];

/** The value at a path, whatever its type. */
export function valueAt(properties: Properties | undefined, path: string): Fact<PropertyValue> {
  if (properties === undefined) return unseen(path);
  let value: PropertyValue | undefined = properties;
  for (const step of stepsOf(path)) {
    if (value === UNKNOWN) return unknown(path);
    if (value === undefined || value === null) return absent(path);
    if (isList(value) && /^\d+$/.test(step)) value = value[Number(step)];
    else if (isObject(value)) value = Object.hasOwn(value, step) ? value[step] : undefined;
    else return unknown(path, `${path} is not written in the shape that the provider takes`);
  }
  if (value === UNKNOWN) return unknown(path);
  return value === undefined || value === null ? absent(path) : known(value, path);
}

/**
 * A text. An empty one is absent: the AWS provider leaves it out of the request (its `GetOk` takes zero values for
 * unset). Numbers and booleans become text, as Pulumi coerces them.
 */
export function textAt(properties: Properties | undefined, path: string): Fact<string> {
  return convert(valueAt(properties, path), "text", (value) => {
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    return typeof value === "string" ? value : undefined;
  });
}

/** A boolean; `"true"` and `"false"` are taken too, as Pulumi coerces them. */
export function flagAt(properties: Properties | undefined, path: string): Fact<boolean> {
  return convert(valueAt(properties, path), "boolean", (value) => {
    if (typeof value === "boolean") return value;
    if (value === "true") return true;
    return value === "false" ? false : undefined;
  });
}

/** A number; a text of digits is taken too, as Pulumi coerces it. */
export function numberAt(properties: Properties | undefined, path: string): Fact<number> {
  return convert(valueAt(properties, path), "number", (value) => {
    if (typeof value === "number") return value;
    return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : undefined;
  });
}

/** A list; its elements may still be {@link UNKNOWN}. */
export function listAt(properties: Properties | undefined, path: string): Fact<readonly PropertyValue[]> {
  return convert(valueAt(properties, path), "list", (value) => (isList(value) ? value : undefined));
}

/** An object; its properties may still be {@link UNKNOWN}. */
export function objectAt(properties: Properties | undefined, path: string): Fact<Properties> {
  return convert(valueAt(properties, path), "object", (value) => (isObject(value) ? value : undefined));
}

/** The texts of a list, each a fact of its own (`path[0]`, `path[1]`, …); empty and null elements are left out. */
export function textsAt(properties: Properties | undefined, path: string): Fact<readonly Fact<string>[]> {
  const list = listAt(properties, path);
  if (list.state !== "known") return list;
  const texts = list.value.map((_, index) => textAt(properties, `${path}[${String(index)}]`));
  return known(
    texts.filter((text) => text.state !== "absent"),
    path,
  );
}

/** True unless the property is certain to be left out (or an empty list). */
export function mayBeWritten(properties: Properties | undefined, path: string): boolean {
  const value = valueAt(properties, path);
  if (value.state === "known")
    return !(isList(value.value) && value.value.length === 0) && value.value !== "";
  return value.state === "unknown";
}

function convert<T>(
  fact: Fact<PropertyValue>,
  expected: string,
  change: (value: PropertyValue) => T | undefined,
): Fact<T> {
  if (fact.state !== "known") return fact;
  if (fact.value === "") return absent(fact.path);
  const value = change(fact.value);
  return value === undefined ? misshapen(fact.path, expected) : known(value, fact.path);
}
