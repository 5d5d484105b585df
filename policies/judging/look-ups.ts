import { valueOf } from "../facts/fact";
import { noLookups, type AccountLookups } from "../aws/account";
import { fetchAccount } from "../aws/fetch-account";
import type { Launch } from "../launch/launch";
import type { Settings } from "./settings";

/** Answers for the region of a launch. */
export type LookUps = (launch: Pick<Launch, "region">) => AccountLookups;

export interface GatheredLookUps {
  readonly of: LookUps;
  /** What kept a look-up from being answered, once per cause. */
  readonly problems: readonly string[];
}

const off = noLookups();
const noRegion = noLookups("the region is not known, so AWS was not asked");

export const NO_LOOK_UPS: GatheredLookUps = { of: () => off, problems: [] };

/**
 * Asks AWS what the launches name and the stack does not make itself; everything at once, before any rule runs. Never
 * rejects: what could not be asked stays unknown and is told in `problems`.
 */
export async function gatherLookUps(launches: readonly Launch[], settings: Settings, live: boolean): Promise<GatheredLookUps> {
  if (!live) return NO_LOOK_UPS;
  const regions = [...new Set(launches.flatMap(({ region }) => valueOf(region) ?? []))];
  const answers = new Map<string, AccountLookups>();
  await Promise.all(
    regions.map(async (region) => {
      const here = launches.filter((launch) => valueOf(launch.region) === region);
      answers.set(
        region,
        await fetchAccount(
          {
            region,
            imageIds: here.flatMap(({ image }) => valueOf(image.id) ?? []),
            keyNames: here.flatMap(({ keyName, keyPairInStack }) => (keyPairInStack ? [] : (valueOf(keyName) ?? []))),
            instanceTypes: here.flatMap(({ instanceTypes }) => valueOf(instanceTypes) ?? []),
            serialConsole: settings.serialConsole === undefined,
          },
          { timeLimitMs: settings.liveTimeoutSeconds * 1000 },
        ),
      );
    }),
  );
  return {
    of: ({ region }) => (region.state === "known" ? (answers.get(region.value) ?? off) : noRegion),
    problems: [...new Set([...answers.values()].flatMap(({ problems }) => problems))],
  };
}
