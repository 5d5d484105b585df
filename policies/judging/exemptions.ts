import type { Properties } from "../launch/resource";
import { isList, isObject } from "../launch/read";
import type { ResourceRef } from "../launch/launch";
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

/** The exemptions that a resource's own tags hold, by rule id; a reason of blanks only is no reason, and stays as "". */
export function taggedExemptions(inputs: Properties | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (key: unknown, value: unknown): void => {
    if (typeof key !== "string" || !key.startsWith(TAG)) return;
    found.set(key.slice(TAG.length), typeof value === "string" ? value.trim() : "");
  };
  const tags = inputs?.tags;
  if (isObject(tags)) for (const [key, value] of Object.entries(tags)) add(key, value);
  // Auto Scaling groups and the resources of AWS Cloud Control have lists of keys and values.
  if (isList(tags)) for (const tag of tags) if (isObject(tag)) add(tag.key, tag.value);
  return found;
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
