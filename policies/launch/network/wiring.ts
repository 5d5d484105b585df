import { absent, type Fact } from "../../facts/fact";
import type { PortAccess } from "../launch";
import type { Source } from "../part";
import { listAt, mayBeWritten } from "../read";
import type { AttachedGroups } from "./attached-groups";
import { accessThrough, attachedTo, type GroupProperties } from "./security-groups";
import { placementOf, type Placement } from "./subnets";

/** How a launch is connected, as far as its resources say: what the network's answers are worked out from. */
export interface Wiring {
  /** `undefined`: none are named, the VPC's default group applies. */
  readonly groups: AttachedGroups | undefined;
  /** `undefined`: no subnet is named. */
  readonly placement: Placement | undefined;
  /** True where it may ask for an IPv6 address. */
  readonly ipv6: boolean;
  /** The property that names the groups. */
  readonly path: string;
}

/** It is one of these: templates that cannot be told apart give one each. */
export type Wirings = readonly [Wiring, ...Wiring[]];

export const noWiring: Wiring = {
  groups: undefined,
  placement: undefined,
  ipv6: false,
  path: "vpcSecurityGroupIds",
};

export const unseenWiring = (why: string): Wiring => ({
  ...noWiring,
  groups: { certain: [], possible: [], missing: [why] },
  placement: { subnets: [], missing: why },
  ipv6: true,
});

/** Which properties of a resource type connect its instances. */
export interface WiringProperties extends GroupProperties {
  /** Paths of a subnet's id, or of a list of such. */
  readonly subnets?: readonly string[];
}

const IPV6 = ["ipv6AddressCount", "ipv6Addresses", "ipv6PrefixCount", "ipv6Prefixes", "enablePrimaryIpv6"];

/** What a resource says of how its instances are connected. */
interface ConnectedPart {
  /** Absent: no groups are named. */
  readonly sshIngress: Fact<PortAccess>;
  readonly httpsEgress: Fact<PortAccess>;
  readonly wirings: Wirings;
}

/** The fields of a launch part that say how its instances are connected, and what its own security groups let through. */
export function portAccess(source: Source, properties: WiringProperties): ConnectedPart {
  const { stack } = source;
  const wiring = wiringOf(source, properties);
  const { groups, path } = wiring;
  const access = (direction: "ingress" | "egress", port: number): Fact<PortAccess> =>
    groups === undefined ? absent(path) : accessThrough(stack, groups, direction, port, path);
  return { sshIngress: access("ingress", 22), httpsEgress: access("egress", 443), wirings: [wiring] };
}

/** The wiring of a resource that says where its instances go, and nothing else of how they are connected. */
export const placedAt = (
  { resource, stack }: Source,
  subnets: readonly string[],
): Pick<ConnectedPart, "wirings"> => ({
  wirings: [{ ...noWiring, placement: placementOf(stack, resource, { subnets }) }],
});

function wiringOf(source: Source, properties: WiringProperties): Wiring {
  const { resource, stack } = source;
  const { lists, interfaces, primary, subnets = [] } = properties;
  const list = interfaces === undefined ? undefined : listAt(resource.inputs, interfaces);
  const count = list?.state === "known" ? list.value.length : 0;
  const prefixes = [
    "",
    ...Array.from({ length: count }, (_, index) => `${interfaces ?? ""}[${String(index)}].`),
  ];
  return {
    groups: attachedTo(source, properties),
    placement: placementOf(stack, resource, { subnets, interfaces, primary }),
    ipv6: prefixes.some((prefix) => IPV6.some((each) => mayBeWritten(resource.inputs, `${prefix}${each}`))),
    path: lists[0] ?? "securityGroups",
  };
}

/** The same with security groups that nobody can see, beside its own. */
export function withUnseenGroups([first, ...rest]: Wirings, why: string): Wirings {
  const add = (wiring: Wiring): Wiring => {
    const { certain = [], possible = [], missing = [] } = wiring.groups ?? {};
    return { ...wiring, groups: { certain, possible, missing: [...missing, why] } };
  };
  return [add(first), ...rest.map(add)];
}

/** It is one of any of these. */
export const anyWiring = (all: readonly Wirings[]): Wirings => {
  const [first = noWiring, ...rest] = all.flat();
  return [first, ...rest];
};

/** A launch's own wiring on top of its template's: what is named stands, whichever template it is. */
export function mergeWirings(own: Wirings, template: Wirings): Wirings {
  const merge = (above: Wiring, below: Wiring): Wiring => ({
    groups: above.groups ?? below.groups,
    placement: above.placement ?? below.placement,
    ipv6: above.ipv6 || below.ipv6,
    path: above.groups === undefined ? below.path : above.path,
  });
  const [first, ...rest] = own.flatMap((above) => template.map((below) => merge(above, below)));
  return first === undefined ? own : [first, ...rest];
}
