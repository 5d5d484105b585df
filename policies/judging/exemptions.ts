import { distance } from "fastest-levenshtein";
import type { Properties } from "../launch/resource";
import { isList, isObject } from "../launch/read";
import type { ResourceRef } from "../launch/launch";
import { saysSomething } from "../facts/shown";
import { fitsPattern } from "../facts/wildcard";

/** Why a rule's findings on some resources are accepted. */
export interface Exemption {
  /** The rule's id. */
  readonly rule: string;
  /** Globs; each that is given has to match. */
  readonly urn?: string | undefined;
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly reason: string;
  /** The last day on which it holds, as `2026-12-31` (UTC). */
  readonly until?: string | undefined;
}

/** Where an exemption stands: the one of `settings.exempt` at that index, or a tag of the resource. */
export type ExemptionSource =
  { readonly in: "settings"; readonly index: number } | { readonly in: "tag"; readonly urn: string };

/** What is said of a finding that somebody accepted. */
export type Exempted =
  | { readonly state: "none" }
  | { readonly state: "exempted"; readonly reason: string; readonly source: ExemptionSource }
  /** It was accepted until a day that has passed. */
  | { readonly state: "ran-out"; readonly until: string; readonly source: ExemptionSource };

const TAG = "latchkey:exempt/";

/**
 * The exemptions that a resource's own tags hold, by rule id; what is no reason that anybody could read stays as "". A key
 * that is there twice gives no reason either: which one counts would be AWS's to say.
 */
export function taggedExemptions(inputs: Properties | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (key: unknown, value: unknown): void => {
    if (typeof key !== "string" || !key.startsWith(TAG)) return;
    const rule = key.slice(TAG.length);
    const reason = typeof value === "string" && saysSomething(value) ? value.trim() : "";
    found.set(rule, found.has(rule) ? "" : reason);
  };
  for (const [key, value] of tagsOf(inputs)) add(key, value);
  return found;
}

/** Keys that look like an exemption's to a person, and are none: another case, look-alikes, characters without width. */
export const mistakenExemptions = (inputs: Properties | undefined): number =>
  tagsOf(inputs).filter(([key]) => typeof key === "string" && !key.startsWith(TAG) && looksLikeOne(key))
    .length;

const looksLikeOne = (key: string): boolean => distance(plain(key).slice(0, TAG.length), TAG) <= MOST_SLIPS;

const MOST_SLIPS = 4;

// Compatibility forms (full-width letters, say) become plain ones; what has no width goes.
const plain = (key: string): string =>
  key
    .slice(0, LONGEST_KEY)
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\s]/gu, "")
    .toLowerCase();

/** "Tag naming limits and requirements", EC2 user guide. */
const LONGEST_KEY = 128;

function tagsOf(inputs: Properties | undefined): readonly (readonly [unknown, unknown])[] {
  const tags = inputs?.tags;
  if (isObject(tags)) return Object.entries(tags);
  // Auto Scaling groups and the resources of AWS Cloud Control have lists of keys and values.
  return isList(tags) ? tags.flatMap((tag) => (isObject(tag) ? [[tag.key, tag.value] as const] : [])) : [];
}

/**
 * Whether a rule's finding on a resource is accepted, by `settings.exempt` or by a tag of the resource.
 *
 * @param today The day it is, as `2026-12-31` (UTC).
 */
export function exemptionOf(
  rule: string,
  resource: ResourceRef,
  inputs: Properties | undefined,
  stated: readonly Exemption[],
  today: string,
): Exempted {
  const reason = taggedExemptions(inputs).get(rule);
  if (reason !== undefined && reason !== "")
    return { state: "exempted", reason, source: { in: "tag", urn: resource.urn } };
  let ranOut: Exempted = { state: "none" };
  for (const [index, exemption] of stated.entries()) {
    if (exemption.rule !== rule || !covers(exemption, resource)) continue;
    const source = { in: "settings", index } as const;
    if (exemption.until === undefined || today <= exemption.until)
      return { state: "exempted", reason: exemption.reason, source };
    ranOut = { state: "ran-out", until: exemption.until, source };
  }
  return ranOut;
}

const covers = ({ urn, name, type }: Exemption, resource: ResourceRef): boolean =>
  (urn === undefined || fitsPattern(resource.urn, urn)) &&
  (name === undefined || fitsPattern(resource.name, name)) &&
  (type === undefined || fitsPattern(resource.type, type));
