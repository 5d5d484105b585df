import type { StackValidationArgs } from "@pulumi/policy";
import type { Failure } from "../judging/failure";
import type { LaunchRule } from "../rules/rule";
import { stackUrn } from "./root";
import type { Session } from "./session";
import { tell, tellNotJudged, tellStackNotJudged, tellTheRest, type Say } from "./telling";

/** Tells what a rule finds in a stack, and, of a verdict, what it could not judge. */
export async function checkStack(
  rule: LaunchRule,
  session: Session,
  options: unknown,
  { resources }: Pick<StackValidationArgs, "resources">,
  say: Say,
): Promise<void> {
  const judgement = await session.judgeStack(resources);
  const at = stackUrn(resources);
  for (const placed of judgement.findingsOf(rule, options)) tell(rule, placed, session, say);
  if (rule.verdict === true || !session.hasVerdict()) {
    tellStackNotJudged(judgement.failures(), at, session, say);
    for (const each of judgement.notJudged()) {
      // Without a verdict each rule speaks for itself.
      const failures = rule.verdict === true ? each.failures : each.failures.filter(isOf(rule, session));
      if (each.byVerdicts && failures.length > 0) tellNotJudged(rule, { ...each, failures }, session, say);
    }
  }
  if (session.tellsTheRest(rule.id)) tellTheRest(judgement.notJudged(), at, session, say);
}

const isOf =
  (rule: LaunchRule, session: Session) =>
  ({ where }: Failure): boolean =>
    where === rule.id || !session.isActive(where);

/** Tells what could not be asked of AWS, and what there is to say of exemptions. */
export async function checkSettings(
  name: string,
  session: Session,
  { resources }: Pick<StackValidationArgs, "resources">,
  say: Say,
): Promise<void> {
  const judgement = await session.judgeStack(resources);
  const at = stackUrn(resources);
  if (session.tellsTheRest(name)) tellTheRest(judgement.notJudged(), at, session, say);
  for (const message of judgement.problems) say(message, at);
  for (const { message, urn } of session.exemptionProblems()) say(message, urn ?? at);
}
