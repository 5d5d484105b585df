import { ownValue } from "../../facts/own";
import { isList, isObject } from "../read";
import { UNKNOWN, type Properties, type PropertyValue } from "../resource";

/** Changes a value that is known; `undefined` leaves the property out. */
export type Change = (value: PropertyValue) => PropertyValue | undefined;

/** Where a property of the classic provider comes from in a resource of the native one. */
export interface Field {
  /** Top-level properties; what depends on them, the field depends on. */
  readonly from: readonly string[];
  /** The property of the one at the top that it is, where it stands further in. */
  readonly inner?: string;
  readonly read: (native: Properties) => PropertyValue | undefined;
}

/** What a translated resource is made of. */
export interface Translation {
  /** Type token of the classic provider. */
  readonly type: string;
  /** By the classic provider's name of the property. What is not listed keeps its name. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Ids that only the planned state has, by the classic provider's name. */
  readonly ids?: Readonly<Record<string, string>>;
}

const keep: Change = (value) => value;

/** The same value under another name. */
export const of = (name: string, change: Change = keep): Field => ({
  from: [name],
  read: (native) => changed(ownValue(native, name), change),
});

/** The first of several properties that is written. */
export const firstOf = (...names: readonly string[]): Field => ({
  from: names,
  read: (native) => names.map((name) => ownValue(native, name)).find(isWritten),
});

/** A property further in, of an object at the top. */
export const within = (object: string, name: string, change: Change = keep): Field => ({
  from: [object],
  inner: name,
  read: (native) => {
    const outer = ownValue(native, object);
    if (outer === UNKNOWN) return UNKNOWN;
    return isObject(outer) ? changed(ownValue(outer, name), change) : undefined;
  },
});

/** Each element of a list, changed. */
export const each =
  (change: Change): Change =>
  (value) =>
    isList(value) ? value.flatMap((element) => changed(element, change) ?? []) : value;

/** An object with some of its properties renamed, as `{ classic: native }`. */
export const renamed =
  (names: Readonly<Record<string, string>>): Change =>
  (value) => {
    if (!isObject(value)) return value;
    const old = new Set(Object.values(names));
    const rest = Object.entries(value).filter(([name]) => !old.has(name));
    const taken = Object.entries(names).flatMap(([to, name]) => {
      const given = ownValue(value, name);
      return given === undefined ? [] : [[to, given] as const];
    });
    return Object.fromEntries([...rest, ...taken]);
  };

/** Tags of CloudFormation, a list of keys and values, as the map that the classic provider takes. */
export const tags: Field = of("tags", (value) => {
  if (!isList(value)) return value;
  if (value.some((tag) => !isObject(tag) || typeof tag.key !== "string")) return UNKNOWN;
  return Object.fromEntries(
    value.flatMap((tag) =>
      isObject(tag) && typeof tag.key === "string" ? [[tag.key, tag.value ?? null]] : [],
    ),
  );
});

/** {@link Change}, which never sees what is unknown or left out. */
export function changed(value: PropertyValue | undefined, change: Change): PropertyValue | undefined {
  return value === UNKNOWN || value === null || value === undefined ? value : change(value);
}

const isWritten = (value: PropertyValue | undefined): boolean =>
  value !== undefined && value !== null && value !== "";
