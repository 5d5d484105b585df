import { launchesAlone } from "../launch/launches";
import type { Launch } from "../launch/launch";
import type { StackResource } from "../launch/resource";
import { refOf } from "../launch/stack";
import { launchTypes } from "../launch/types/table";
import type { Finding, ResourceRule, Rule, UserDataRule, UserDataSubject } from "../rules/rule";
import { attempt, attemptLater, type Failure } from "./failure";
import type { FailureLog } from "./not-judged";
import { runRule } from "./run-rule";

/** A rule that judges a resource where it is written. */
export type WrittenRule = UserDataRule | ResourceRule;

/** What a rule has to say of one resource where it is written. */
export interface WrittenAnswer {
  readonly resource: StackResource;
  /** Each once; launches of a fleet are often alike. */
  readonly findings: readonly Finding[];
  /** What the rule itself has to say it failed for: none where a verdict says so in its place. */
  readonly failures: readonly Failure[];
}

export interface WrittenJudge {
  hear(rule: WrittenRule, resource: StackResource): Promise<WrittenAnswer>;
  /** How many resources are kept. */
  size(): number;
}

/** What resources are judged with, one by one. */
export interface Written {
  /** The rules that are switched on, with their options. */
  readonly active: ReadonlyMap<Rule, unknown>;
  readonly failed: FailureLog;
  /** Follows the user data of a launch. */
  readonly follow: (launch: Launch) => Promise<UserDataSubject>;
  readonly hasVerdict: () => boolean;
}

/** What was made of a resource that was looked at by itself. */
interface Analysed {
  readonly resource: StackResource;
  /** What the launches were: they are followed anew only where they changed. */
  readonly key: string;
  readonly followed: Promise<Followed>;
  readonly heard: Map<Rule, Heard>;
}

interface Followed {
  readonly subjects: readonly UserDataSubject[];
  readonly failures: readonly Failure[];
}

interface Heard {
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
}

const NOTHING: Heard = { findings: [], failures: [] };

/** Judges resources where they are written. Of a launch every rule is heard before any is told: where one fails, none speaks. */
export function newWrittenJudge({ active, failed, follow, hasVerdict }: Written): WrittenJudge {
  const kept = new Map<string, Analysed>();

  function analyse(resource: StackResource): Analysed {
    const before = kept.get(resource.urn);
    // Each of the rules asks for the same resource, one after the other.
    if (before?.resource === resource) return before;
    const read = attempt("reading the launch", () => {
      const launches = launchesAlone(resource);
      return { launches, key: JSON.stringify(launches) };
    });
    const { launches, key } = read.done ? read.value : { launches: [], key: "" };
    const followed =
      before !== undefined && read.done && before.key === key
        ? before.followed
        : followEach(launches, follow, read.done ? [] : [read.failure]);
    const analysed = { resource, key, followed, heard: new Map<Rule, Heard>() };
    if (isLaunch(resource)) kept.set(resource.urn, analysed);
    return analysed;
  }

  return {
    async hear(rule, resource) {
      const { followed, heard } = analyse(resource);
      const { subjects, failures } = await followed;
      const asked = isLaunch(resource) ? new Set([rule, ...active.keys()]) : [rule];
      for (const each of asked)
        if (each.judges !== "launch" && !heard.has(each))
          heard.set(each, hearWritten(each, active.get(each), resource, subjects));
      const own = heard.get(rule) ?? NOTHING;
      if (isLaunch(resource))
        for (const failure of [...failures, ...[...heard.values()].flatMap((each) => each.failures)])
          failed.note(refOf(resource), failure);
      const noted = failed.at(resource.urn)?.failures ?? [];
      // Without a verdict each rule speaks for itself: who has it stop a deployment wants to hear that it cannot tell.
      const forItself = hasVerdict() || !concerns(rule, resource) ? [] : noted.filter(isOf(rule, active));
      if (!isLaunch(resource)) return { resource, ...own, failures: [...own.failures, ...forItself] };
      return { resource, findings: noted.length === 0 ? own.findings : [], failures: forItself };
    },
    size: () => kept.size,
  };
}

/** Whether a resource launches something, or holds what launches are made of. */
const isLaunch = ({ type }: StackResource): boolean => launchTypes.has(type);

const concerns = (rule: WrittenRule, resource: StackResource): boolean =>
  rule.judges === "user-data" ? isLaunch(resource) : rule.types.includes(resource.type);

/** Whether a failure is a rule's own, or nobody's: of what came before every rule. */
const isOf =
  (rule: Rule, active: Written["active"]) =>
  ({ where }: Failure): boolean =>
    where === rule.id || ![...active.keys()].some(({ id }) => id === where);

/** Follows launches one by one: a bug in one loses no other. Never rejects. */
async function followEach(
  launches: readonly Launch[],
  follow: Written["follow"],
  failures: readonly Failure[],
): Promise<Followed> {
  const all = await Promise.all(
    launches.map((launch) => attemptLater("following its user data", () => follow(launch))),
  );
  return {
    subjects: all.flatMap((each) => (each.done ? [each.value] : [])),
    failures: [...failures, ...all.flatMap((each) => (each.done ? [] : [each.failure]))],
  };
}

function hearWritten(
  rule: WrittenRule,
  options: unknown,
  resource: StackResource,
  subjects: readonly UserDataSubject[],
): Heard {
  const answers =
    rule.judges === "user-data"
      ? subjects.map((subject) => runRule(rule, subject, options))
      : concerns(rule, resource)
        ? [runRule(rule, { judges: "resource", resource }, options)]
        : [];
  const findings = answers.flatMap((answer) => (answer.done ? answer.value : []));
  return {
    // The launches of a fleet are often alike.
    findings: [...new Map(findings.map((finding) => [finding.message, finding])).values()],
    failures: answers.flatMap((answer) => (answer.done ? [] : [answer.failure])),
  };
}
