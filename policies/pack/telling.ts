import type { Policy, ReportViolation } from "@pulumi/policy";
import { harmless } from "../facts/shown";
import { describeAccepted } from "../judging/exemption-book";
import { describeDetour, describeNotJudged, type Failure } from "../judging/failure";
import type { PlacedFinding } from "../judging/launch-findings";
import type { NotJudged } from "../judging/not-judged";
import type { ResourceRef } from "../launch/launch";
import type { Rule } from "../rules/rule";
import type { Session } from "./session";

/** Tells something at a resource, or at what is being judged; `advisory` whatever the policy's own level is. */
export type Say = (message: string, at?: string, level?: "advisory") => void;

/** Everything that a policy says goes through here. */
export function saying({ description }: Pick<Policy, "description">, report: ReportViolation): Say {
  return (message, at, level) => {
    const said = harmless(message);
    if (level === undefined) {
      report(said, at);
      return;
    }
    // @pulumi/policy takes more than its types say: a level of its own for one violation. It then leaves to the policy what
    // it puts before other messages (`makeReportViolationFun`, server.js).
    const violation = { message: `${description}\n${said}`, urn: at, enforcementLevel: level };
    report(violation as unknown as string);
  };
}

/** Tells a finding unless somebody accepted it. The way out always last. */
export function tell(rule: Rule, { finding, resource }: PlacedFinding, session: Session, say: Say): void {
  const exempted = session.exempted(rule.id, resource);
  if (exempted.state === "exempted") return;
  const lines = [finding.message];
  if (exempted.state === "ran-out") lines.push(`It was accepted until ${exempted.until}; that has run out.`);
  if (rule.informs !== true) lines.push(rule.remedy);
  say(lines.join("\n"), resource.urn);
}

/** Tells that a launch was not judged, at the level of the policy that tells it unless the settings say otherwise. */
export function tellNotJudged(
  rule: Rule,
  { resource, failures }: Pick<NotJudged, "resource" | "failures">,
  session: Session,
  say: Say,
): void {
  // Whoever accepts that nobody gets in accepts that nobody can tell.
  if (session.exempted(rule.id, resource).state === "exempted") return;
  const message = `${describeNotJudged("This", failures)}\n${describeDetour(failures)}`;
  say(message, resource.urn, levelOf(session));
}

/** Tells that judging a stack as a whole failed. */
export function tellStackNotJudged(
  failures: readonly Failure[],
  at: ResourceRef["urn"] | undefined,
  session: Session,
  say: Say,
): void {
  if (failures.length === 0) return;
  say(
    `${describeNotJudged("The stack as a whole", failures)}\n${describeDetour(failures)}`,
    at,
    levelOf(session),
  );
}

/** The level at which something that was not judged is told; the policy's own unless the settings lower it. */
export const levelOf = (session: Session): "advisory" | undefined =>
  session.settings().onFailure === "advisory" ? "advisory" : undefined;

/** Tells what was accepted, and what was not judged and is no verdict: always, and never as a violation that stops. */
export function tellTheRest(
  notJudged: readonly NotJudged[],
  at: string | undefined,
  session: Session,
  say: Say,
): void {
  const accepted = describeAccepted(session.accepted());
  if (accepted !== undefined) say(accepted, at, "advisory");
  for (const { resource, failures, byVerdicts } of notJudged)
    if (!byVerdicts) say(describeNotJudged("This", failures), resource.urn, "advisory");
}
