import { ownValue } from "../facts/own";
import type { Fact } from "../facts/fact";
import { graphOf } from "./graph";
import type { ResourceRef } from "./launch";
import { add } from "./lists";
import { classicType } from "./native/table";
import { oncePerStack } from "./per-stack";
import { stepsOf, textAt } from "./read";
import type { Stack, StackResource } from "./resource";

/** A kind of resource that properties refer to, and what they may call it by, next to its URN, id and ARN. */
export interface Target {
  readonly types: readonly string[];
  /** Properties that name the resource, as in `keyName`. */
  readonly names: readonly string[];
}

export type Reference =
  | { readonly kind: "found"; readonly resource: StackResource }
  /** One of these, or some of them: the engine tells dependencies by top-level property only. */
  | { readonly kind: "several"; readonly resources: readonly StackResource[] }
  /** A known name or id, and nothing in the stack is called so. */
  | { readonly kind: "outside"; readonly name: string }
  | { readonly kind: "unknown"; readonly why: string };

/** What a resource is called in findings: as the program wrote it. */
export const refOf = ({ written, urn, type, name }: StackResource): ResourceRef =>
  written ?? { urn, type, name };

/** The stack's resources of these types, in the stack's order within each type. */
export function resourcesOf(stack: Stack, ...types: readonly string[]): readonly StackResource[] {
  const graph = graphOf(stack);
  const [only, ...rest] = types;
  if (only !== undefined && rest.length === 0) return graph.ofType(only);
  return types.flatMap((type) => graph.ofType(type));
}

/** URNs that the top-level property of a path depends on. */
export function dependenciesOf(resource: StackResource, path: string): readonly string[] {
  const [property] = stepsOf(path);
  return property === undefined ? [] : (ownValue(resource.propertyDependencies, property) ?? []);
}

/**
 * Pulumi type token within a URN (`urn:pulumi:stack::project::parent$type::name`), the classic provider's where it is one of
 * `aws-native`; "" where there is none.
 */
export const typeInUrn = (urn: string): string =>
  classicType((urn.split("::")[2] ?? "").split("$").at(-1) ?? "");

/**
 * Which resource a property's value stands for.
 *
 * A known value is looked for among what the candidates are called. An unknown one is told by the property's
 * dependencies, and only where they leave no other origin open: every dependency is a candidate.
 */
export function refer(stack: Stack, from: StackResource, value: Fact<string>, target: Target): Reference {
  if (value.state === "known") return referByName(stack, from, value.value, value.path, target);
  const { candidates, others } = dependenciesOn(stack, from, value.path, target);
  const why = value.state === "unknown" ? value.why : `${value.path} is left out`;
  if (candidates.length === 0 || others.length > 0) return { kind: "unknown", why };
  return oneOrSeveral(candidates);
}

/**
 * Types that have nothing to give but themselves: no output of theirs names a resource of another kind, save the network
 * they are in and a profile's role. Where they stand in the same property (a key pair next to a security group in a launch
 * specification), they are not where another one's name comes from.
 */
const GIVE_ONLY_THEMSELVES: ReadonlySet<string> = new Set([
  "aws:ec2/keyPair:KeyPair",
  "aws:ec2/placementGroup:PlacementGroup",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/subnet:Subnet",
  "aws:iam/instanceProfile:InstanceProfile",
]);

/** What those types tell of besides themselves (`vpcId`, an instance profile's `role`). */
const GIVEN_BESIDES = ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc", "aws:iam/role:Role"];

/** The dependencies of a path's top-level property: those that may be meant, and the rest (also those not in the stack). */
export function dependenciesOn(stack: Stack, from: StackResource, path: string, target: Target) {
  const candidates: StackResource[] = [];
  const others: string[] = [];
  const mayStandFor = GIVEN_BESIDES.some((type) => target.types.includes(type));
  for (const urn of new Set(dependenciesOf(from, path))) {
    const resource = stack.get(urn);
    if (resource !== undefined && target.types.includes(resource.type)) candidates.push(resource);
    else if (
      mayStandFor ||
      !GIVE_ONLY_THEMSELVES.has(typeInUrn(urn)) ||
      target.types.includes(typeInUrn(urn))
    )
      others.push(urn);
  }
  return { candidates, others };
}

