import { partitionOf } from "../configuration";
import { hex } from "../ids";
import { textOf, textsOf } from "../properties";
import { answer, regionOf, regionResult } from "./lookup";
import type { LookUp } from "./lookup";
import { zonePrefix } from "./network";

export const getCallerIdentity: LookUp = (_args, { accountId, partition }) =>
  answer({
    accountId,
    arn: `arn:${partition}:iam::${accountId}:user/offline`,
    id: accountId,
    userId: `AIDA${hex(accountId, 16).toUpperCase()}`,
  });

export const getRegion: LookUp = (args, configuration) => {
  const region = textOf(args.name) ?? regionOf(args, configuration);
  return answer({
    description: region,
    endpoint: `ec2.${region}.${dnsSuffix(partitionOf(region))}`,
    id: region,
    name: region,
    ...(configuration.major === 7 && { region }),
  });
};

export const getPartition: LookUp = (_args, { partition }) =>
  answer({
    dnsSuffix: dnsSuffix(partition),
    id: partition,
    partition,
    reverseDnsPrefix: dnsSuffix(partition).split(".").reverse().join("."),
  });

const dnsSuffix = (partition: string): string =>
  partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

/** Zones a, b and c of the region, without those that the call excludes. */
export const getAvailabilityZones: LookUp = (args, configuration) => {
  const region = regionOf(args, configuration);
  const excludedNames = new Set(textsOf(args.excludeNames));
  const excludedIds = new Set(textsOf(args.excludeZoneIds));
  const zones = ["a", "b", "c"]
    .map((letter, index) => ({ name: region + letter, id: `${zonePrefix(region)}-az${String(index + 1)}` }))
    .filter(({ name, id }) => !excludedNames.has(name) && !excludedIds.has(id));
  return answer({
    ...args,
    groupNames: [`${region}-zg-1`],
    id: region,
    names: zones.map(({ name }) => name),
    zoneIds: zones.map(({ id }) => id),
    ...regionResult(args, configuration),
  });
};
