import { valueOf } from "../facts/fact";
import type { Launch, ResourceRef } from "../launch/launch";
import type { Finding, LaunchRule, LaunchSubject } from "../rules/rule";
import { isJudged } from "../rules/scope";
import type { AcceptedFinding } from "./exemption-book";
import type { Exempted } from "./exemptions";
import type { Failure } from "./failure";
import type { JudgedLaunches } from "./judged-launches";
import { placeFindings, type HeardLaunch, type PlacedFinding } from "./launch-findings";
import type { FailureLog, NotJudged } from "./not-judged";
import { runRule } from "./run-rule";

/** What a stack was judged to be, and what the rules about launches say of it: shared by all stack policies. */
export interface StackJudgement {
  /** The launches that were judged, whether or not a rule failed on them. */
  readonly subjects: readonly LaunchSubject[];
  /** What failed of the stack as a whole. */
  failures(): readonly Failure[];
  /** What kept a look-up from being answered, once per cause. */
  readonly problems: readonly string[];
  /** What a rule finds; nothing on a launch that was not judged. */
  findingsOf(rule: LaunchRule, options: unknown): readonly PlacedFinding[];
  /** What was not judged, each resource once. */
  notJudged(): readonly NotJudged[];
}

/** What the rules are heard with. */
export interface Hearing {
  /** The rules about launches that are switched on, with their options. */
  readonly active: ReadonlyMap<LaunchRule, unknown>;
  /** What failed while resources were analysed one by one. */
  readonly early: FailureLog;
  /** What failed of the stack as a whole, and goes on to be added to. */
  readonly failures: readonly Failure[];
  /** Whether a rule's finding at a resource is accepted; remembers that it was asked. */
  readonly exempted: (rule: string, resource: ResourceRef) => Exempted;
  /** What was found at these resources and accepted. */
  readonly acceptedAt: (urns: readonly string[]) => readonly AcceptedFinding[];
}

/**
 * Hears every rule that is switched on, on every launch, before any of them is told: only then it is known which launches
 * nobody may speak about, and which exemptions are of use.
 */
export function hearRules(judged: JudgedLaunches, hearing: Hearing): StackJudgement {
  const failed = new Map<LaunchSubject, Failure[]>();
  const heard = new Map<LaunchRule, Map<LaunchSubject, readonly Finding[]>>();

  const fail = (subject: LaunchSubject, failure: Failure): void => {
    const failures = failed.get(subject) ?? [];
    failures.push(failure);
    failed.set(subject, failures);
  };
  for (const subject of judged.subjects)
    for (const urn of urnsOf(subject.launch))
      for (const failure of hearing.early.at(urn)?.failures ?? []) fail(subject, failure);

  const hear = (rule: LaunchRule, options: unknown): void => {
    const found = new Map<LaunchSubject, readonly Finding[]>();
    heard.set(rule, found);
    for (const subject of judged.subjects) {
      const accepted = rule.informs === true ? hearing.acceptedAt(urnsOf(subject.launch)) : [];
      const answer = runRule(rule, { ...subject, accepted }, options);
      if (answer.done) found.set(subject, answer.value);
      else fail(subject, answer.failure);
    }
  };
  const findingsOf = (rule: LaunchRule, options: unknown): readonly PlacedFinding[] => {
    // One that nobody knew of at the beginning: its stack has no resource of its own.
    if (!heard.has(rule)) hear(rule, options);
    const launches = [...(heard.get(rule) ?? [])].flatMap(([subject, findings]): readonly HeardLaunch[] =>
      failed.has(subject) ? [] : [{ subject, findings }],
    );
    return placeFindings(rule, launches, (resource) => hearing.exempted(rule.id, resource));
  };

  const tells = [...hearing.active].filter(([rule]) => rule.informs !== true);
  for (const [rule, options] of tells) hear(rule, options);
  for (const [rule, options] of tells)
    for (const { resource } of findingsOf(rule, options)) hearing.exempted(rule.id, resource);
  // What these say, others decide.
  for (const [rule, options] of hearing.active) if (rule.informs === true) hear(rule, options);
  const notJudged = (): readonly NotJudged[] => allNotJudged(judged, failed, hearing.early);
  for (const [rule] of tells)
    if (rule.verdict === true)
      for (const { resource, byVerdicts } of notJudged()) if (byVerdicts) hearing.exempted(rule.id, resource);

  return {
    subjects: judged.subjects,
    failures: () => [...judged.failures, ...hearing.failures],
    problems: judged.problems,
    findingsOf,
    notJudged,
  };
}

/** The resource that launches, and the one that holds its user data. */
const urnsOf = ({ resource, userData }: Launch): readonly string[] => [
  ...new Set([resource.urn, valueOf(userData)?.holder.urn ?? resource.urn]),
];

function allNotJudged(
  judged: JudgedLaunches,
  failed: ReadonlyMap<LaunchSubject, readonly Failure[]>,
  early: FailureLog,
): readonly NotJudged[] {
  const isUnread = (urn: string): boolean => early.at(urn)?.unread === true;
  const launches = [
    ...judged.notJudged,
    ...[...failed].map(([subject, failures]) => ({
      resource: subject.launch.resource,
      failures,
      byVerdicts: !subject.launch.exists && (isJudged(subject) || isUnread(subject.launch.resource.urn)),
    })),
  ];
  const told = new Set([...failed.keys()].flatMap(({ launch }) => urnsOf(launch)));
  // Whatever else failed where it was written: a template that nothing uses, or a resource that could not be read and
  // may belong to any of them.
  const rest = early.all().filter(({ resource }) => !told.has(resource.urn));
  return joined([
    ...launches,
    ...rest.map(({ resource, failures, unread }) => ({ resource, failures, byVerdicts: unread })),
  ]);
}

/** Several launches of one resource, or several failures of one launch, are told once. */
function joined(all: readonly NotJudged[]): readonly NotJudged[] {
  const byUrn = new Map<string, NotJudged>();
  for (const each of all) {
    const before = byUrn.get(each.resource.urn);
    byUrn.set(each.resource.urn, {
      resource: each.resource,
      failures: [...(before?.failures ?? []), ...each.failures],
      byVerdicts: each.byVerdicts || before?.byVerdicts === true,
    });
  }
  return [...byUrn.values()];
}
