import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The majors of @pulumi/aws whose plans differ in what this provider tells. */
export type Major = 6 | 7;

/** What a property holds; the kinds with a `shape` name an object type of the same table. */
export type Kind =
  | { readonly is: "string" | "number" | "boolean" | "list" | "map" | "any" }
  | { readonly is: "object" | "objects"; readonly shape: string };

export interface Property {
  readonly name: string;
  readonly kind: Kind;
}

/** What the provider fills in inside an object that was given. */
export interface Shape {
  readonly computed: readonly Property[];
  /** Objects further in that have something computed. */
  readonly nested: readonly Property[];
}

export interface ResourceType extends Shape {
  /** Arguments that may be left out and are then computed. */
  readonly optional: readonly Property[];
  /** The argument that Check names after the resource. */
  readonly autonamed?: string;
}

interface Entry {
  readonly computed?: readonly string[];
  readonly optional?: readonly string[];
  readonly nested?: readonly string[];
  readonly autonamed?: string;
}

interface Block {
  readonly version: string;
  readonly types: Readonly<Record<string, Entry | null>>;
  readonly shapes: Readonly<Record<string, Entry | null>>;
}

const NOTHING: Shape = { computed: [], nested: [] };

let loaded: Readonly<Record<`${Major}`, Block>> | undefined;

/**
 * What the provider of a major computes for a resource type (`aws:ec2/instance:Instance`); `undefined` for a type that
 * the table's version of @pulumi/aws does not have.
 */
export function resourceType(token: string, major: Major): ResourceType | undefined {
  const entry = lookUp("types", token, major);
  if (entry === undefined) return undefined;
  return {
    ...shapeFrom(entry),
    optional: properties(entry.optional),
    ...(entry.autonamed !== undefined && { autonamed: entry.autonamed }),
  };
}

/** What the provider computes inside an object type (`ec2.InstanceMetadataOptions`). */
export function shape(name: string, major: Major): Shape {
  const entry = lookUp("shapes", name, major);
  return entry === undefined ? NOTHING : shapeFrom(entry);
}

function lookUp(part: "types" | "shapes", name: string, major: Major): Entry | undefined {
  const { 7: seven, 6: six } = table();
  const newest = own(seven[part], name);
  if (major === 7) return newest ?? undefined;
  const older = own(six[part], name);
  if (older !== undefined) return older ?? undefined;
  // Provider 6 is stored as its difference to 7, and that nearly every type has a `region` since 7 is not stored at all.
  if (part === "shapes" || newest?.optional === undefined) return newest ?? undefined;
  return { ...newest, optional: newest.optional.filter((property) => property !== "region") };
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function shapeFrom(entry: Entry): Shape {
  return { computed: properties(entry.computed), nested: properties(entry.nested) };
}

const properties = (texts: readonly string[] = []): readonly Property[] => texts.map(property);

/** Reads `name`, `name:number` or `name:objects(ec2.Shape)`. */
function property(text: string): Property {
  const [name = "", kind] = text.split(":");
  const shaped = /^(objects?)\((.+)\)$/.exec(kind ?? "");
  if (shaped !== null)
    return { name, kind: { is: shaped[1] as "object" | "objects", shape: shaped[2] ?? "" } };
  return { name, kind: { is: (kind ?? "string") as "string" } };
}

function table(): Readonly<Record<`${Major}`, Block>> {
  loaded ??= JSON.parse(readFileSync(tableFile(), "utf8")) as Readonly<Record<`${Major}`, Block>>;
  return loaded;
}

/** The table lies beside the sources and is packed there; the compiled code runs from dist/offline. */
function tableFile(): string {
  const beside = join(__dirname, "computed-properties.json");
  return existsSync(beside) ? beside : join(__dirname, "../../offline/computed-properties.json");
}
