import type { ReportViolation } from "@pulumi/policy";
import { runRule } from "../judging/run-rule";
import { valueOf } from "../facts/fact";
import type { ResourceRef } from "../launch/launch";
import type { Finding, LaunchRule, LaunchSubject, Rule } from "../rules/rule";
import type { Session } from "./session";

/** A finding and the resource it is told at. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly resource: ResourceRef;
}

/** What a rule finds in a stack, each finding once, in the order of the launches. */
export function findingsOf(
  rule: LaunchRule,
  subjects: readonly LaunchSubject[],
  options: unknown,
  session: Session,
): readonly PlacedFinding[] {
  const found = new Map<string, PlacedFinding>();
  for (const subject of subjects) {
    const { launch } = subject;
    const urns = [launch.resource.urn, valueOf(launch.userData)?.holder.urn ?? ""];
    const heard = rule.informs === true ? { ...subject, accepted: session.acceptedAt(urns) } : subject;
    for (const finding of runRule(rule, heard, options)) {
      const resource = finding.resource ?? launch.resource;
      const key = rule.once === "region" ? regionOf(subject) : `${resource.urn} ${finding.message}`;
      const before = found.get(key);
      // What is told once for many is told where nobody accepted it.
      if (before !== undefined && session.exempted(rule.id, before.resource).state !== "exempted") continue;
      found.set(key, { finding, resource });
    }
  }
  return [...found.values()];
}

const regionOf = ({ launch }: LaunchSubject): string => valueOf(launch.region) ?? "";

/** Reports a finding unless somebody accepted it. The way out always last. */
export function tell(
  rule: Rule,
  { finding, resource }: PlacedFinding,
  session: Session,
  report: ReportViolation,
): void {
  const exempted = session.exempted(rule.id, resource);
  if (exempted.state === "exempted") return;
  const lines = [finding.message];
  if (exempted.state === "ran-out") lines.push(`It was accepted until ${exempted.until}; that has run out.`);
  if (rule.informs !== true) lines.push(rule.remedy);
  report(lines.join("\n"), resource.urn);
}
