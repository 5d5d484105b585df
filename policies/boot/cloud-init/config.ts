import { isMap, isScalar, isSeq, type Document, type Node, type Pair } from "yaml";
import type { Place, SourceText } from "../../facts/place";
import { parseCloudConfig } from "../decode/cloud-config";
import { sourceOfScalar } from "../decode/scalar-source";
import type { Part } from "../decode/part";
import type { Origin, OriginCause } from "../machine/prediction";
import { ANY } from "../shell/value";

/** A value of the merged cloud-config, with where it stands. */
export interface ConfigValue {
  readonly value: unknown;
  readonly node: Node | null;
  readonly place: Place;
  readonly source: SourceText;
  readonly document: Document;
}

/** The cloud-configs of a user data, merged as cloud-init merges them. */
export interface Config {
  /**
   * The values that a top-level key has, in the order in which they count. One unless the parts ask for lists to be
   * appended: by default the last part that has the key wins (cloud-init, "Merging user data sections").
   */
  get(key: string): readonly ConfigValue[];
  readonly keys: readonly string[];
  /** Top-level keys whose merged value cannot be told. */
  readonly unclear: ReadonlySet<string>;
}

const merged = new WeakMap<readonly Part[], Config>();

/** The cloud-configs among the parts as one; made once for the same list, which the prediction and rules ask again. */
export function mergeConfigs(parts: readonly Part[]): Config {
  const config = merged.get(parts) ?? merge(parts);
  merged.set(parts, config);
  return config;
}

function merge(parts: readonly Part[]): Config {
  const entries = new Map<string, ConfigValue[]>();
  const unclear = new Set<string>();
  for (const part of parts.filter(({ kind }) => kind === "cloud-config")) {
    const { document, source } = readPart(part);
    if (document === undefined || !isMap(document.contents)) continue;
    const words = mergeWords(document, part.mergeType);
    for (const pair of document.contents.items) {
      const name = keyName(pair);
      if (name === undefined) continue;
      const value = configValue(pair, document, source);
      const before = entries.get(name);
      if (before === undefined || words === undefined) entries.set(name, [value]);
      else if (words.includes("list(append)")) before.push(value);
      else unclear.add(name);
    }
  }
  return { get: (name) => entries.get(name) ?? [], keys: [...entries.keys()], unclear };
}

// A template's own values are not known at preview; as many stand-ins as characters keep every later place right.
function readPart(part: Part): { document: Document | undefined; source: SourceText } {
  const source = part.jinja
    ? {
        ...part.source,
        text: part.source.text.replace(/\{\{[^}]{0,500}\}\}/gu, (all) => ANY.repeat(all.length)),
      }
    : part.source;
  return { document: part.config ?? parseCloudConfig(source).document, source };
}

function mergeWords(document: Document, header: string | undefined): string | undefined {
  const own: unknown = document.get("merge_how") ?? document.get("merge_type");
  if (typeof own === "string") return own;
  return own === undefined ? header : "unclear";
}

const keyName = ({ key }: Pair): string | undefined =>
  isScalar(key) && typeof key.value === "string" ? key.value : undefined;

function configValue(pair: Pair, document: Document, source: SourceText): ConfigValue {
  const node = (pair.value ?? null) as Node | null;
  const at = (pair.key as Node).range?.[0] ?? 0;
  return { value: toPlain(node, document), node, place: source.placeAt(at), source, document };
}

/** The items of a list value, each with its own place; what is no list has none. */
export function listItems(config: ConfigValue): readonly ConfigValue[] {
  if (!isSeq(config.node)) return [];
  return config.node.items.map((item) => {
    const node = item as Node | null;
    const at = node?.range?.[0];
    return {
      ...config,
      node,
      value: toPlain(node, config.document),
      place: at === undefined ? config.place : config.source.placeAt(at),
    };
  });
}

/** A key of a mapping value. */
export function field(config: ConfigValue, name: string): ConfigValue | undefined {
  if (!isMap(config.node)) return undefined;
  const pair = config.node.items.find((each) => keyName(each) === name);
  return pair === undefined ? undefined : configValue(pair, config.document, config.source);
}

/** The text of a scalar with its own lines, for a value that is a script. */
export function scalarSource(config: ConfigValue): SourceText | undefined {
  if (!isScalar(config.node) || typeof config.node.value !== "string") return undefined;
  return sourceOfScalar(config.source, config.node);
}

export const originOf = (config: ConfigValue, construct: string, cause?: OriginCause): Origin => ({
  from: "user-data",
  place: config.place,
  construct,
  ...(cause !== undefined && { cause }),
});

function toPlain(node: Node | null, document: Document): unknown {
  // An alias bomb is bounded by the library's own limit; what passes it cannot be told.
  try {
    return node === null ? null : node.toJS(document, { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}
