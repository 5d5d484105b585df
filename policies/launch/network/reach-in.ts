import { valueOf, type Fact } from "../../facts/fact";
import { flagAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { neighboursIn } from "./neighbours";
import type { Place } from "./place";
import { eachOf, LEADS, oneOf, shutBy, unlessSeen, untold, type Reach } from "./reach";
import { connectionThrough } from "./subnet-filter";
import { isMadeNow } from "./vpc";
import { leadsOnlyToTheInternet, wayOut } from "./way-out";

const SSH = 22;

/** Whether the internet reaches a host's port 22: a public address, and a route from an internet gateway to it. */
export function fromInternet(stack: Stack, place: Place, address: Fact<boolean>, asksIpv6: boolean): Reach {
  const { vpc, subnet } = place;
  const byIpv4 = eachOf([
    addressOf(address),
    routeIn(stack, subnet),
    connectionThrough(stack, subnet, "ingress", SSH, "internet"),
  ]);
  const byIpv6 = asksIpv6 || getsIpv6(subnet) ? [routeInByIpv6(stack, subnet)] : [];
  return unlessSeen(oneOf([byIpv4, ...byIpv6]), isMadeNow(vpc));
}

function addressOf(address: Fact<boolean>): Reach {
  if (address.state === "unknown") return untold(address.why);
  return valueOf(address) === true ? LEADS : shutBy("it has no public address");
}

function routeIn(stack: Stack, subnet: StackResource): Reach {
  const way = wayOut(stack, subnet);
  switch (way.to) {
    case "internet-gateway":
      return LEADS;
    case "nowhere":
      return shutBy(way.why);
    case "elsewhere":
      return untold(`where its subnet ${subnet.name} leads: ${way.what}`);
    case "nat-gateway":
    case "ipv6-out-only":
      return shutBy(`its subnet ${subnet.name} leads out by a gateway that lets no connection in`);
  }
}

function getsIpv6({ inputs }: StackResource): boolean {
  const given = flagAt(inputs, "assignIpv6AddressOnCreation");
  return given.state === "unknown" || valueOf(given) === true;
}

/** Addresses of version 6 are public all; whether the host gets and uses one is left open where one may come in. */
function routeInByIpv6(stack: Stack, subnet: StackResource): Reach {
  const way = wayOut(stack, subnet, 6);
  return way.to === "nowhere" || way.to === "ipv6-out-only" || way.to === "nat-gateway"
    ? shutBy("its IPv6 address has no route from an internet gateway")
    : untold("whether an IPv6 address leads to it");
}

/**
 * Whether anything at all reaches the host's port 22, endpoints for Instance Connect aside. Shut only in a VPC of this
 * deployment's that has nothing else in it, and whose routes lead to the internet at most: a VPN, a peering, a transit
 * gateway, a load balancer or another host may each lead to it.
 */
export function fromAnywhere(
  stack: Stack,
  { vpc, subnet }: Place,
  internet: Reach,
  self: StackResource,
): Reach {
  if (internet.state === "open") return internet;
  if (!isMadeNow(vpc)) return untold("whether a route leads to it");
  const other = neighboursIn(stack, vpc).find(({ urn }) => urn !== self.urn);
  if (other !== undefined) return untold(`whether ${other.name} leads to it`);
  const filter = connectionThrough(stack, subnet, "ingress", SSH, "anybody");
  if (filter.state === "closed") return filter;
  if (internet.state === "unknown") return internet;
  return leadsOnlyToTheInternet(stack, subnet)
    ? shutBy(`${internet.why}, and nothing else leads into its VPC ${vpc.name}`)
    : untold(`whether the routes of its subnet ${subnet.name} lead to it`);
}
