import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { rules } from "../rules/index";

const ids = rules.map(({ id }) => id);

/** Why a rule cannot be exempted, or `undefined` where it can. */
export function whyNotExemptible(id: string): string | undefined {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) return `${id} is no rule; did you mean ${closest(id, ids)}?`;
  return rule.neverExempt === true ? `${id} cannot be exempted` : undefined;
}

const glob = z.string().min(1).optional();

/** One entry of `settings.exempt`. */
export const exemptionSchema = z
  .strictObject({
    rule: z.string().describe("The rule's id."),
    urn: glob.describe("Glob on the resource's URN."),
    name: glob.describe("Glob on the resource's name."),
    type: glob.describe("Glob on the resource's type."),
    reason: z.string().trim().min(1, "must say why the finding is accepted").describe("Why it is accepted."),
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
