import { ownValue } from "../../facts/own";
import type { ImageKind } from "./families";
import { imageKinds } from "./kinds";
import { fitsPattern } from "../../facts/wildcard";

/** Who publishes an image, as far as that is known: account ids and aliases, any of which may turn out to be it. */
export type Owners = readonly string[];

/** Account of the AWS Marketplace, which is also an owner alias. */
const ALIASES: Readonly<Record<string, string>> = { "aws-marketplace": "679593333241" };

/**
 * The kind of a published image, by a name that it has or was searched by, or by a public SSM parameter
 * (`/aws/service/…`, also as `resolve:ssm:…` or an ARN). `undefined` where none fits.
 *
 * The owners come first: where any is known that does not publish that kind, the name counts for nothing, since anybody
 * may give an image any name. Where none is known the name alone decides.
 */
export function matchKind(name: string, owners: Owners): ImageKind | undefined {
  const parameter = publicParameter(name);
  if (parameter !== undefined) return imageKinds.find((kind) => fitsAny(parameter, kind.parameters));
  return imageKinds.find(
    (kind) => fitsAny(name, kind.names) && owners.every((owner) => publishes(kind, owner)),
  );
}

// Only what AWS publishes or has verified carries the alias `amazon` ("Verified provider", EC2 user guide), and it knows
// accounts that no list here does: Amazon's own differ by partition and region.
function publishes(kind: ImageKind, owner: string): boolean {
  return owner === "amazon" || kind.owners.includes(ownValue(ALIASES, owner) ?? owner);
}

function publicParameter(name: string): string | undefined {
  const path = /^(?:resolve:ssm:)?(?:arn:[^/]*:parameter)?(\/aws\/service\/[^:]*)/.exec(name);
  return path?.[1];
}

function fitsAny(text: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => fitsPattern(text, pattern));
}
