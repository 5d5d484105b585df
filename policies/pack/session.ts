import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { noLookups } from "../aws/account";
import { newCache } from "../aws/cache";
import { newExemptionBook, type AcceptedFinding, type ExemptionProblem } from "../judging/exemption-book";
import type { Exempted } from "../judging/exemptions";
import { attempt, attemptLater, type Failure } from "../judging/failure";
import { judgeUserData } from "../judging/judge";
import { judgeLaunches, NO_LAUNCHES } from "../judging/judged-launches";
import { gatherLookUps } from "../judging/look-ups";
import { mendUserData } from "../judging/mend";
import { newFailureLog } from "../judging/not-judged";
import type { Parts } from "../judging/parts";
import { defaultSettings, type Settings } from "../judging/settings";
import { hearRules, type StackJudgement } from "../judging/stack-judgement";
import { newWrittenJudge, type WrittenAnswer, type WrittenRule } from "../judging/written-judge";
import { launchAlone } from "../launch/launches";
import type { Launch, ResourceRef } from "../launch/launch";
import type { StackResource } from "../launch/resource";
import { refOf } from "../launch/stack";
import type { LaunchRule, Rule, UserDataRule, UserDataSubject } from "../rules/rule";
import { newMemory } from "./memory";
import { isRoot } from "./root";

/**
 * What the policies of one preview share. @pulumi/policy calls each policy on its own, with a copy of its own of
 * everything; a resource is read and followed once, and a stack is judged once.
 */
export interface Session {
  /** Whether anything but the stack's own resource was seen. */
  isUnderWay(): boolean;
  configure(settings: Settings): void;
  isConfigured(): boolean;
  settings(): Settings;
  /** Says that a rule is switched on, and with which options; each does so at the stack's own resource. */
  activate(rule: Rule, options: unknown): void;
  /** Whether a rule of that id is switched on. */
  isActive(id: string): boolean;
  /** Whether a verdict is switched on. */
  hasVerdict(): boolean;
  /** Remembers a resource as the program wrote it. */
  remember(args: ResourceValidationArgs): void;
  /** True once, for the first to ask while nobody configured the session: then the asker is to remember the resources. */
  needsMemory(): boolean;
  /** What a rule says of a resource as the program wrote it. */
  hear(rule: WrittenRule, args: ResourceValidationArgs): Promise<WrittenAnswer>;
  /**
   * The user data of a resource as a rule mends it, with the top-level property that holds it; `undefined` where the rule
   * has nothing to mend.
   *
   * @throws whatever is thrown on the way.
   */
  mend(
    rule: UserDataRule,
    options: unknown,
    args: ResourceValidationArgs,
  ): { readonly property: string; readonly text: string } | undefined;
  /** Never rejects: what failed is in the judgement. */
  judgeStack(resources: readonly PolicyResource[]): Promise<StackJudgement>;
  /** Whether a policy is the one to tell what is no rule's own: the last stack policy that is asked, when all is heard. */
  tellsTheRest(policy: string): boolean;
  /** Notes that something failed at a resource where nobody else was there to catch it. */
  note(resource: ResourceRef, failure: Failure): void;
  /** Whether a rule's finding at a resource is accepted. */
  exempted(rule: string, resource: ResourceRef): Exempted;
  /** Every finding that was accepted. */
  accepted(): readonly AcceptedFinding[];
  /** What there is to say of exemptions themselves, once every rule was heard. */
  exemptionProblems(): readonly ExemptionProblem[];
  /** How many things are kept: resources, twice, and what was made of them. */
  kept(): number;
}

