import type { LookupOptions } from "../aws/ask";
import type { LookupCache } from "../aws/cache";
import { fetchHostManagement } from "../aws/fetch-setting";
import { fetchNetwork } from "../aws/fetch-network";
import { fetchRoles } from "../aws/fetch-roles";
import { valueOf } from "../facts/fact";
import { declaredAccount } from "../launch/declared-account";
import { UNKNOWN, type Stack } from "../launch/resource";
import { hostManagementResource, networkResources, roleResources } from "./live-resources";
import { isHeld, liveWants, type LiveWants } from "./live-wants";
import type { Settings } from "./settings";

export interface LiveStack {
  /** The stack, and what AWS has of what it names. */
  readonly stack: Stack;
  /** What kept a look-up from being answered, once per cause. */
  readonly problems: readonly string[];
}

/**
 * Asks AWS about the network, the roles and the host management around a stack's launches, and adds the answers to it. A
 * kind that was not answered is not there, as though nobody had asked. Never rejects.
 *
 * @param cache What the preview has learnt so far, and the time it took; the process's own unless told.
 */
export async function withLiveResources(
  stack: Stack,
  settings: Settings,
  live: boolean,
  cache?: LookupCache,
): Promise<LiveStack> {
  if (!live) return { stack, problems: [] };
  const { wants, everywhere } = liveWants(stack);
  const unsaid =
    settings.defaultHostManagement === undefined &&
    declaredAccount(stack).defaultHostManagement.state === "absent";
  const profiles = [...new Set(wants.map(({ place }) => place.profile))];
  const answers = await Promise.all(
    profiles.map((profile) => {
      const places = wants.filter(({ place }) => place.profile === profile);
      return askAccount(places, unsaid && everywhere, settings, cache);
    }),
  );
  const found = [
    ...answers.flatMap(({ resources }) => resources),
    // One that was not answered is unknown: AWS's default is no answer of the account's.
    ...answers.flatMap(({ hostManagement }) =>
      hostManagement.map(({ value, region }) => hostManagementResource(value ?? UNKNOWN, region)),
    ),
  ].filter(({ type, outputs }) => typeof outputs?.id !== "string" || !isHeld(stack, type, outputs.id));
  return {
    stack: new Map([...stack, ...found.map((resource) => [resource.urn, resource] as const)]),
    problems: [...new Set(answers.flatMap(({ problems }) => problems))],
  };
}

interface HostManagement {
  readonly region: string;
  /** `undefined`: not answered. */
  readonly value: string | undefined;
}

/** Asks the places of one account: each region for itself, and IAM once for all of them. */
async function askAccount(
  places: readonly LiveWants[],
  hostManagement: boolean,
  settings: Settings,
  cache: LookupCache | undefined,
) {
  const profile = places[0]?.place.profile;
  const options: LookupOptions = {
    timeLimitMs: settings.liveTimeoutSeconds * 1000,
    ...(profile !== undefined && { profile }),
    ...(cache && { cache }),
  };
  const [networks, { roles, managed }] = await Promise.all([
    Promise.all(places.map((wants) => fetchNetwork({ ...wants, region: wants.place.region }, options))),
    askRoles(places, hostManagement, options),
  ]);
  return {
    resources: [
      ...networks.flatMap((facts, index) => networkResources(facts, places[index]?.place.region ?? "")),
      ...roleResources(roles),
    ],
    hostManagement: managed,
    problems: [...networks, ...managed, roles].flatMap(({ problems }) => problems),
  };
}

async function askRoles(places: readonly LiveWants[], hostManagement: boolean, options: LookupOptions) {
  const asked = hostManagement ? places.filter(({ launches }) => launches) : [];
  const managed = await Promise.all(
    asked.map(async ({ place: { region } }): Promise<HostManagement & { problems: readonly string[] }> => {
      const { role, problems } = await fetchHostManagement(region, options);
      return { region, value: valueOf(role), problems };
    }),
  );
  const given = managed.flatMap(({ value }) =>
    value === undefined || value === OFF ? [] : [value.split("/").at(-1) ?? value],
  );
  const roles = await fetchRoles(
    {
      region: places[0]?.place.region ?? "",
      profiles: places.flatMap(({ profiles }) => profiles),
      roles: [...places.flatMap((wants) => wants.roles), ...given],
      policies: places.flatMap(({ policies }) => policies),
    },
    options,
  );
  return { roles, managed };
}

/** The setting's value where default host management is off. */
const OFF = "$None";
