import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";
import { saysSomething, shown } from "../facts/shown";
import { rules } from "../rules/index";

const byId = new Map(rules.map((rule) => [rule.id, rule]));
const ids = [...byId.keys()];

/** Why a rule cannot be exempted, or `undefined` where it can. */
export function whyNotExemptible(id: string): string | undefined {
  const rule = byId.get(id);
  if (rule === undefined) return noRule(id);
  return rule.neverExempt === true ? `${id} cannot be exempted` : undefined;
}

// A word that is near to no rule's may be anything, and is not told.
function noRule(id: string): string {
  const near = id.length > LONGEST_ID ? undefined : closest(id, ids);
  return near !== undefined && distance(id, near) <= MOST_SLIPS
    ? `${shown(id)} is no rule; did you mean ${near}?`
    : "what it names is no rule of the pack";
}

const LONGEST_ID = 60;
const MOST_SLIPS = 4;

const glob = z.string().min(1).optional();
const WHY = "must say why the finding is accepted";

/** One entry of `settings.exempt`. */
export const exemptionSchema = z
  .strictObject({
    rule: z.string().describe("The rule's id."),
    urn: glob.describe("Glob on the resource's URN."),
    name: glob.describe("Glob on the resource's name."),
    type: glob.describe("Glob on the resource's type."),
    reason: z.string().trim().refine(saysSomething, WHY).describe("Why it is accepted."),
    until: z.iso
      .date("must be a day, as in 2026-12-31")
      .optional()
      .describe("The last day on which it holds (UTC)."),
  })
  .superRefine(({ rule, urn, name, type }, context) => {
    const message = whyNotExemptible(rule);
    if (message !== undefined) context.addIssue({ code: "custom", path: ["rule"], message });
    if (urn === undefined && name === undefined && type === undefined)
      context.addIssue({ code: "custom", message: "must name resources by urn, name or type" });
  });
