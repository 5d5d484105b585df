import type { Launch, LaunchKind } from "./launch";
import { commonPart, mergeParts } from "./merge";
import { unseenPart, type LaunchPart, type Source } from "./part";
import { defaultMetadataEndpoint } from "./resolve/metadata";
import { defaultGroupAccess } from "./resolve/security-groups";
import { credentialsOf } from "./resolve/credentials";
import { staleVersion } from "./resolve/template";
import type { Stack, StackResource } from "./resource";
import { refOf, resourcesOf } from "./stack";
import type { Basis, Candidate, LaunchType } from "./types/launch-type";
import { launchTypes } from "./types/table";

/** Kinds that launch nothing by themselves: instances are made by what uses them. */
const PARTIAL: ReadonlySet<LaunchKind> = new Set<LaunchKind>(["template", "configuration"]);

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
  const type = launchTypes.get(resource.type);
  if (type === undefined || type.kind === "group") return undefined;
  const source: Source = { resource, stack: new Map([[resource.urn, resource]]) };
  return launchesFrom(type, source, type.bases(source))[0];
}

function launchesFrom(type: LaunchType, source: Source, bases: readonly Basis[]): readonly Launch[] {
  const { resource, stack } = source;
  const own = type.part(source);
  const parts = bases.length === 0 ? [own] : bases.map((basis) => mergeParts(own, basisPart(basis, stack)));
  return parts.map((part) => ({
    ...part,
    kind: type.kind,
    credentials: credentialsOf(resource),
    resource: refOf(resource),
    exists: !PARTIAL.has(type.kind) && type.kind !== "group" && typeof resource.outputs?.id === "string",
    sshIngress: defaultGroupAccess(stack, part.sshIngress),
    httpsEgress: defaultGroupAccess(stack, part.httpsEgress),
    metadataEndpoint: defaultMetadataEndpoint(stack, part.region, part.metadataEndpoint),
  }));
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
