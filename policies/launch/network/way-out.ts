import { textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { refer } from "../stack";
import { isWholeWorld, versionOf } from "./addresses";
import { routesOf, type Hop, type Route } from "./routes";
import { subnetTarget } from "./subnets";
import { tableOf } from "./route-tables";
import { LEADS, shutBy, untold, type Reach } from "./reach";

/** Where a subnet's route to the whole of the internet leads; what cannot be told is `elsewhere`. */
export type WayOut =
  | Exclude<Hop, { readonly to: "nowhere" }>
  /** `why` is a clause that names the route table. */
  | { readonly to: "nowhere"; readonly why: string };

/** The default route of a subnet's table, by version of the internet protocol. */
export function wayOut(stack: Stack, subnet: StackResource, version: 4 | 6 = 4): WayOut {
  const found = tableOf(stack, subnet);
  if (found.kind === "aws-default")
    return version === 4
      ? { to: "internet-gateway" }
      : { to: "elsewhere", what: "whatever its default VPC was given for IPv6" };
  if (found.kind === "unseen") return { to: "elsewhere", what: found.why };
  const { table } = found;
  const { routes, whole } = routesOf(stack, table);
  const route = routes.find((each) => isDefault(each, version));
  if (route !== undefined && route.hop.to !== "nowhere") return route.hop;
  const partly = routes.find(
    ({ destination, hop }) =>
      hop.to !== "nowhere" && (destination === undefined || versionOf(destination) === version),
  );
  if (partly !== undefined) return { to: "elsewhere", what: `route table ${table.name} leads out in part` };
  if (!whole)
    return {
      to: "elsewhere",
      what: `route table ${table.name} may have routes that the stack does not show`,
    };
  return { to: "nowhere", why: `${nameOf(table)} of its subnet ${subnet.name} has no route out of the VPC` };
}

const isDefault = ({ destination }: Route, version: 4 | 6): boolean =>
  destination !== undefined && isWholeWorld(destination) && versionOf(destination) === version;

const nameOf = (table: StackResource): string =>
  table.type.includes("oute") && table.type.includes("able")
    ? `the route table ${table.name}`
    : "the main route table";

/** Whether everything that a subnet's table leads to is an internet gateway, a NAT gateway, or the VPC itself. */
export function leadsOnlyToTheInternet(stack: Stack, subnet: StackResource): boolean {
  const found = tableOf(stack, subnet);
  if (found.kind !== "found") return false;
  const { routes, whole } = routesOf(stack, found.table);
  return whole && routes.every(({ hop }) => hop.to !== "elsewhere");
}

/** Whether a NAT gateway passes traffic on to the internet: a public one, in a subnet with an internet gateway. */
export function natLeadsOut(stack: Stack, gateway: StackResource): Reach {
  const type = textAt(gateway.inputs, "connectivityType");
  if (type.state === "unknown") return untold(type.why);
  if (type.state === "known" && type.value !== "public")
    return untold(`where the private NAT gateway ${gateway.name} leads`);
  const reference = refer(stack, gateway, textAt(gateway.inputs, "subnetId"), subnetTarget);
  if (reference.kind !== "found") return untold(`where the NAT gateway ${gateway.name} is`);
  const way = wayOut(stack, reference.resource);
  switch (way.to) {
    case "internet-gateway":
      return LEADS;
    case "nowhere":
    case "nat-gateway":
    case "ipv6-out-only":
      // A NAT gateway sends what it takes in by its own subnet's routes, never through another one or itself.
      return shutBy(
        `the NAT gateway ${gateway.name} stands in ${reference.resource.name}, a subnet without a route to an internet gateway`,
      );
    case "elsewhere":
      return untold(`where the NAT gateway ${gateway.name} leads: ${way.what}`);
  }
}
