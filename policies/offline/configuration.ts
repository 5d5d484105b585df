import { isPlainObject, isSecret, isUnknown, reveal, textOf, textsOf } from "./properties";
import type { Properties, Value } from "./properties";
import type { Major } from "./table";

/** What the plan depends on of the provider's configuration. */
export interface Configuration {
  readonly major: Major;
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly defaultTags: Properties;
  /** Whether all of the default tags came as one secret. Where a single value did, it is a secret among them. */
  readonly defaultTagsAreSecret: boolean;
}

/** AWS's documentation uses this account throughout. */
const EXAMPLE_ACCOUNT = "123456789012";

/**
 * Reads the arguments of CheckConfig or Configure. What is missing, unknown or malformed counts as not set: the offline
 * provider needs none of it.
 *
 * @param args the provider's inputs; the engine puts the package version that the program asked for under `version`
 * @param environment where the real provider looks for a region
 */
export function readConfiguration(
  args: Properties,
  environment: Readonly<Record<string, string | undefined>>,
): Configuration {
  const region =
    textOf(args.region) ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION ?? "us-east-1";
  return {
    major: majorOf(textOf(args.version)),
    region,
    accountId: textsOf(parsed(args.allowedAccountIds))[0] ?? EXAMPLE_ACCOUNT,
    partition: partitionOf(region),
    ...defaultTagsIn(args.defaultTags),
  };
}

/** `6.83.4` is 6, and so is anything older; 7 is what is assumed of everything else. */
export function majorOf(version: string | undefined): Major {
  const major = Number(/^v?(\d+)\./.exec(version ?? "")?.[1] ?? "7");
  return major <= 6 ? 6 : 7;
}

export function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function defaultTagsIn(
  value: Value | undefined,
): Pick<Configuration, "defaultTags" | "defaultTagsAreSecret"> {
  const given = parsed(value) ?? null;
  const options = reveal(given);
  const tags = isPlainObject(options) ? (options.tags ?? null) : null;
  const inner = reveal(tags);
  return {
    defaultTags: isPlainObject(inner) ? inner : {},
    defaultTagsAreSecret: [value, given, tags].some(isSecret),
  };
}

/** Provider arguments that are not strings arrive as JSON text. */
function parsed(value: Value | undefined): Value | undefined {
  if (value === undefined || isUnknown(value)) return undefined;
  const inner = reveal(value);
  if (typeof inner !== "string") return inner;
  try {
    return JSON.parse(inner) as Value;
  } catch {
    return undefined;
  }
}
