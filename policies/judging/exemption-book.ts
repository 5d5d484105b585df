import { shown } from "../facts/shown";
import type { ResourceRef } from "../launch/launch";
import type { Properties } from "../launch/resource";
import { whyNotExemptible } from "./exemption-schema";
import {
  exemptionOf,
  mistakenExemptions,
  taggedExemptions,
  type Exempted,
  type Exemption,
  type ExemptionSource,
} from "./exemptions";

/** A finding that was accepted and so not reported as one. */
export interface AcceptedFinding {
  readonly rule: string;
  readonly resource: ResourceRef;
  readonly reason: string;
  readonly source: ExemptionSource;
}

/** A resource whose tags may hold exemptions. */
export interface TaggedResource {
  readonly urn: string;
  readonly inputs: Properties | undefined;
}

/** Something to tell about an exemption itself; without a URN it is about `settings`. */
export interface ExemptionProblem {
  readonly message: string;
  readonly urn: string | undefined;
}

/** Who accepted what: decides for each finding, and knows in the end which exemptions were of no use. */
export interface ExemptionBook {
  /** Whether a finding of a rule at a resource is accepted; remembers that it was asked. */
  judge(rule: string, resource: ResourceRef, inputs: Properties | undefined): Exempted;
  /** Every accepted finding, in the order of their rules. */
  accepted(): readonly AcceptedFinding[];
  /** Those at some resources. */
  acceptedAt(urns: readonly string[]): readonly AcceptedFinding[];
  /** Exemptions that matched no finding, and tags that cannot be used. To be asked once every finding was judged. */
  problems(resources: Iterable<TaggedResource>): readonly ExemptionProblem[];
}

/**
 * @param stated `settings.exempt`.
 * @param today The day it is, as `2026-12-31` (UTC).
 */
export function newExemptionBook(stated: readonly Exemption[], today: string): ExemptionBook {
  const accepted = new Map<string, Map<string, AcceptedFinding>>();
  const usedEntries = new Set<number>();
  const usedTags = new Set<string>();
  const tagKey = (rule: string, urn: string): string => `${rule} ${urn}`;

  return {
    judge(rule, resource, inputs) {
      if (whyNotExemptible(rule) !== undefined) return { state: "none" };
      const answer = exemptionOf(rule, resource, inputs, stated, today);
      if (answer.state === "none") return answer;
      const { source } = answer;
      if (source.in === "tag") usedTags.add(tagKey(rule, resource.urn));
      else usedEntries.add(source.index);
      if (answer.state === "exempted") {
        const here = accepted.get(resource.urn) ?? new Map<string, AcceptedFinding>();
        accepted.set(resource.urn, here.set(rule, { rule, resource, reason: answer.reason, source }));
      }
      return answer;
    },
    accepted: () => inOrder([...accepted.values()].flatMap((here) => [...here.values()])),
    acceptedAt: (urns) => inOrder(urns.flatMap((urn) => [...(accepted.get(urn)?.values() ?? [])])),
    problems(resources) {
      const unused = stated.flatMap(({ rule }, index) =>
        usedEntries.has(index)
          ? []
          : [{ message: `settings.exempt[${String(index)}]: ${noFinding(rule)}`, urn: undefined }],
      );
      const tagged = [...resources].flatMap(({ urn, inputs }) => [
        ...[...taggedExemptions(inputs)].flatMap(([rule, reason]) => {
          const message = tagProblem(rule, reason, usedTags.has(tagKey(rule, urn)));
          return message === undefined ? [] : [{ message, urn }];
        }),
        ...(mistakenExemptions(inputs) === 0 ? [] : [{ message: LOOKS_LIKE_ONE, urn }]),
      ]);
      return [...unused, ...tagged];
    },
  };
}

const inOrder = (all: readonly AcceptedFinding[]): readonly AcceptedFinding[] =>
  [...all].sort((a, b) => compare(a.rule, b.rule) || compare(a.resource.urn, b.resource.urn));

const noFinding = (rule: string): string => `matches no finding of ${rule}; remove it.`;

const LOOKS_LIKE_ONE =
  "a tag looks like an exemption and is none: its key has to be written as latchkey:exempt/ and the rule's id, letter by letter.";

function tagProblem(rule: string, reason: string, used: boolean): string | undefined {
  const impossible = whyNotExemptible(rule);
  // A key that names no rule may be anything, and is not told.
  if (impossible !== undefined)
    return `a tag latchkey:exempt/… exempts nothing: ${impossible}${impossible.endsWith("?") ? "" : "."}`;
  const tag = `tag latchkey:exempt/${rule}`;
  if (reason === "") return `${tag}: gives no reason, and so exempts nothing; its value must say why, once.`;
  return used ? undefined : `${tag}: ${noFinding(rule)}`;
}

/** How many names one line tells. */
const MOST_NAMES = 10;

/**
 * What is said of the findings that were accepted, in one text: how many, and in a line each which rule's, at which
 * resources, why, and where that was written. `undefined` where there are none.
 */
export function describeAccepted(accepted: readonly AcceptedFinding[]): string | undefined {
  if (accepted.length === 0) return undefined;
  const lines = new Map<string, { readonly first: AcceptedFinding; readonly names: string[] }>();
  for (const each of accepted) {
    const key = JSON.stringify([each.rule, each.reason, each.source.in, describeSource(each.source)]);
    const line = lines.get(key) ?? { first: each, names: [] };
    lines.set(key, line);
    line.names.push(shown(each.resource.name));
  }
  const count = accepted.length === 1 ? "1 finding is" : `${String(accepted.length)} findings are`;
  return [
    `${count} accepted, and stop nothing:`,
    ...[...lines.values()].map(
      ({ first, names }) =>
        `${first.rule} at ${listed(names)}: "${shown(first.reason)}" (${describeSource(first.source)})`,
    ),
  ].join("\n");
}

const describeSource = (source: ExemptionSource): string =>
  source.in === "tag" ? "a tag of the resource" : `settings.exempt[${String(source.index)}]`;

const listed = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(", ")
    : `${names.slice(0, MOST_NAMES).join(", ")} and ${String(names.length - MOST_NAMES)} more`;

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
