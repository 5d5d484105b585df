import type { Launch, LaunchKind, ResourceRef } from "./launch";
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

/** A resource of a launch's type that could not be read: something of ours threw. */
export interface UnreadLaunch {
  readonly resource: ResourceRef;
  readonly kind: LaunchKind;
  /** As of a {@link Launch}; false where that could not be read either. */
  readonly exists: boolean;
  /** What was thrown. */
  readonly error: unknown;
}

export interface ReadLaunches {
  readonly launches: readonly Launch[];
  readonly unread: readonly UnreadLaunch[];
}

/**
 * Every launch of a stack, once, where it is used: the resource that makes the instances, merged with the launch template
 * or launch configuration it names. Templates and configurations that nothing in the stack uses follow on their own. A
 * group that picks from several templates has a launch for each that can be told apart. In the stack's order.
 *
 * @throws whatever was thrown at the first resource that cannot be read; {@link readLaunches} reads the others all the same.
 */
export function launchesOf(stack: Stack): readonly Launch[] {
  const { launches, unread } = readLaunches(stack);
  const [first] = unread;
  if (first !== undefined) throw first.error;
  return launches;
}

/** {@link launchesOf}, where a bug in one launch loses no other. Throws only where the stack as a whole cannot be read. */
export function readLaunches(stack: Stack): ReadLaunches {
  const unread = new Map<string, UnreadLaunch>();
  const trying = <T>(type: LaunchType, resource: StackResource, read: () => T): readonly T[] => {
    try {
      return [read()];
    } catch (error) {
      const exists = existsAlready(type, resource);
      unread.set(resource.urn, { resource: refOf(resource), kind: type.kind, exists, error });
      return [];
    }
  };
  const sources = [...launchTypes.values()].flatMap((type) =>
    resourcesOf(stack, type.token).flatMap((resource) =>
      trying(type, resource, () => ({ type, bases: type.bases({ resource, stack }), resource })),
    ),
  );
  const used = new Set(
    sources.flatMap(({ bases }) =>
      bases.flatMap(({ candidates }) => candidates.map(({ resource }) => resource.urn)),
    ),
  );
  const byUrn = new Map(
    sources
      .filter(({ type, resource }) => !(PARTIAL.has(type.kind) && used.has(resource.urn)))
      .map(({ type, bases, resource }) => [
        resource.urn,
        trying(type, resource, () => launchesFrom(type, { resource, stack }, bases)).flat(),
      ]),
  );
  return { launches: [...stack.keys()].flatMap((urn) => byUrn.get(urn) ?? []), unread: [...unread.values()] };
}

/** Whether the instance that a resource stands for is there; false where that cannot be read. */
function existsAlready({ kind }: Pick<LaunchType, "kind">, resource: StackResource): boolean {
  try {
    return isThere(kind, resource);
  } catch {
    return false;
  }
}

const isThere = (kind: LaunchKind, { outputs }: StackResource): boolean =>
  !LASTING.has(kind) && typeof outputs?.id === "string";

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
    exists: isThere(type.kind, resource),
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
