import type { Launch, LaunchKind } from "./launch";
import { commonPart, mergeParts } from "./merge";
import { unseenPart, type LaunchPart, type Source } from "./part";
import { defaultMetadataEndpoint } from "./resolve/metadata";
import { connect } from "./network/launch-network";
import { mayHaveElasticAddress } from "./network/public-address";
import { connectionsTo } from "./resolve/connections";
import { credentialsOf } from "./resolve/credentials";
import { staleVersion } from "./resolve/template";
import type { Stack, StackResource } from "./resource";
import { refOf, resourcesOf } from "./stack";
import type { Basis, Candidate, LaunchType } from "./types/launch-type";
import { launchTypes } from "./types/table";

/** Kinds that launch nothing by themselves: instances are made by what uses them. */
const PARTIAL: ReadonlySet<LaunchKind> = new Set<LaunchKind>(["template", "configuration"]);

/** Kinds that go on launching after they are there. */
const LASTING: ReadonlySet<LaunchKind> = new Set<LaunchKind>([...PARTIAL, "group", "fleet"]);

/** Kinds whose user data, if any, is their template's. */
const WITHOUT_USER_DATA: ReadonlySet<LaunchKind> = new Set<LaunchKind>(["group", "cluster"]);

/**
 * Every launch of a stack, once, where it is used: the resource that makes the instances, merged with the launch template
 * or launch configuration it names. Templates and configurations that nothing in the stack uses follow on their own. A
 * group that picks from several templates has a launch for each that can be told apart. In the stack's order.
 */
export function launchesOf(stack: Stack): readonly Launch[] {
  const sources = [...launchTypes.values()].flatMap((type) =>
    resourcesOf(stack, type.token).map((resource) => ({
      type,
      bases: type.bases({ resource, stack }),
      resource,
    })),
  );
  const used = new Set(
    sources.flatMap(({ bases }) =>
      bases.flatMap(({ candidates }) => candidates.map(({ resource }) => resource.urn)),
    ),
  );
  const byUrn = new Map(
    sources
      .filter(({ type, resource }) => !(PARTIAL.has(type.kind) && used.has(resource.urn)))
      .map(({ type, bases, resource }) => [resource.urn, launchesFrom(type, { resource, stack }, bases)]),
  );
  return [...stack.keys()].flatMap((urn) => byUrn.get(urn) ?? []);
}

/**
 * What a resource says of a launch by itself, before the rest of the stack is known: what it refers to is unknown, and so
 * is what a template could add. `undefined` for a resource that holds no user data (a group, or no launch at all).
 */
export function launchAlone(resource: StackResource): Launch | undefined {
  return launchesAlone(resource)[0];
}

/** The same for a resource that may describe several launches, each with user data of its own. */
export function launchesAlone(resource: StackResource): readonly Launch[] {
  const type = launchTypes.get(resource.type);
  if (type === undefined || WITHOUT_USER_DATA.has(type.kind)) return [];
  const source: Source = { resource, stack: new Map([[resource.urn, resource]]) };
  return launchesFrom(type, source, type.bases(source));
}

function launchesFrom(type: LaunchType, source: Source, bases: readonly Basis[]): readonly Launch[] {
  if (type.launches?.(source) === false) return [];
  const { resource, stack } = source;
  const own = type.part(source);
  const merged = bases.length === 0 ? [own] : bases.map((basis) => mergeBasis(own, basis, stack));
  const parts = type.complete === undefined ? merged : merged.map(type.complete(source));
  return parts.map(({ wirings, ...part }) => ({
    ...part,
    ...connect(source, { ...part, wirings }),
    kind: type.kind,
    service: type.service?.(source),
    credentials: credentialsOf(resource),
    resource: refOf(resource),
    elasticAddress: mayHaveElasticAddress(source),
    connections: connectionsTo(stack, resource),
    exists: !LASTING.has(type.kind) && typeof resource.outputs?.id === "string",
    metadataEndpoint: defaultMetadataEndpoint(stack, part.region, part.metadataEndpoint),
  }));
}

function mergeBasis(own: LaunchPart, basis: Basis, stack: Stack): LaunchPart {
  const said = basis.own ?? own;
  const standsAlone = basis.own !== undefined && basis.candidates.length === 0 && basis.unseen === undefined;
  return standsAlone ? said : mergeParts(said, basisPart(basis, stack));
}

function basisPart({ candidates, unseen, instanceTypes }: Basis, stack: Stack): LaunchPart {
  const parts = candidates.map((candidate) => candidatePart(candidate, stack));
  if (unseen !== undefined) parts.push(unseenPart(unseen));
  const [first, ...rest] = parts;
  if (first === undefined) return unseenPart("the launch template cannot be told");
  const common = rest.length === 0 ? first : commonPart([first, ...rest], "the launch templates differ");
  return instanceTypes.state === "absent" ? common : { ...common, instanceTypes };
}

function candidatePart({ resource, version }: Candidate, stack: Stack): LaunchPart {
  const type = launchTypes.get(resource.type);
  if (type === undefined) return unseenPart(`${resource.type} is no launch template`);
  const stale = staleVersion(resource, version);
  return stale === undefined ? type.part({ resource, stack }) : unseenPart(stale);
}
