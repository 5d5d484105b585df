import { valueOf } from "../facts/fact";
import type { ResourceRef } from "../launch/launch";
import type { Finding, LaunchRule, LaunchSubject } from "../rules/rule";
import type { Exempted } from "./exemptions";

/** A finding and the resource it is told at. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly resource: ResourceRef;
}

/** What a rule found in one launch. */
export interface HeardLaunch {
  readonly subject: LaunchSubject;
  readonly findings: readonly Finding[];
}

/** Where the findings of a rule stand, each once, in the order of the launches. */
export function placeFindings(
  rule: LaunchRule,
  heard: readonly HeardLaunch[],
  exempted: (resource: ResourceRef) => Exempted,
): readonly PlacedFinding[] {
  const found = new Map<string, PlacedFinding>();
  for (const { subject, findings } of heard) {
    for (const finding of findings) {
      const resource = finding.resource ?? subject.launch.resource;
      const key = rule.once === "region" ? regionOf(subject) : `${resource.urn} ${finding.message}`;
      const before = found.get(key);
      // What is told once for many is told where nobody accepted it.
      if (before !== undefined && exempted(before.resource).state !== "exempted") continue;
      found.set(key, { finding, resource });
    }
  }
  return [...found.values()];
}

const regionOf = ({ launch }: LaunchSubject): string => valueOf(launch.region) ?? "";
