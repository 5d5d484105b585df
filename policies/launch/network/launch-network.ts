import { absent, unknown, valueOf, type Fact } from "../../facts/fact";
import type { IngressSpan, Launch, LaunchNetwork, PortAccess } from "../launch";
import type { LaunchPart, Source } from "../part";
import type { Stack, StackResource } from "../resource";
import type { AttachedGroups } from "./attached-groups";
import { fromConnectEndpoint } from "./connect-endpoint";
import { defaultGroupAccess, defaultGroupOf, isUntouched } from "./default-group";
import { neighboursIn } from "./neighbours";
import type { Place } from "./place";
import { rangesOf } from "./place";
import { addressIn, hasStrayAddress } from "./public-address";
import { fromAnywhere, fromInternet } from "./reach-in";
import { alikeIn, LEADS, shutBy, untold, type Reach } from "./reach";
import { accessThrough, ingressSpans } from "./security-groups";
import { toSystemsManager } from "./systems-manager";
import { seenDefaultSubnets } from "./subnets";
import { vpcOf } from "./vpc";
import type { Wiring } from "./wiring";

/** The fields of a launch that the network around it decides. */
type Connected = Pick<Launch, "sshIngress" | "httpsEgress" | "network">;

type Paths = Omit<LaunchNetwork, "ingress">;
const PATHS = [
  "fromInternet",
  "fromAnywhere",
  "fromConnectEndpoint",
  "throughDefaultGroup",
  "toSystemsManager",
] as const satisfies readonly (keyof Paths)[];

/** What leads to a launch and out of it, once its arguments are merged with its template's. */
export function connect({ resource, stack }: Source, merged: LaunchPart): Connected {
  const part = inSeenDefaultVpc(stack, merged);
  const vpcs = part.wirings.map((wiring) => vpcOfWiring(stack, wiring));
  const [vpc] = vpcs;
  const oneVpc = vpc !== undefined && vpcs.every((each) => each === vpc) ? vpc : undefined;
  const cases = part.wirings.map((wiring) => pathsOf(stack, resource, part, wiring));
  const paths = Object.fromEntries(
    PATHS.map((path) => [
      path,
      alikeIn(
        cases.map((each) => each[path]),
        "the launch templates differ",
      ),
    ]),
  ) as unknown as Paths;
  return {
    sshIngress: ofDefaultGroup(stack, oneVpc, part.sshIngress, "ingress", 22),
    httpsEgress: ofDefaultGroup(stack, oneVpc, part.httpsEgress, "egress", 443),
    network: { ...paths, ingress: ingressOf(stack, part, oneVpc) },
  };
}

/** Without a subnet it goes to one of the default VPC's, where AWS was asked for those. */
function inSeenDefaultVpc(stack: Stack, part: LaunchPart): LaunchPart {
  if (part.namesSubnet || part.wirings.some(({ placement }) => placement !== undefined)) return part;
  const subnets = seenDefaultSubnets(stack, part.region);
  if (subnets.length === 0) return part;
  const place = (wiring: Wiring): Wiring => ({ ...wiring, placement: { subnets, missing: undefined } });
  const [first, ...rest] = part.wirings;
  return { ...part, wirings: [place(first), ...rest.map(place)] };
}

/** The VPC that all subnets of a wiring are in. */
function vpcOfWiring(stack: Stack, { placement }: Wiring): StackResource | undefined {
  if (placement === undefined || placement.missing !== undefined) return undefined;
  const vpcs = placement.subnets.map((subnet) => vpcOf(stack, subnet));
  const [first] = vpcs;
  if (first?.kind !== "found") return undefined;
  const same = vpcs.every((each) => each.kind === "found" && each.resource === first.resource);
  return same ? first.resource : undefined;
}

/** What the default group of its VPC lets through, where none is given and the stack describes that. */
function ofDefaultGroup(
  stack: Stack,
  vpc: StackResource | undefined,
  access: Fact<PortAccess>,
  direction: "ingress" | "egress",
  port: number,
): Fact<PortAccess> {
  if (access.state !== "absent") return access;
  if (vpc === undefined) return defaultGroupAccess(stack, access);
  if (isUntouched(stack, vpc)) return access;
  return accessThrough(stack, defaultGroupOf(stack, vpc), direction, port, access.path);
}

