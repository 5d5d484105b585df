import { graphOf } from "../launch/graph";
import { shortName } from "../launch/iam/named";
import { oncePerStack } from "../launch/per-stack";
import { isList, isObject } from "../launch/read";
import { credentialsOf } from "../launch/resolve/credentials";
import { regionOf } from "../launch/resolve/region";
import type { PropertyValue, Stack, StackResource } from "../launch/resource";
import { resourcesOf } from "../launch/stack";
import { launchTypes } from "../launch/types/table";
import { placeOf, type Place } from "./place";

/** What the resources of one place name, by known ids and names, and the stack does not hold. */
export interface LiveWants {
  readonly place: Place;
  /** Whether something is launched there, and it is no place that only holds what launches elsewhere use. */
  readonly launches: boolean;
  readonly groupIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly vpcIds: readonly string[];
  /** Whether something is launched that names no subnet. */
  readonly defaultVpc: boolean;
  /** Names of instance profiles. */
  readonly profiles: readonly string[];
  /** Names of roles. */
  readonly roles: readonly string[];
  /** ARNs of policies. */
  readonly policies: readonly string[];
}

interface Names {
  readonly place: Place | undefined;
  readonly ids: Set<string>;
  readonly profiles: Set<string>;
  readonly roles: Set<string>;
  readonly policies: Set<string>;
  launches: boolean;
  defaultVpc: boolean;
}

const PROFILES = "aws:iam/instanceProfile:InstanceProfile";

/** Types that lead from a launch to its network: what they name, some launch may depend on. */
const NETWORK = [
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/instanceConnectEndpoint:InstanceConnectEndpoint",
  "aws:ec2/networkInterface:NetworkInterface",
  "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment",
  "aws:ec2/route:Route",
  "aws:ec2/routeTable:RouteTable",
  "aws:ec2/routeTableAssociation:RouteTableAssociation",
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:ec2/subnet:Subnet",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
  "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
] as const;

/** Types of the network that name nothing of it, or nothing that a launch depends on. */
const OTHER_NETWORK = [
  "aws:ec2/defaultRouteTable:DefaultRouteTable",
  "aws:ec2/defaultSubnet:DefaultSubnet",
  "aws:ec2/defaultVpc:DefaultVpc",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/vpc:Vpc",
] as const;

/** Types that lead from an instance profile to its policies. */
const IAM = [
  PROFILES,
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/role:Role",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
] as const;

/** Properties whose text names an instance profile, by name or ARN; `iamInstanceProfile` may hold both. */
const PROFILE = new Set(["iamInstanceProfile", "iamInstanceProfileArn", "instanceProfile", "instanceRole"]);
const ROLE = new Set(["nodeRoleArn"]);
const POLICY = new Set(["policyArn", "policyArns", "managedPolicyArns", "permissionsBoundary"]);

/** Never looked into: long, secret, or free text. */
const SKIPPED = new Set(["userData", "userDataBase64", "tags", "tagsAll", "description", "policy"]);

/** Properties by which a launch says where its instances go. */
const PLACING =
  /^(subnetIds?|vpcZoneIdentifiers|networkInterfaces|primaryNetworkInterface|vpcConfigs?|subnets)$/u;

const ID = /\b(?:sg|subnet|vpc)-(?:[0-9a-f]{17}|[0-9a-f]{8})\b/gu;

/**
 * What a stack leaves to be looked up, place by place; nothing where nothing is launched. A name that means something of an
 * account (a role's, a profile's) is left out where resources of several accounts use it: the answers of one would be taken for another's.
 */
