import type { Fact } from "../../facts/fact";
import { textsAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { dependenciesOn, refer, typeInUrn } from "../stack";
import { groupsOfVpcs, securityGroups } from "./group-rules";

/** The security groups of a launch, as far as they can be told; a VPC stands for its default group. */
export interface AttachedGroups {
  readonly certain: readonly StackResource[];
  /** At least one of these, perhaps all. */
  readonly possible: readonly StackResource[];
  /** What else may be attached: a phrase for each. */
  readonly missing: readonly string[];
}

export const noGroups: AttachedGroups = { certain: [], possible: [], missing: [] };

export const isEmpty = ({ certain, possible, missing }: AttachedGroups): boolean =>
  certain.length + possible.length + missing.length === 0;

export const joinGroups = (groups: readonly AttachedGroups[]): AttachedGroups => ({
  certain: groups.flatMap(({ certain }) => certain),
  possible: groups.flatMap(({ possible }) => possible),
  missing: groups.flatMap(({ missing }) => missing),
});

/** Stand in the same property as groups (a network interface's `subnetId`), and have no security group to give. */
const WITHOUT_GROUPS: ReadonlySet<string> = new Set(["aws:ec2/subnet:Subnet"]);

/**
 * The groups that the lists at some paths of one top-level property name. A list that is left out or empty names none.
 */
export function groupsAt(stack: Stack, from: StackResource, paths: readonly string[]): AttachedGroups {
  const names: Fact<string>[] = [];
  let whole: string | undefined;
  for (const path of paths) {
    const list = textsAt(from.inputs, path);
    if (list.state === "known") names.push(...list.value);
    else if (list.state === "unknown") whole = list.why;
  }
  const told = names.filter(({ state }) => state === "known").map((name) => groupNamed(stack, from, name));
  const open = names.filter(({ state }) => state === "unknown");
  const why = whole ?? open.map((name) => (name.state === "unknown" ? name.why : ""))[0];
  const [path] = paths;
  if (why === undefined || path === undefined) return joinGroups(told);
  const certain = told.flatMap((groups) => groups.certain);
  return joinGroups([
    ...told,
    dependedOn(stack, from, path, certain, whole === undefined ? open.length : 1, why),
  ]);
}

/** The group that a single property or element names. */
export function groupNamed(stack: Stack, from: StackResource, name: Fact<string>): AttachedGroups {
  const named = refer(stack, from, name, securityGroups);
  const ofVpc =
    named.kind === "found" || named.kind === "several" ? named : refer(stack, from, name, groupsOfVpcs);
  const reference = ofVpc.kind === "found" ? ofVpc : named;
  switch (reference.kind) {
    case "found":
      return { ...noGroups, certain: [reference.resource] };
    case "several":
      return { ...noGroups, possible: reference.resources };
    case "outside":
      return { ...noGroups, missing: [`the security group that ${name.path} names is not in the stack`] };
    case "unknown":
      return { ...noGroups, missing: [reference.why] };
  }
}

/** The groups that unknown elements stand for: certain where there are as many dependencies as unknown elements. */
function dependedOn(
  stack: Stack,
  from: StackResource,
  path: string,
  told: readonly StackResource[],
  unknowns: number,
  why: string,
): AttachedGroups {
  const { candidates, others } = dependenciesOn(stack, from, path, securityGroups);
  const named = new Set(told);
  const left = candidates.filter((group) => !named.has(group));
  const origins = others.filter((urn) => !WITHOUT_GROUPS.has(typeInUrn(urn)));
  const ofVpcs = dependenciesOn(stack, from, path, groupsOfVpcs).candidates;
  // A VPC alone can only have given its default group.
  if (left.length === 0 && origins.length === ofVpcs.length && ofVpcs.length === unknowns)
    return { ...noGroups, certain: ofVpcs };
  const elsewhere = origins.length > 0;
  if (left.length === unknowns && !elsewhere) return { ...noGroups, certain: left };
  const missing = elsewhere || left.length < unknowns ? [why] : [];
  return { certain: [], possible: left, missing };
}
