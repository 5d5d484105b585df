import type { ProviderCredentials } from "../launch/launch";
import type { Fact } from "../facts/fact";

/** Whatever lives in a region and is served with some credentials: a launch, a resource. */
export interface Placed {
  readonly region: Fact<string>;
  readonly credentials: ProviderCredentials;
}

/** Where look-ups go: one region, by one set of credentials. */
export interface Place {
  /** Differs by region and profile. */
  readonly key: string;
  readonly region: string;
  /** A profile of the shared AWS configuration; `undefined` for the environment's credentials. */
  readonly profile: string | undefined;
}

/** Where to ask about something; `undefined` where its region is not known, or AWS would answer for another account. */
export function placeOf({ region, credentials }: Placed): Place | undefined {
  if (region.state !== "known" || credentials.from === "provider") return undefined;
  const profile = credentials.from === "profile" ? credentials.profile : undefined;
  return { key: `${region.value} ${profile ?? ""}`, region: region.value, profile };
}
