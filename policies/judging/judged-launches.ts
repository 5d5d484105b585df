import type { AccountLookups } from "../aws/account";
import type { LookupCache } from "../aws/cache";
import { valueOf, type Fact } from "../facts/fact";
import type { DeclaredAccount } from "../launch/account";
import { declaredAccount } from "../launch/declared-account";
import type { Launch } from "../launch/launch";
import { readLaunches, type UnreadLaunch } from "../launch/launches";
import type { Stack } from "../launch/resource";
import { isEntered, isJudged, isPartial } from "../rules/scope";
import type { LaunchSubject } from "../rules/rule";
import { attempt, attemptLater, failureOf, type Failure } from "./failure";
import { imageOf, judgeLaunch } from "./judge";
import { withLiveResources } from "./live-stack";
import { gatherLookUps, NO_LOOK_UPS } from "./look-ups";
import type { NotJudged } from "./not-judged";
import type { Predictor } from "./predictor";
import type { Settings } from "./settings";

/** What every launch of a stack was judged to be, before any rule was asked. */
export interface JudgedLaunches {
  readonly subjects: readonly LaunchSubject[];
  readonly notJudged: readonly NotJudged[];
  /** What failed of the stack as a whole. */
  readonly failures: readonly Failure[];
  /** What kept a look-up from being answered, once per cause. */
  readonly problems: readonly string[];
}

export const NO_LAUNCHES: JudgedLaunches = { subjects: [], notJudged: [], failures: [], problems: [] };

/** How launches are judged. */
export interface Judging {
  readonly settings: Settings;
  /** Whether AWS may be asked. */
  readonly live: boolean;
  readonly predict: Predictor;
  /** What the preview has learnt of AWS. */
  readonly cache: LookupCache;
}

/** Reads the launches of a stack, looks up what they name, and follows each. A bug in one loses no other. */
export async function judgeLaunches(stack: Stack, judging: Judging): Promise<JudgedLaunches> {
  const { settings, live, predict, cache } = judging;
  const failures: Failure[] = [];
  const around = await attemptLater("looking things up in AWS", () =>
    withLiveResources(stack, settings, live, cache),
  );
  if (!around.done) failures.push(around.failure);
  // As though nobody had asked: what is not answered is unknown.
  const seen = around.done ? around.value : { stack, problems: [] };

  const read = attempt("reading the stack", () => readLaunches(seen.stack));
  if (!read.done) {
    return { ...NO_LAUNCHES, failures: [...failures, read.failure], problems: seen.problems };
  }
  // The engine gives the resources in no fixed order; findings should come in one.
  const launches = [...read.value.launches].sort((a, b) => compare(a.resource.urn, b.resource.urn));
  const declared = declaredByRegion(seen.stack);
  const asked = await attemptLater("looking things up in AWS", () =>
    gatherLookUps(launches, settings, {
      live,
      cache,
      serialConsole: launches.some(({ region }) => declared(region).serialConsole.state === "absent"),
    }),
  );
  if (!asked.done) failures.push(asked.failure);
  const lookUps = asked.done ? asked.value : NO_LOOK_UPS;

  const subjects: LaunchSubject[] = [];
  const notJudged: NotJudged[] = read.value.unread.map(unreadLaunch);
  for (const launch of launches) {
    const judged = attempt("following its user data", () =>
      judgeLaunch(launch, declared(launch.region), settings, lookUps.of(launch), predict),
    );
    if (judged.done) subjects.push(judged.value);
    else
      notJudged.push(
        unfollowed(launch, judged.failure, () => imageIsJudged(launch, settings, lookUps.of(launch))),
      );
  }
  return { subjects, notJudged, failures, problems: [...new Set([...seen.problems, ...lookUps.problems])] };
}

const unreadLaunch = ({ resource, kind, exists, error }: UnreadLaunch): NotJudged => ({
  resource,
  failures: [failureOf("reading the launch", error)],
  byVerdicts: !exists && !isPartial(kind),
});

function unfollowed(launch: Launch, failure: Failure, isJudgedByImage: () => boolean): NotJudged {
  const byImage = attempt("reading the launch", isJudgedByImage);
  return {
    resource: launch.resource,
    failures: [failure],
    byVerdicts: !launch.exists && isEntered(launch) && (!byImage.done || byImage.value),
  };
}

const imageIsJudged = (launch: Launch, settings: Settings, lookUps: AccountLookups): boolean =>
  isJudged({ launch, image: imageOf(launch, settings, lookUps) });

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

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
