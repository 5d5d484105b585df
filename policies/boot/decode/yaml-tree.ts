import { isAlias, isMap, isNode, isPair, isScalar, isSeq, Pair } from "yaml";
import type { Document, Node, Scalar, YAMLMap } from "yaml";
import { isDate, resolvePlain } from "./yaml-scalar";

/** A mapping key that stands more than once in one mapping, with another value: the earlier value is lost. */
export interface DuplicateKey {
  /** Offset of the later key. */
  readonly at: number;
  readonly name: string;
  /** How deep the mapping stands: 0 for the root. */
  readonly depth: number;
}

type Failure =
  /** Something that PyYAML's SafeLoader refuses to construct. */
  | { readonly state: "invalid"; readonly at: number; readonly message: string }
  /** Aliases that refer to their own ancestors or multiply beyond what can be walked. */
  | { readonly state: "too-complex" };

export type Settled = { readonly state: "settled"; readonly duplicates: readonly DuplicateKey[] } | Failure;

// What a document may grow to with its aliases written out.
const MAX_NODES = 50_000;

interface Walk {
  readonly document: Document;
  readonly duplicates: DuplicateKey[];
  /** Nodes by anchor with the number of nodes in them; `undefined` while the node is still being walked. */
  readonly anchors: Map<string, { readonly node: Node; readonly size: number } | undefined>;
  nodes: number;
  failure?: Failure;
}

/**
 * Turns a parsed document into what PyYAML would have built, in place: aliases become the nodes they name, merge keys
 * (`<<`) are written out, of two equal keys the last stays. After that `document.get(…)` answers as cloud-init's dict.
 */
export function settle(document: Document): Settled {
  const walk: Walk = { document, duplicates: [], anchors: new Map(), nodes: 0 };
  if (isNode(document.contents)) document.contents = settleNode(walk, document.contents, 0);
  return walk.failure ?? { state: "settled", duplicates: walk.duplicates };
}

const offsetOf = (node: unknown): number => (isNode(node) ? (node.range?.[0] ?? 0) : 0);

function refuse(walk: Walk, node: unknown, message: string): void {
  walk.failure ??= { state: "invalid", at: offsetOf(node), message };
}

function settleNode(walk: Walk, node: Node, depth: number): Node {
  if (walk.failure !== undefined) return node;
  if (isAlias(node)) return settleAlias(walk, node.source, node);
  const before = walk.nodes++;
  const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
  if (anchor !== undefined && walk.anchors.has(anchor)) refuse(walk, node, "the same anchor stands twice");
  if (anchor !== undefined) walk.anchors.set(anchor, undefined);
  if (isScalar(node)) checkScalar(walk, node);
  if (isSeq(node)) settleItems(walk, node.items, depth);
  if (isMap(node)) settleMap(walk, node, depth);
  if (anchor !== undefined) walk.anchors.set(anchor, { node, size: walk.nodes - before });
  return node;
}

function settleAlias(walk: Walk, anchor: string, alias: Node): Node {
  const target = walk.anchors.get(anchor);
  if (target === undefined) {
    if (walk.anchors.has(anchor)) walk.failure ??= { state: "too-complex" };
    else refuse(walk, alias, "an alias without its anchor");
    return alias;
  }
  walk.nodes += target.size;
  if (walk.nodes > MAX_NODES) walk.failure ??= { state: "too-complex" };
  return target.node;
}

function settleItems(walk: Walk, items: unknown[], depth: number): void {
  items.forEach((item, index) => {
    if (isNode(item)) items[index] = settleNode(walk, item, depth + 1);
    // In a `!!pairs` or `!!omap` list.
    else if (isPair(item) && isNode(item.value)) item.value = settleNode(walk, item.value, depth + 1);
  });
}

function settleMap(walk: Walk, map: YAMLMap, depth: number): void {
  const merged = new Map<string, Pair>();
  const own = new Map<string, Pair>();
  for (const pair of map.items) {
    if (isNode(pair.key)) pair.key = settleNode(walk, pair.key, depth + 1);
    if (isNode(pair.value)) pair.value = settleNode(walk, pair.value, depth + 1);
    if (walk.failure !== undefined) return;
    if (isScalar(pair.key) && pair.key.source === "" && pair.key.type === "PLAIN" && pair.value !== null) {
      refuse(walk, pair.key, "a key is missing");
    } else if (isMap(pair.key) || isSeq(pair.key)) {
      refuse(walk, pair.key, "a list or mapping where a key must stand, as an unquoted {{ }} makes");
    } else if (isScalar(pair.key) && typeof pair.key.value === "symbol") {
      mergePairs(walk, pair, merged);
    } else {
      const name = keyName(pair);
      const earlier = own.get(name);
      if (earlier !== undefined && !sameValue(walk.document, earlier, pair)) {
        walk.duplicates.push({ at: offsetOf(pair.key), name, depth });
      }
      own.set(name, pair);
    }
  }
  map.items = [...new Map([...merged, ...own]).values()];
}

/** `SafeConstructor.flatten_mapping`: a mapping or a list of mappings; in a list the first one with a key wins. */
function mergePairs(walk: Walk, { key, value }: Pair, merged: Map<string, Pair>): void {
  const sources = isSeq(value) ? [...value.items].reverse() : [value];
  for (const source of sources) {
    if (!isMap(source)) {
      refuse(walk, key, "a merge key (<<) without a mapping");
      return;
    }
    for (const pair of source.items) merged.set(keyName(pair), new Pair(pair.key, pair.value));
    walk.nodes += source.items.length;
  }
  if (walk.nodes > MAX_NODES) walk.failure ??= { state: "too-complex" };
}

function keyName({ key }: Pair): string {
  const value: unknown = isScalar(key) ? key.value : key;
  return typeof value === "string" ? value : `${typeof value} ${String(value)}`;
}

function sameValue(document: Document, one: Pair, other: Pair): boolean {
  const json = ({ value }: Pair): string => JSON.stringify([isNode(value) ? value.toJS(document) : value]);
  return json(one) === json(other);
}

function checkScalar(walk: Walk, scalar: Scalar): void {
  if (scalar.type === "PLAIN" && scalar.tag === undefined) {
    if (scalar.value === "=") refuse(walk, scalar, "a lone = needs quotes");
    scalar.value = resolvePlain(scalar.source ?? "", scalar.value);
  }
  if (scalar.value instanceof Date && !isDate(scalar.source ?? "")) {
    refuse(walk, scalar, "a date that the calendar does not have");
  }
}
