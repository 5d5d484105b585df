import type { Fact } from "../../facts/fact";
import { listAt, mayBeWritten, textAt, textsAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { regionOf } from "../resolve/region";
import { dependenciesOn, refer, resourcesOf, typeInUrn, type Target } from "../stack";
import { DEFAULT_SUBNET, DEFAULT_VPC, isIn, SUBNET } from "./vpc";

/** The subnets that a launch may be placed in, as far as they can be told. */
export interface Placement {
  /** Each of them may be the one. */
  readonly subnets: readonly StackResource[];
  /** Set where there may be others, with the reason. */
  readonly missing: string | undefined;
}

export const subnetTarget: Target = { types: [SUBNET, DEFAULT_SUBNET], names: [] };
const interfaces: Target = { types: ["aws:ec2/networkInterface:NetworkInterface"], names: [] };

/** Stand in the same property as subnets, and have no subnet to give. */
const WITHOUT_SUBNETS: ReadonlySet<string> = new Set([
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/vpc:Vpc",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/route:Route",
  // A service or a fleet takes one object with all that its instances are given.
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/keyPair:KeyPair",
  "aws:iam/instanceProfile:InstanceProfile",
  "aws:iam/role:Role",
]);

/** Which properties of a resource type say where its instances go. */
export interface PlaceProperties {
  /** Paths of a subnet's id, or of a list of such. */
  readonly subnets: readonly string[];
  /** A list of network interfaces: described ones with a `subnetId`, or the ids of existing ones. */
  readonly interfaces?: string | undefined;
  /** The path of an existing network interface's id. */
  readonly primary?: string | undefined;
}

/** Where a resource puts its instances; `undefined` where it names no subnet at all. */
export function placementOf(
  stack: Stack,
  from: StackResource,
  { subnets, interfaces: list, primary }: PlaceProperties,
): Placement | undefined {
  const placements = [
    ...subnets.map((path) => placementAt(stack, from, path)),
    ...interfacePaths(from, list).flatMap((path) => [
      placementAt(stack, from, `${path}.subnetId`),
      existingPlacement(stack, from, `${path}.networkInterfaceId`),
    ]),
    primary === undefined ? undefined : existingPlacement(stack, from, primary),
  ].filter((placement) => placement !== undefined);
  return placements.length === 0 ? undefined : join(placements);
}

/** Of an interface list that is only known at apply nothing can be told, so it stands for one interface. */
function interfacePaths({ inputs }: StackResource, property: string | undefined): readonly string[] {
  if (property === undefined) return [];
  const list = listAt(inputs, property);
  if (list.state === "absent") return [];
  return list.state === "unknown"
    ? [property]
    : list.value.map((_, index) => `${property}[${String(index)}]`);
}

/** The subnets that a property names: one id, or a list of them. */
export function placementAt(stack: Stack, from: StackResource, path: string): Placement | undefined {
  if (!mayBeWritten(from.inputs, path)) return undefined;
  const texts = textsAt(from.inputs, path);
  const names = texts.state === "known" ? texts.value : [textAt(from.inputs, path)];
  return join(names.map((name) => subnetNamed(stack, from, name)));
}

function subnetNamed(stack: Stack, from: StackResource, name: Fact<string>): Placement {
  const reference = refer(stack, from, name, subnetTarget);
  switch (reference.kind) {
    case "found":
      return { subnets: [reference.resource], missing: undefined };
    case "several":
      return { subnets: reference.resources, missing: undefined };
    case "outside":
      return { subnets: [], missing: `the subnet that ${name.path} names is not in the stack` };
    case "unknown": {
      const { candidates, others } = dependenciesOn(stack, from, name.path, subnetTarget);
      const elsewhere = others.some((urn) => !WITHOUT_SUBNETS.has(typeInUrn(urn)));
      const told = name.state === "unknown" && candidates.length > 0 && !elsewhere;
      return told ? { subnets: candidates, missing: undefined } : { subnets: [], missing: reference.why };
    }
  }
}

/** Where the network interface is that a property names by its id. */
function existingPlacement(stack: Stack, from: StackResource, path: string): Placement | undefined {
  if (!mayBeWritten(from.inputs, path)) return undefined;
  const reference = refer(stack, from, textAt(from.inputs, path), interfaces);
  const unseen = { subnets: [], missing: `the network interface in ${path} cannot be told` };
  if (reference.kind !== "found") return unseen;
  return placementAt(stack, reference.resource, "subnetId") ?? unseen;
}

/**
 * The subnets of a region's default VPC, where AWS was asked for them: what is seen there stands in the stack next to what
 * the program makes, and then all of them do.
 */
export function seenDefaultSubnets(stack: Stack, region: Fact<string>): readonly StackResource[] {
  if (region.state !== "known") return [];
  const isThere = (resource: StackResource): boolean => {
    const its = regionOf(resource);
    return isSeenLive(resource) && its.state === "known" && its.value === region.value;
  };
  const [vpc, ...others] = resourcesOf(stack, DEFAULT_VPC).filter(isThere);
  if (vpc === undefined || others.length > 0) return [];
  return resourcesOf(stack, SUBNET).filter((subnet) => isThere(subnet) && isIn(stack, subnet, vpc) === "yes");
}

const isSeenLive = ({ urn }: StackResource): boolean => urn.startsWith("live:");

function join(placements: readonly Placement[]): Placement {
  return {
    subnets: [...new Set(placements.flatMap(({ subnets }) => subnets))],
    missing: placements.map(({ missing }) => missing).find((why) => why !== undefined),
  };
}
