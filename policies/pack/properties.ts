import { UnknownValueError } from "@pulumi/policy";
import { UNKNOWN, type Properties, type PropertyValue } from "../launch/resource";

// Resource properties nest a few levels deep; what is deeper is nobody's user data.
const MAX_DEPTH = 32;

/**
 * Copies what the engine sent into plain data, with {@link UNKNOWN} where a value is only known at apply: reading such
 * a one throws in @pulumi/policy, and would take the whole policy with it.
 */
export function toProperties(props: Readonly<Record<string, unknown>>): Properties {
  return withoutStackTraces(() => toObject(props, 0));
}

/** The same, where few of the properties will be looked at: each is copied at the time that it is read. */
export function toPropertiesWhenRead(props: Readonly<Record<string, unknown>>): Properties {
  const copy = {};
  for (const name of Object.keys(props)) {
    Object.defineProperty(copy, name, {
      enumerable: true,
      get: () => withoutStackTraces(() => read(props, name, 0)),
    });
  }
  return copy;
}

/** @pulumi/policy makes an error for each unknown value; most of its cost is a stack trace that nobody reads. */
function withoutStackTraces<T>(act: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return act();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function toObject(object: object, depth: number): Properties {
  return Object.fromEntries(Object.keys(object).map((name) => [name, read(object, name, depth)]));
}

function read(object: object, name: string, depth: number): PropertyValue {
  try {
    // eslint-disable-next-line input/no-foreign-look-up -- the names that are asked for are the object's own
    return toValue((object as Record<string, unknown>)[name], depth + 1);
  } catch (error) {
    if (error instanceof UnknownValueError) return UNKNOWN;
    throw error;
  }
}

function toValue(value: unknown, depth: number): PropertyValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (typeof value !== "object" || depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) {
    // Not map: that reads the elements with no chance to catch one that is unknown.
    return Array.from({ length: value.length }, (_, at) => read(value, String(at), depth));
  }
  return toObject(value, depth);
}
