import { valueOf } from "../facts/fact";
import { noLookups, type AccountLookups } from "../aws/account";
import type { LookupCache } from "../aws/cache";
import { fetchAccount } from "../aws/fetch-account";
import type { Launch } from "../launch/launch";
import { placeOf, type Placed } from "./place";
import type { Settings } from "./settings";

/** Answers for the region of a launch. */
export type LookUps = (launch: Placed) => AccountLookups;

export interface GatheredLookUps {
  readonly of: LookUps;
  /** What kept a look-up from being answered, once per cause. */
  readonly problems: readonly string[];
}

const off = noLookups();
const noRegion = noLookups("the region is not known, so AWS was not asked");
const notOurs = noLookups("its provider has credentials of its own, so AWS was not asked");

export interface WantedLookUps {
  /** Whether AWS may be asked at all. */
  readonly live: boolean;
  /** Whether the serial console's setting is of interest, and nobody declared it. */
  readonly serialConsole: boolean;
  /**
   * True for launches that are looked at one by one, before the stack is known: then only what their user data depends on is
   * asked, and for the first few only. The others wait for the stack, where all are asked for at once.
   */
  readonly early?: boolean;
  /** What the preview has learnt so far, and the time it took; the process's own unless told. */
  readonly cache?: LookupCache;
}

/** With as many calls, and those of 200 names each that follow, 1,000 names cost no more than one call for a hundred. */
const EARLY_CALLS = 5;

export const NO_LOOK_UPS: GatheredLookUps = { of: () => off, problems: [] };

/**
 * Asks AWS what the launches name and the stack does not make itself; everything at once, before any rule runs. Never
 * rejects: what could not be asked stays unknown and is told in `problems`.
 */
export async function gatherLookUps(
  launches: readonly Launch[],
  settings: Settings,
  wanted: WantedLookUps,
): Promise<GatheredLookUps> {
  if (!wanted.live) return NO_LOOK_UPS;
  const early = wanted.early === true;
  const places = new Map(
    launches.flatMap((launch) => placeOf(launch) ?? []).map((place) => [place.key, place]),
  );
  const answers = new Map<string, AccountLookups>();
  await Promise.all(
    [...places.values()].map(async ({ key, region, profile }) => {
      const here = launches.filter((launch) => placeOf(launch)?.key === key);
      answers.set(
        key,
        await fetchAccount(
          {
            region,
            imageIds: here.flatMap(({ image }) => valueOf(image.id) ?? []),
            keyNames: here.flatMap(({ keyName, keyPairInStack }) =>
              keyPairInStack ? [] : (valueOf(keyName) ?? []),
            ),
            instanceTypes: early ? [] : here.flatMap(({ instanceTypes }) => valueOf(instanceTypes) ?? []),
            serialConsole: wanted.serialConsole && settings.serialConsole === undefined,
          },
          {
            timeLimitMs: settings.liveTimeoutSeconds * 1000,
            ...(profile !== undefined && { profile }),
            ...(early && { earlyCalls: EARLY_CALLS }),
            ...(wanted.cache && { cache: wanted.cache }),
          },
        ),
      );
    }),
  );
  return {
    of: (launch) => {
      const place = placeOf(launch);
      if (place !== undefined) return answers.get(place.key) ?? off;
      return launch.region.state === "known" ? notOurs : noRegion;
    },
    problems: [...new Set([...answers.values()].flatMap(({ problems }) => problems))],
  };
}
