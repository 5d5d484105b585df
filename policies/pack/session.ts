import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { gatherLookUps } from "../judging/look-ups";
import { judgeLaunch, judgeUserData } from "../judging/judge";
import { defaultSettings, type Settings } from "../judging/settings";
import { describeFailure } from "../judging/run-rule";
import { declaredAccount } from "../launch/declared-account";
import { launchAlone, launchesOf } from "../launch/launches";
import type { Launch } from "../launch/launch";
import type { LaunchSubject, UserDataSubject } from "../rules/rule";
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
  /** Remembers a resource; the subject of the user-data rules where it holds a launch's user data. */
  analyse(args: ResourceValidationArgs): Promise<UserDataSubject | undefined>;
  remember(args: ResourceValidationArgs): void;
  /** True once, for the first to ask while nobody configured the session: then the asker is to remember the resources. */
  needsMemory(): boolean;
  judgeStack(resources: readonly PolicyResource[]): Promise<StackJudgement>;
}

export function newSession(isLive: (settings: Settings) => boolean): Session {
  const memory = newMemory();
  const alone = new Map<
    string,
    { readonly key: string; readonly subject: Promise<UserDataSubject | undefined> }
  >();
  let settings = defaultSettings;
  let remembered = false;
  let judged: Promise<StackJudgement> | undefined;

  async function follow(launch: Launch): Promise<UserDataSubject> {
    const lookUps = await gatherLookUps([launch], settings, { live: isLive(settings), serialConsole: false });
    return judgeUserData(launch, settings, lookUps.of(launch));
  }

  async function judge(resources: readonly PolicyResource[]): Promise<StackJudgement> {
    const stack = memory.stackOf(resources);
    // The engine gives the resources in no fixed order; findings should come in one.
    const launches = [...launchesOf(stack)].sort((a, b) => compare(a.resource.urn, b.resource.urn));
    const declared = declaredAccount(stack);
    const lookUps = await gatherLookUps(launches, settings, {
      live: isLive(settings),
      serialConsole: declared.serialConsole.state === "absent",
    });
    const problems: { message: string; urn: string | undefined }[] = lookUps.problems.map((message) => ({
      message,
      urn: undefined,
    }));
    const subjects = launches.flatMap((launch): readonly LaunchSubject[] => {
      try {
        return [judgeLaunch(launch, declared, settings, lookUps.of(launch))];
      } catch (error) {
        problems.push({ message: describeFailure("Latchkey", error), urn: launch.resource.urn });
        return [];
      }
    });
    return { subjects, problems };
  }

  return {
    configure(given) {
      settings = given;
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
    async analyse(args) {
      // `settings` remembers every resource first; where it is switched off, whichever policy comes first does.
      judged = undefined;
      const resource = (remembered ? memory.recall(args.urn) : undefined) ?? memory.remember(args);
      const launch = launchAlone(resource);
      if (launch === undefined) return undefined;
      const key = JSON.stringify(launch);
      const before = alone.get(args.urn);
      if (before?.key === key) return before.subject;
      const subject = follow(launch);
      alone.set(args.urn, { key, subject });
      return subject;
    },
    judgeStack(resources) {
      judged ??= judge(resources).catch((error: unknown) => ({
        subjects: [],
        problems: [{ message: describeFailure("Latchkey", error), urn: undefined }],
      }));
      return judged;
    },
  };
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
