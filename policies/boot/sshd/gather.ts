import type { Located, Opaque, Statement } from "./program";

/** Something that sets or may set: "certain" where it applies to the connection for sure. */
export interface Candidate {
  readonly node: Statement | Opaque;
  readonly certain: boolean;
}

/** What a setting has, where from; or that it cannot be told, and what stands in the way. */
export type Setting<T> =
  | ({ readonly state: "set"; readonly value: T } & Located)
  | { readonly state: "default"; readonly value: T }
  | { readonly state: "unknown"; readonly why: string; readonly file?: string; readonly line?: number };

/** The candidates of one setting in their order: what sets it, and what may set anything. */
export function candidatesOf(candidates: readonly Candidate[], name: string): readonly Candidate[] {
  const index = INDEXED.get(candidates) ?? indexOf(candidates);
  INDEXED.set(candidates, index);
  return index.named.get(name) ?? index.opaque;
}

interface Index {
  readonly named: ReadonlyMap<string, readonly Candidate[]>;
  readonly opaque: readonly Candidate[];
}

// A configuration is asked for all of its settings one after the other.
const INDEXED = new WeakMap<readonly Candidate[], Index>();

function indexOf(candidates: readonly Candidate[]): Index {
  const named = new Map<string, Candidate[]>();
  const opaque: Candidate[] = [];
  for (const candidate of candidates) {
    const { node } = candidate;
    if (node.kind === "opaque") {
      opaque.push(candidate);
      for (const own of named.values()) own.push(candidate);
      continue;
    }
    const own = named.get(node.sets) ?? [...opaque];
    named.set(node.sets, own);
    own.push(candidate);
  }
  return { named, opaque };
}

/** A value and where it stands. */
export interface Item<T> extends Located {
  readonly value: T;
}

export const whyUnknown = ({ node, certain }: Candidate): string =>
  node.kind === "opaque"
    ? node.why
    : certain
      ? "the value is not known"
      : "whether its Match block applies is not known";

const unknownAt = <T>(candidate: Candidate): Setting<T> => ({
  state: "unknown",
  why: whyUnknown(candidate),
  file: candidate.node.file,
  line: candidate.node.line,
});

/**
 * The first value wins. Uncertain candidates before it leave the setting unknown unless they say the same.
 *
 * `read` returns undefined for a value that is not known; `fallback` is what holds where nothing sets it for sure.
 */
export function firstOf<T>(
  candidates: readonly Candidate[],
  read: (statement: Statement) => T | undefined,
  fallback: Setting<T>,
): Setting<T> {
  const doubtful: Candidate[] = [];
  let settled = fallback;
  for (const candidate of candidates) {
    const { node, certain } = candidate;
    const value = node.kind === "set" ? read(node) : undefined;
    if (node.kind === "opaque" || !certain || value === undefined) {
      doubtful.push(candidate);
      if (!certain || node.kind === "opaque") continue;
      settled = unknownAt(candidate);
      break;
    }
    settled = { state: "set", value, file: node.file, line: node.line };
    break;
  }
  if (doubtful.length === 0) return settled;
  const same = JSON.stringify(settled.state === "unknown" ? undefined : settled.value);
  const other = doubtful.find(
    ({ node }) =>
      settled.state === "unknown" || node.kind === "opaque" || JSON.stringify(read(node)) !== same,
  );
  if (!other) return settled;
  return settled.state === "unknown" ? settled : unknownAt(other);
}

/** Every line adds its values. */
export function allOf<T>(
  candidates: readonly Candidate[],
  read: (statement: Statement) => readonly T[] | undefined,
  fallback: Setting<readonly Item<T>[]>,
): Setting<readonly Item<T>[]> {
  const items: Item<T>[] = [];
  for (const candidate of candidates) {
    const { node, certain } = candidate;
    const values = node.kind === "set" ? read(node) : undefined;
    if (node.kind === "opaque" || !certain || values === undefined) return unknownAt(candidate);
    items.push(...values.map((value) => ({ value, file: node.file, line: node.line })));
  }
  const [first] = items;
  return first ? { state: "set", value: items, file: first.file, line: first.line } : fallback;
}