function ingressOf(
  stack: Stack,
  { wirings, sshIngress }: LaunchPart,
  vpc: StackResource | undefined,
): Fact<readonly IngressSpan[]> {
  const [wiring, ...others] = wirings;
  const { groups, path } = wiring;
  if (others.length > 0) return unknown(path, "the launch templates differ");
  if (groups !== undefined) return ingressSpans(stack, groups, path);
  if (sshIngress.state !== "absent") return unknown(path, "its security groups are not told");
  const described = vpc !== undefined && !isUntouched(stack, vpc);
  return described ? ingressSpans(stack, defaultGroupOf(stack, vpc), path) : absent(path);
}

function pathsOf(stack: Stack, resource: StackResource, part: LaunchPart, wiring: Wiring): Paths {
  const { placement } = wiring;
  if (placement === undefined && !part.namesSubnet) return inDefaultVpc(part.publicAddress);
  const missing = placement === undefined ? "which subnet it goes to is not told" : placement.missing;
  if (missing !== undefined) return unseen(missing);
  const cases = (placement?.subnets ?? []).map((subnet) => pathsIn(stack, resource, part, wiring, subnet));
  return Object.fromEntries(
    PATHS.map((path) => [
      path,
      alikeIn(
        cases.map((each) => each[path]),
        "its subnets differ",
      ),
    ]),
  ) as unknown as Paths;
}

/** Without a subnet it goes to one of the default VPC's, which lead to the internet as AWS makes them. */
function inDefaultVpc(address: Fact<boolean>): Paths {
  const isPublic = valueOf(address) === true;
  const route = isPublic ? LEADS : untold("whether a route leads to it");
  const without = address.state === "known" && !isPublic;
  return {
    fromInternet: route,
    fromAnywhere: route,
    fromConnectEndpoint: untold("whether the default VPC has an EC2 Instance Connect endpoint"),
    throughDefaultGroup: untold("whether the VPC's default security group was opened for port 22"),
    toSystemsManager: without
      ? untold("whether the default VPC leads to Systems Manager without a public address")
      : LEADS,
  };
}

/** The network of a launch of which nobody sees how it is connected. */
export const unseenNetwork = (why: string): LaunchNetwork => ({
  ...unseen(why),
  ingress: unknown("vpcSecurityGroupIds", why),
});

const unseen = (why: string): Paths => ({
  fromInternet: untold(why),
  fromAnywhere: untold(why),
  fromConnectEndpoint: untold(why),
  throughDefaultGroup: untold("whether the VPC's default security group was opened for port 22"),
  toSystemsManager: untold(why),
});

function pathsIn(
  stack: Stack,
  resource: StackResource,
  part: LaunchPart,
  wiring: Wiring,
  subnet: StackResource,
): Paths {
  const found = vpcOf(stack, subnet);
  if (found.kind !== "found") return unseen(`the VPC of its subnet ${subnet.name} is not in the stack`);
  const vpc = found.resource;
  const host = { groups: groupsOf(stack, part, wiring, vpc), ranges: rangesOf(subnet, vpc) };
  const place: Place = { vpc, subnet, host };
  const address = strayAware(stack, resource, addressIn(subnet, part.publicAddress));
  const internet = fromInternet(stack, place, address, wiring.ipv6);
  return {
    fromInternet: internet,
    fromAnywhere: fromAnywhere(stack, place, internet, resource),
    fromConnectEndpoint: fromConnectEndpoint(stack, place),
    throughDefaultGroup: throughDefaultGroup(stack, vpc, resource),
    toSystemsManager: toSystemsManager(stack, place, address),
  };
}

function groupsOf(stack: Stack, part: LaunchPart, { groups }: Wiring, vpc: StackResource): AttachedGroups {
  if (groups !== undefined) return groups;
  return part.sshIngress.state === "absent"
    ? defaultGroupOf(stack, vpc)
    : { certain: [], possible: [], missing: ["its security groups are not told"] };
}

function strayAware(stack: Stack, resource: StackResource, address: Fact<boolean>): Fact<boolean> {
  return address.state === "known" && !address.value && hasStrayAddress(stack, resource)
    ? unknown(address.path, "an Elastic IP of the stack may be given to it")
    : address;
}

function throughDefaultGroup(stack: Stack, vpc: StackResource, self: StackResource): Reach {
  if (!isUntouched(stack, vpc))
    return untold("whether the VPC's default security group was opened for port 22");
  const other = neighboursIn(stack, vpc).find(({ urn }) => urn !== self.urn);
  return other === undefined
    ? shutBy(
        `no security group is given, and the default one of its new VPC ${vpc.name} lets in its own members only`,
      )
    : untold(`whether ${other.name} is a member of the default security group and leads to it`);
}
