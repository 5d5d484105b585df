import { valueOf } from "../facts/fact";
import { noLookups, type AccountLookups } from "../aws/account";
import { fetchAccount } from "../aws/fetch-account";
import type { Launch } from "../launch/launch";
import type { Settings } from "./settings";

/** Answers for the region of a launch. */
export type LookUps = (launch: Asker) => AccountLookups;

type Asker = Pick<Launch, "region" | "credentials">;

export interface GatheredLookUps {
  readonly of: LookUps;
  /** What kept a look-up from being answered, once per cause. */
  readonly problems: readonly string[];
}

const off = noLookups();
const noRegion = noLookups("the region is not known, so AWS was not asked");
const notOurs = noLookups("its provider has credentials of its own, so AWS was not asked");

/** Where a launch's look-ups go: one region, by one set of credentials. */
function placeOf({
  region,
  credentials,
}: Asker):
  { readonly key: string; readonly region: string; readonly profile: string | undefined } | undefined {
  if (region.state !== "known" || credentials.from === "provider") return undefined;
  const profile = credentials.from === "profile" ? credentials.profile : undefined;
  return { key: `${region.value} ${profile ?? ""}`, region: region.value, profile };
}

export interface WantedLookUps {
  /** Whether AWS may be asked at all. */
  readonly live: boolean;
  /** Whether the serial console's setting is of interest, and nobody declared it. */
  readonly serialConsole: boolean;
}

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
            instanceTypes: here.flatMap(({ instanceTypes }) => valueOf(instanceTypes) ?? []),
            serialConsole: wanted.serialConsole && settings.serialConsole === undefined,
          },
          { timeLimitMs: settings.liveTimeoutSeconds * 1000, ...(profile !== undefined && { profile }) },
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
