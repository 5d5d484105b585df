import { known, mapFact, type Fact } from "../../facts/fact";
import { textAt } from "../read";
import type { Properties } from "../resource";

/**
 * Whether `instanceMarketOptions` asks for a one-time spot instance. Absent: no spot instance.
 * `one-time` is the default of `spotInstanceType` (SpotMarketOptions in the EC2 API reference).
 */
export function oneTimeSpotAt(properties: Properties | undefined): Fact<boolean> {
  const market = textAt(properties, "instanceMarketOptions.marketType");
  if (market.state !== "known") return market;
  if (market.value !== "spot") return known(false, market.path);
  const type = textAt(properties, "instanceMarketOptions.spotOptions.spotInstanceType");
  if (type.state === "absent") return known(true, market.path);
  return mapFact(type, (value) => value === "one-time");
}
