import { valueOf } from "../../facts/fact";
import { isObject, listAt, mayBeWritten, textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { dependenciesOn, refer, typeInUrn, type Target } from "../stack";
import { perStack } from "../per-stack";
import { looseRoutes } from "./route-tables";
import { isMadeNow } from "./vpc";

/** Where a route leads. */
export type Hop =
  | { readonly to: "internet-gateway" }
  /** `gateway` is missing where it is not in the stack. */
  | { readonly to: "nat-gateway"; readonly gateway: StackResource | undefined }
  | { readonly to: "ipv6-out-only" }
  /** Within the VPC, or to a gateway endpoint's service: no way in or out. */
  | { readonly to: "nowhere" }
  /** Somewhere that is not looked at: a transit gateway, a peering, a VPN, an instance. */
  | { readonly to: "elsewhere"; readonly what: string };

export interface Route {
  /** `undefined`: only known at apply, or a prefix list. */
  readonly destination: string | undefined;
  readonly hop: Hop;
}

export interface Routes {
  readonly routes: readonly Route[];
  /** False where the table may have other routes than these. */
  readonly whole: boolean;
}

const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";
const NAT: Target = { types: ["aws:ec2/natGateway:NatGateway"], names: [] };
const GATEWAYS: Target = {
  types: [
    INTERNET_GATEWAY,
    "aws:ec2/vpnGateway:VpnGateway",
    "aws:ec2/carrierGateway:CarrierGateway",
    "aws:ec2/vpcEndpoint:VpcEndpoint",
  ],
  names: [],
};

/** What stands in the same list of routes as a gateway, and is none. */
const OTHER_HOPS =
  /^aws:ec2\/(?:natGateway|egressOnlyInternetGateway|networkInterface|instance|vpcPeeringConnection|managedPrefixList|vpc|subnet):|^aws:ec2transitgateway\//;

const ELSEWHERE = [
  ["transitGatewayId", "a transit gateway"],
  ["vpcPeeringConnectionId", "a VPC peering"],
  ["networkInterfaceId", "a network interface"],
  ["instanceId", "an instance"],
  ["carrierGatewayId", "a carrier gateway"],
  ["localGatewayId", "a local gateway"],
  ["coreNetworkArn", "a core network"],
  ["odbNetworkArn", "a database network"],
  ["vpcEndpointId", "a gateway load balancer"],
] as const;

/** The routes of a table of the stack. Inline ones are all there are: the provider removes the others. */
export const routesOf = perStack(readRoutes);

function readRoutes(stack: Stack, table: StackResource): Routes {
  const inline = listAt(table.inputs, "routes");
  const written = inline.state === "known" ? inline.value : [];
  const loose = looseRoutes(stack, table);
  const routes = [
    ...written.flatMap((route, index) =>
      isObject(route) ? [readRoute(stack, table, `routes[${String(index)}].`)] : [],
    ),
    ...loose.routes.map((route) => readRoute(stack, route, "")),
  ];
  const all =
    inline.state !== "unknown" &&
    written.every(isObject) &&
    !loose.mayBeMore &&
    !mayBeWritten(table.inputs, "propagatingVgws") &&
    (isMadeNow(table) || inline.state === "known");
  return { routes, whole: all };
}

function readRoute(stack: Stack, from: StackResource, prefix: string): Route {
  const names = ["cidrBlock", "ipv6CidrBlock", "destinationCidrBlock", "destinationIpv6CidrBlock"];
  const destination = names
    .map((name) => valueOf(textAt(from.inputs, `${prefix}${name}`)))
    .find((cidr) => cidr !== undefined);
  return { destination, hop: hopOf(stack, from, prefix) };
}

function hopOf(stack: Stack, from: StackResource, prefix: string): Hop {
  const names = (property: string): boolean => mayBeWritten(from.inputs, `${prefix}${property}`);
  if (names("natGatewayId"))
    return { to: "nat-gateway", gateway: targetAt(stack, from, `${prefix}natGatewayId`, NAT) };
  if (names("egressOnlyGatewayId")) return { to: "ipv6-out-only" };
  const elsewhere = ELSEWHERE.find(([property]) => names(property));
  if (elsewhere !== undefined) return { to: "elsewhere", what: elsewhere[1] };
  const id = textAt(from.inputs, `${prefix}gatewayId`);
  const type = targetAt(stack, from, `${prefix}gatewayId`, GATEWAYS)?.type;
  if (type === INTERNET_GATEWAY) return { to: "internet-gateway" };
  if (type !== undefined) return { to: "elsewhere", what: "a gateway of another kind" };
  if (id.state !== "known") return { to: "elsewhere", what: "a gateway that cannot be told" };
  // The form of an id tells what it is: `igw-`, `vgw-`, `vpce-` ("Resource IDs", EC2 guide); "local" is the VPC itself.
  if (id.value.startsWith("igw-")) return { to: "internet-gateway" };
  return id.value === "local" ? { to: "nowhere" } : { to: "elsewhere", what: id.value };
}

/** The one resource that a route's property stands for, though the routes beside it depend on others. */
function targetAt(
  stack: Stack,
  from: StackResource,
  path: string,
  target: Target,
): StackResource | undefined {
  const value = textAt(from.inputs, path);
  const reference = refer(stack, from, value, target);
  if (reference.kind === "found") return reference.resource;
  if (value.state !== "unknown") return undefined;
  const { candidates, others } = dependenciesOn(stack, from, path, target);
  const [only, ...rest] = candidates;
  const told = rest.length === 0 && others.every((urn) => OTHER_HOPS.test(typeInUrn(urn)));
  return told ? only : undefined;
}
