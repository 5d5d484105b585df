import type { ResourceRef } from "../launch/launch";
import type { Properties } from "../launch/resource";
import { whyNotExemptible } from "./exemption-schema";
import { exemptionOf, taggedExemptions, type Exempted, type Exemption } from "./exemptions";

/** A finding that was accepted and so not reported. */
export interface AcceptedFinding {
  readonly rule: string;
  readonly urn: string;
  readonly reason: string;
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
  /** Whether there is any exemption, in the settings or in a tag. */
  exempts(resources: Iterable<TaggedResource>): boolean;
  /** Whether a finding of a rule at a resource is accepted; remembers that it was asked. */
  judge(rule: string, resource: ResourceRef, inputs: Properties | undefined): Exempted;
  /** The accepted findings at these resources, in the order of their rules. */
  acceptedAt(urns: readonly string[]): readonly AcceptedFinding[];
  /** Exemptions that matched no finding, and tags that cannot be used. To be asked once every finding was judged. */
  problems(resources: Iterable<TaggedResource>): readonly ExemptionProblem[];
}

/**
 * @param stated `settings.exempt`.
 * @param today The day it is, as `2026-12-31` (UTC).
 */
export function newExemptionBook(stated: readonly Exemption[], today: string): ExemptionBook {
  const accepted = new Map<string, AcceptedFinding>();
  const usedEntries = new Set<number>();
  const usedTags = new Set<string>();
  const tagKey = (rule: string, urn: string): string => `${rule} ${urn}`;

  return {
    judge(rule, resource, inputs) {
      if (whyNotExemptible(rule) !== undefined) return { state: "none" };
      const answer = exemptionOf(rule, resource, inputs, stated, today);
      if (answer.state === "none") return answer;
      if (answer.source.in === "tag") usedTags.add(tagKey(rule, resource.urn));
      else usedEntries.add(answer.source.index);
      const { urn } = resource;
      if (answer.state === "exempted") accepted.set(tagKey(rule, urn), { rule, urn, reason: answer.reason });
      return answer;
    },
    exempts: (resources) =>
      stated.length > 0 || [...resources].some(({ inputs }) => taggedExemptions(inputs).size > 0),
    acceptedAt: (urns) =>
      [...accepted.values()]
        .filter(({ urn }) => urns.includes(urn))
        .sort((a, b) => (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)),
    problems(resources) {
      const unused = stated.flatMap(({ rule }, index) =>
        usedEntries.has(index)
          ? []
          : [{ message: `settings.exempt[${String(index)}]: ${noFinding(rule)}`, urn: undefined }],
      );
      const tagged = [...resources].flatMap(({ urn, inputs }) =>
        [...taggedExemptions(inputs)].flatMap(([rule, reason]) => {
          const problem = tagProblem(rule, reason, usedTags.has(tagKey(rule, urn)));
          return problem === undefined ? [] : [{ message: `tag latchkey:exempt/${rule}: ${problem}`, urn }];
        }),
      );
      return [...unused, ...tagged];
    },
  };
}

const noFinding = (rule: string): string => `matches no finding of ${rule}; remove it.`;

function tagProblem(rule: string, reason: string, used: boolean): string | undefined {
  const impossible = whyNotExemptible(rule);
  if (impossible !== undefined) return `${impossible}.`;
  if (reason === "") return "gives no reason, and so exempts nothing; its value must say why.";
  return used ? undefined : noFinding(rule);
}