function referByName(
  stack: Stack,
  from: StackResource,
  name: string,
  path: string,
  target: Target,
): Reference {
  const graph = graphOf(stack);
  const called = new Set(
    target.types.flatMap((type) =>
      ["urn", "id", "arn", ...target.names].flatMap((property) => graph.called(type, property, name)),
    ),
  );
  if (called.size === 0) return { kind: "outside", name };
  if (called.size === 1) return oneOrSeveral([...called]);
  const dependencies = new Set(dependenciesOf(from, path));
  const depended = [...called].filter(({ urn }) => dependencies.has(urn));
  return oneOrSeveral(depended.length > 0 ? depended : [...called]);
}

function oneOrSeveral(resources: readonly StackResource[]): Reference {
  const [first, ...rest] = resources;
  if (first !== undefined && rest.length === 0) return { kind: "found", resource: first };
  return { kind: "several", resources };
}

/** Whether a reference is certain to be a resource, may be it, or cannot. */
export function pointsAt(reference: Reference, resource: StackResource): "yes" | "maybe" | "no" {
  switch (reference.kind) {
    case "found":
      return reference.resource.urn === resource.urn ? "yes" : "no";
    case "several":
      return reference.resources.some(({ urn }) => urn === resource.urn) ? "maybe" : "no";
    case "outside":
      return "no";
    case "unknown":
      return "maybe";
  }
}

/** The resources of a type one of whose properties may stand for a resource. */
export interface Referrers {
  readonly certain: readonly StackResource[];
  /** It stands for one of several resources, this one among them. */
  readonly possible: readonly StackResource[];
  /** What theirs stands for cannot be told: it may be any resource. */
  readonly untold: readonly StackResource[];
}

/** Which property of which type stands for what: `instanceId` of an EipAssociation for an instance. */
export interface Relation {
  readonly type: string;
  readonly path: string;
  readonly target: Target;
}

interface Referred {
  readonly certain: Map<string, StackResource[]>;
  readonly possible: Map<string, StackResource[]>;
  readonly untold: StackResource[];
}

const referred = oncePerStack(() => new Map<Relation, Referred>());

/**
 * {@link refer}, backwards: which resources stand for this one. A relation is read once for the whole stack, so it has to be
 * a constant: the same object each time. Resources that leave the property out stand for nothing.
 */
export function referrersOf(stack: Stack, resource: StackResource, relation: Relation): Referrers {
  const index = relationIn(stack, relation);
  return {
    certain: index.certain.get(resource.urn) ?? [],
    possible: index.possible.get(resource.urn) ?? [],
    untold: index.untold,
  };
}

/** The resources of which nobody can tell what they stand for: the same for each that they may stand for. */
export const untoldOf = (stack: Stack, relation: Relation): readonly StackResource[] =>
  relationIn(stack, relation).untold;

function relationIn(stack: Stack, relation: Relation): Referred {
  const relations = referred(stack);
  const index = relations.get(relation) ?? readRelation(stack, relation);
  relations.set(relation, index);
  return index;
}

function readRelation(stack: Stack, { type, path, target }: Relation): Referred {
  const index: Referred = { certain: new Map(), possible: new Map(), untold: [] };
  for (const from of resourcesOf(stack, type)) {
    const value = textAt(from.inputs, path);
    if (value.state === "absent") continue;
    const reference = refer(stack, from, value, target);
    if (reference.kind === "unknown") index.untold.push(from);
    else if (reference.kind === "found") add(index.certain, reference.resource.urn, from);
    else if (reference.kind === "several")
      reference.resources.forEach(({ urn }) => add(index.possible, urn, from));
  }
  return index;
}
