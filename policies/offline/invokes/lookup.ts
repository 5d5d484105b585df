import { ownValue } from "../../facts/own";
import type { Configuration } from "../configuration";
import { canonical, isList, isPlainObject, reveal, revealAll, textOf, textsOf } from "../properties";
import type { Properties, Value } from "../properties";

/** Answers a call of a provider function with what the cloud might have said; `refused` says why it cannot. */
export type LookUp = (args: Properties, configuration: Configuration) => Answer;

export type Answer = { readonly result: Properties } | { readonly refused: string };

export const answer = (result: Properties): Answer => ({ result });

/** The values of the filter of this name (`vpc-id`), empty if the call has no such filter. */
export function filterValues(args: Properties, name: string): readonly string[] {
  const filters = reveal(args.filters ?? []);
  if (!isList(filters)) return [];
  return filters
    .map(reveal)
    .filter(isPlainObject)
    .filter((filter) => textOf(filter.name) === name)
    .flatMap((filter) => textsOf(filter.values));
}

/** The first exact value: an argument's, else that of one of the filters. A pattern with `*` or `?` is not exact. */
export function exact(args: Properties, argument: string, ...filters: readonly string[]): string | undefined {
  const written = textOf(ownValue(args, argument)) ?? filters.flatMap((name) => filterValues(args, name))[0];
  return written === undefined || /[*?]/.test(written) ? undefined : written;
}

/** What ids are derived from: the same arguments in the same region give the same ids. */
export const seedOf = (args: Properties, region: string): string => `${region} ${canonical(revealAll(args))}`;

/** The region that a call asks for: since provider 7 each call may name its own. */
export const regionOf = (args: Properties, { region }: Configuration): string =>
  textOf(args.region) ?? region;

/** `region` in the result, which it has since provider 7. */
export const regionResult = (args: Properties, configuration: Configuration): Properties =>
  configuration.major === 7 ? { region: regionOf(args, configuration) } : {};

/** The tags that the call asks for, which a found thing therefore has. */
export function tagsOf(args: Properties): Value {
  const tags = reveal(args.tags ?? null);
  return isPlainObject(tags) ? tags : {};
}
