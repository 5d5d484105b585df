import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { noLookups } from "../aws/account";
import { newExemptionBook, type AcceptedFinding, type ExemptionProblem } from "../judging/exemption-book";
import type { Exempted } from "../judging/exemptions";
import { gatherLookUps } from "../judging/look-ups";
import { judgeLaunch, judgeUserData } from "../judging/judge";
import { withLiveResources } from "../judging/live-stack";
import { mendUserData } from "../judging/mend";
import { newPredictor } from "../judging/predictor";
import { defaultSettings, type Settings } from "../judging/settings";
import { describeFailure } from "../judging/run-rule";
import { valueOf, type Fact } from "../facts/fact";
import type { DeclaredAccount } from "../launch/account";
import { declaredAccount } from "../launch/declared-account";
import { launchAlone, launchesAlone, launchesOf } from "../launch/launches";
import type { Launch, ResourceRef } from "../launch/launch";
import type { Stack, StackResource } from "../launch/resource";
import type { LaunchRule, LaunchSubject, UserDataRule, UserDataSubject } from "../rules/rule";
import { newMemory } from "./memory";

/** What a stack was judged to be, shared by all stack policies. */
export interface StackJudgement {
  readonly subjects: readonly LaunchSubject[];
  /** Look-ups that were not answered, and launches that could not be judged, each with the URN to tell it at. */
  readonly problems: readonly { readonly message: string; readonly urn: string | undefined }[];
}

/**
 * What the policies of one preview share. @pulumi/policy calls each policy on its own, with a copy of its own of
 * everything; a resource is read and followed once, and a stack is judged once.
 */
export interface Session {
  configure(settings: Settings): void;
  /** Remembers a resource; a subject of the user-data rules for each launch whose user data it holds. */
  analyse(args: ResourceValidationArgs): Promise<readonly UserDataSubject[]>;
  /**
   * The user data of a resource as a rule mends it, with the top-level property that holds it; `undefined` where the rule
   * has nothing to mend.
   */
  mend(
    rule: UserDataRule,
    options: unknown,
    args: ResourceValidationArgs,
  ): { readonly property: string; readonly text: string } | undefined;
  remember(args: ResourceValidationArgs): void;
  /** A resource as the program wrote it, remembered where nobody did yet. */
  seen(args: ResourceValidationArgs): StackResource;
  /** True once, for the first to ask while nobody configured the session: then the asker is to remember the resources. */
  needsMemory(): boolean;
  judgeStack(resources: readonly PolicyResource[]): Promise<StackJudgement>;
  /** The rules about launches that are switched on, with their options. */
  readonly active: Map<LaunchRule, unknown>;
  /** Whether there are exemptions at all. */
  exempts(): boolean;
  /** Whether a rule's finding at a resource is accepted. */
  exempted(rule: string, resource: ResourceRef): Exempted;
  /** What was found at these resources and accepted. */
  acceptedAt(urns: readonly string[]): readonly AcceptedFinding[];
  /** What there is to say of exemptions themselves, once every rule was heard. */
  exemptionProblems(): readonly ExemptionProblem[];
}

/** What was made of a resource that was looked at by itself. */
interface Analysed {
  readonly resource: StackResource;
  /** What the launches were: they are followed anew only where they changed. */
  readonly key: string;
  readonly subjects: Promise<readonly UserDataSubject[]>;
}

const NO_SUBJECTS: Promise<readonly UserDataSubject[]> = Promise.resolve([]);

export function newSession(isLive: (settings: Settings) => boolean): Session {
  const memory = newMemory();
  const alone = new Map<string, Analysed>();
  const predict = newPredictor();
  let settings = defaultSettings;
  let book = newExemptionBook(settings.exempt, today());
  let remembered = false;
  let judged: Promise<StackJudgement> | undefined;

  async function follow(launch: Launch): Promise<UserDataSubject> {
    const lookUps = await gatherLookUps([launch], settings, {
      live: isLive(settings),
      serialConsole: false,
      early: true,
    });
    return judgeUserData(launch, settings, lookUps.of(launch), predict);
  }

  async function judge(resources: readonly PolicyResource[]): Promise<StackJudgement> {
    const live = isLive(settings);
    const { stack, problems: unanswered } = await withLiveResources(
      memory.stackOf(resources),
      settings,
      live,
    );
    // The engine gives the resources in no fixed order; findings should come in one.
    const launches = [...launchesOf(stack)].sort((a, b) => compare(a.resource.urn, b.resource.urn));
    const declared = declaredByRegion(stack);
    const lookUps = await gatherLookUps(launches, settings, {
      live,
      serialConsole: launches.some(({ region }) => declared(region).serialConsole.state === "absent"),
    });
    const problems: { message: string; urn: string | undefined }[] = [
      ...new Set([...unanswered, ...lookUps.problems]),
    ].map((message) => ({ message, urn: undefined }));
    const subjects = launches.flatMap((launch): readonly LaunchSubject[] => {
      try {
        return [judgeLaunch(launch, declared(launch.region), settings, lookUps.of(launch), predict)];
      } catch (error) {
        problems.push({ message: describeFailure("Latchkey", error), urn: launch.resource.urn });
        return [];
      }
    });
    return { subjects, problems };
  }

  // `settings` remembers every resource first; where it is switched off, whichever policy comes first does.
  function seen(args: ResourceValidationArgs): StackResource {
    judged = undefined;
    return (remembered ? memory.recall(args.urn) : undefined) ?? memory.remember(args);
  }

  return {
    configure(given) {
      settings = given;
      book = newExemptionBook(settings.exempt, today());
      remembered = true;
    },
    needsMemory() {
      const needed = !remembered;
      remembered = true;
      return needed;
    },
    remember(args) {
      judged = undefined;
      memory.remember(args);
    },
    seen,
    analyse(args) {
      const resource = seen(args);
      const before = alone.get(args.urn);
      // Each of the rules asks for the same resource, one after the other.
      if (before?.resource === resource) return before.subjects;
      const launches = launchesAlone(resource);
      if (launches.length === 0) return NO_SUBJECTS;
      const key = JSON.stringify(launches);
      const subjects = before?.key === key ? before.subjects : Promise.all(launches.map(follow));
      alone.set(args.urn, { resource, key, subjects });
      return subjects;
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
      judged ??= judge(resources).catch((error: unknown) => ({
        subjects: [],
        problems: [{ message: describeFailure("Latchkey", error), urn: undefined }],
      }));
      return judged;
    },
    active: new Map(),
    exempts: () => book.exempts(memory.all()),
    exempted: (rule, resource) => book.judge(rule, resource, memory.recall(resource.urn)?.inputs),
    acceptedAt: (urns) => book.acceptedAt(urns),
    exemptionProblems: () => book.problems(memory.all()),
  };
}

/** The account's settings as a stack declares them for a region: each is a region's own. */
function declaredByRegion(stack: Stack): (region: Fact<string>) => DeclaredAccount {
  const kept = new Map<string | undefined, DeclaredAccount>();
  return (region) => {
    const name = valueOf(region);
    const declared = kept.get(name) ?? declaredAccount(stack, region);
    kept.set(name, declared);
    return declared;
  };
}

/** As in `2026-12-31` (UTC). */
const today = (): string => new Date().toISOString().slice(0, 10);

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
