import { unknown, type Fact } from "../../facts/fact";
import { textAt } from "../read";
import type { StackResource } from "../resource";

/** The region a resource lives in: its own `region` (provider 7 and later), else its provider's. */
export function regionOf({ inputs, provider }: StackResource): Fact<string> {
  const own = inputs === undefined ? undefined : textAt(inputs, "region");
  if (own !== undefined && own.state !== "absent") return own;
  const region = provider === undefined ? undefined : textAt(provider, "region");
  if (region === undefined || region.state === "absent") {
    return unknown("region", "the program does not say the region");
  }
  return region;
}