export function liveWants(stack: Stack): {
  readonly wants: readonly LiveWants[];
  /** Whether every place that something is launched in can be asked. */
  readonly everywhere: boolean;
} {
  const places = new Map<string, Names>();
  for (const token of launchTypes.keys()) {
    for (const resource of resourcesOf(stack, token)) {
      const names = namesAt(places, resource);
      names.launches = true;
      if (namesNoSubnet(resource)) names.defaultVpc = true;
      collect(resource, names);
    }
  }
  for (const resource of resourcesOf(stack, ...NETWORK, ...IAM)) {
    collect(resource, namesAt(places, resource));
  }
  const all = [...places.values()];
  const wants = all.flatMap((names): readonly LiveWants[] => {
    const { place } = names;
    if (place === undefined || !all.some((each) => each.launches && isAccountOf(each, place))) return [];
    const others = all.filter((each) => !isAccountOf(each, place));
    const own = (kind: "profiles" | "roles" | "policies", type: string): readonly string[] =>
      [...names[kind]].filter(
        (name) => !isHeld(stack, type, name) && !others.some((each) => each[kind].has(name)),
      );
    const ids = (prefix: string) =>
      [...names.ids].filter((id) => id.startsWith(prefix) && !heldIds(stack).has(id));
    return [
      {
        place,
        groupIds: ids("sg-"),
        subnetIds: ids("subnet-"),
        vpcIds: ids("vpc-"),
        defaultVpc: names.defaultVpc,
        profiles: own("profiles", PROFILES),
        roles: own("roles", "aws:iam/role:Role"),
        policies: own("policies", "aws:iam/policy:Policy"),
        launches: names.launches,
      },
    ];
  });
  return { wants, everywhere: all.every(({ place, launches }) => place !== undefined || !launches) };
}

const isAccountOf = (names: Names, place: Place): boolean =>
  names.place !== undefined && names.place.profile === place.profile;

function namesAt(places: Map<string, Names>, resource: StackResource): Names {
  const place = placeOf({ region: regionOf(resource), credentials: credentialsOf(resource) });
  const key = place?.key ?? "";
  let names = places.get(key);
  if (names === undefined) {
    const empty = { ids: new Set<string>(), profiles: new Set<string>() };
    names = { place, ...empty, roles: new Set(), policies: new Set(), launches: false, defaultVpc: false };
    places.set(key, names);
  }
  return names;
}

/** Of an instance, and what launches like one: a group says where its instances go, and a template need not. */
function namesNoSubnet({ type, inputs }: StackResource): boolean {
  const kind = launchTypes.get(type)?.kind;
  if (inputs === undefined || (kind !== "instance" && kind !== "spot-request")) return false;
  return (
    !Object.keys(inputs).some((property) => PLACING.test(property)) && inputs.launchTemplate === undefined
  );
}

function collect({ type, inputs }: StackResource, names: Names): void {
  if (inputs === undefined) return;
  if (type === PROFILES && typeof inputs.role === "string") names.roles.add(shortName(inputs.role));
  for (const [property, value] of Object.entries(inputs)) walk(property, value, names);
}

function walk(property: string, value: PropertyValue, names: Names): void {
  if (SKIPPED.has(property)) return;
  if (typeof value === "string") {
    read(property, value, names);
  } else if (isList(value)) {
    for (const item of value) walk(property, item, names);
  } else if (isObject(value)) {
    // An Elastic Beanstalk option carries its name next to its value.
    const named = value.name === "IamInstanceProfile" && typeof value.value === "string";
    if (named) names.profiles.add(shortName(value.value as string));
    for (const [inner, each] of Object.entries(value)) {
      walk(PROFILE.has(property) && (inner === "name" || inner === "arn") ? property : inner, each, names);
    }
  }
}

function read(property: string, text: string, names: Names): void {
  if (text === "") return;
  if (PROFILE.has(property)) names.profiles.add(shortName(text));
  else if (ROLE.has(property)) names.roles.add(shortName(text));
  else if (POLICY.has(property)) names.policies.add(text);
  else for (const [id] of text.matchAll(ID)) names.ids.add(id);
}

/** Whether the stack holds what AWS calls by an id (of the network) or a name (of IAM). */
export function isHeld(stack: Stack, type: string, idOrName: string): boolean {
  if (!type.startsWith("aws:iam/")) return heldIds(stack).has(idOrName);
  return ["name", "id", "arn"].some((property) => graphOf(stack).called(type, property, idOrName).length > 0);
}

/** Ids of the stack's own resources around a launch's network: AWS's ids tell kinds apart, and Pulumi's types need not. */
const heldIds = oncePerStack((stack): ReadonlySet<string> => {
  const known = resourcesOf(stack, ...NETWORK, ...OTHER_NETWORK).map(({ outputs }) => outputs?.id);
  return new Set(known.filter((id) => typeof id === "string"));
});