export function newSession(isLive: (settings: Settings) => boolean, parts: Parts): Session {
  const failed = newFailureLog();
  const failures: Failure[] = [];
  const memory = newMemory((resource, failure) => {
    failed.note(refOf(resource), failure, true);
  });
  const active = new Map<Rule, unknown>();
  const predict = parts.newPredictor();
  const cache = newCache();
  let settings = defaultSettings;
  let book = newExemptionBook(settings.exempt, today());
  /** Whether every resource is remembered before anybody asks for it. */
  let remembered = false;
  let configured = false;
  let underWay = false;
  let restIsTold = false;
  let judged: Promise<StackJudgement> | undefined;

  const hasVerdict = (): boolean => [...active.keys()].some(({ verdict }) => verdict === true);
  const written = newWrittenJudge({ active, failed, follow, hasVerdict });

  async function follow(launch: Launch): Promise<UserDataSubject> {
    const lookUps = await gatherLookUps([launch], settings, {
      live: isLive(settings),
      serialConsole: false,
      early: true,
      cache,
    });
    return judgeUserData(launch, settings, lookUps.of(launch), predict);
  }

  // `settings` remembers every resource first; where it is switched off, whichever policy comes first does.
  function seen(args: ResourceValidationArgs): StackResource {
    judged = undefined;
    return (remembered ? memory.recall(args.urn) : undefined) ?? memory.remember(args);
  }

  // Only where somebody is there to tell it.
  const isTold = (): boolean => configured || [...active.keys()].some(({ judges }) => judges === "launch");

  function exempted(rule: string, resource: ResourceRef): Exempted {
    if (!isTold()) return { state: "none" };
    const answer = attempt("exemptions", () =>
      book.judge(rule, resource, memory.recall(resource.urn)?.inputs),
    );
    if (answer.done) return answer.value;
    failures.push(answer.failure);
    return { state: "none" };
  }

  async function judge(resources: readonly PolicyResource[]): Promise<StackJudgement> {
    const around = { settings, live: isLive(settings), predict, cache };
    const read = await attemptLater("reading the stack", () =>
      judgeLaunches(memory.stackOf(resources), around),
    );
    const rules = [...active].filter((each): each is [LaunchRule, unknown] => each[0].judges === "launch");
    if (!read.done) failures.push(read.failure);
    return hearRules(read.done ? read.value : NO_LAUNCHES, {
      active: new Map(rules),
      early: failed,
      failures,
      exempted,
      acceptedAt: (urns) => book.acceptedAt(urns),
    });
  }

  return {
    isUnderWay: () => underWay,
    configure(given) {
      settings = given;
      book = newExemptionBook(settings.exempt, today());
      remembered = true;
      configured = true;
    },
    isConfigured: () => configured,
    settings: () => settings,
    activate: (rule, options) => {
      active.set(rule, options);
    },
    isActive: (id) => [...active.keys()].some((rule) => rule.id === id),
    hasVerdict,
    needsMemory() {
      const needed = !remembered;
      remembered = true;
      return needed;
    },
    remember(args) {
      judged = undefined;
      underWay ||= !isRoot(args);
      memory.remember(args);
    },
    hear(rule, args) {
      underWay ||= !isRoot(args);
      return written.hear(rule, seen(args));
    },
    mend(rule, options, args) {
      // Seen before it is analysed, and perhaps not as it will be then: nothing of this is remembered.
      const launch = launchAlone(newMemory().remember(args));
      if (launch?.userData.state !== "known") return undefined;
      const judge = (changed: Launch): UserDataSubject =>
        judgeUserData(changed, settings, noLookups(), predict);
      const mended = mendUserData(rule, judge(launch), options, judge);
      return mended && { property: launch.userData.path, text: mended.text };
    },
    judgeStack(resources) {
      underWay = true;
      judged ??= judge(resources);
      return judged;
    },
    tellsTheRest(policy) {
      const last = [...active.keys()].findLast(({ judges }) => judges === "launch");
      if (restIsTold || (last !== undefined && last.id !== policy)) return false;
      restIsTold = true;
      return true;
    },
    note: (resource, failure) => {
      failed.note(resource, failure, true);
    },
    exempted,
    accepted: () => book.accepted(),
    exemptionProblems: () => book.problems(memory.all()),
    kept: () => memory.size() + written.size(),
  };
}

/** As in `2026-12-31` (UTC). */
const today = (): string => new Date().toISOString().slice(0, 10);
