import { valueOf, type Fact } from "../../facts/fact";
import { flagAt, mayBeWritten, textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { referrersOf, resourcesOf, type Relation } from "../stack";
import { allOf, type Answer } from "./answer";
import { groupsAt, isEmpty } from "./attached-groups";
import { defaultGroupOf } from "./default-group";
import { isHost, wholeInternet } from "./peers";
import { rangesOf, type Place } from "./place";
import { eachOf, LEADS, oneOf, shutBy, unlessSeen, untold, type Reach } from "./reach";
import { groupsLet } from "./security-groups";
import { connectionThrough } from "./subnet-filter";
import { allowsEverything } from "./endpoint-policy";
import { placementAt } from "./subnets";
import { DEFAULT_VPC, isIn, isMadeNow } from "./vpc";
import { leadsOnlyToTheInternet, natLeadsOut, wayOut } from "./way-out";

const HTTPS = 443;
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const IN_SUBNET: Relation = {
  type: "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation",
  path: "vpcEndpointId",
  target: { types: [ENDPOINT], names: [] },
};

/** What the agent talks to: `ec2messages` only up to version 3.3.40.0 ("VPC endpoints", Systems Manager guide). */
const SERVICES = ["ssm", "ssmmessages"] as const;

/**
 * Whether port 443 of a host leads to Systems Manager: by the internet (with a public address, or through a NAT gateway), or
 * by interface endpoints of its VPC ("Session Manager prerequisites", Systems Manager guide).
 */
export function toSystemsManager(stack: Stack, place: Place, address: Fact<boolean>): Reach {
  const { vpc, subnet } = place;
  const reach = eachOf([
    oneOf([byInternet(stack, place, address), byEndpoints(stack, place)]),
    connectionThrough(stack, subnet, "egress", HTTPS, "anybody"),
  ]);
  return unlessSeen(reach, isMadeNow(vpc) && leadsOnlyToTheInternet(stack, subnet));
}

function byInternet(stack: Stack, { subnet, host }: Place, address: Fact<boolean>): Reach {
  const lets = groupsLet(stack, host.groups, "egress", HTTPS, wholeInternet);
  return eachOf([
    gateOf(lets, {
      shut: "its security groups let port 443 out to no address of the internet",
      open: "whether its security groups let port 443 out to the internet",
    }),
    routeOut(stack, subnet, address),
  ]);
}

/** Systems Manager has addresses of version 6, too: the agent takes them where its configuration says so. */
const LEADS_BY_IPV6: ReadonlySet<string> = new Set(["internet-gateway", "ipv6-out-only", "nat-gateway"]);

function routeOut(stack: Stack, subnet: StackResource, address: Fact<boolean>): Reach {
  const way = wayOut(stack, subnet);
  switch (way.to) {
    case "nowhere":
      return LEADS_BY_IPV6.has(wayOut(stack, subnet, 6).to)
        ? untold("whether the agent uses IPv6")
        : shutBy(way.why);
    case "elsewhere":
      return untold(`where its subnet ${subnet.name} leads: ${way.what}`);
    case "ipv6-out-only":
      return untold("whether the agent uses IPv6");
    case "nat-gateway":
      return way.gateway === undefined
        ? untold("where its NAT gateway leads")
        : natLeadsOut(stack, way.gateway);
    case "internet-gateway":
      if (address.state === "unknown") return untold(address.why);
      return valueOf(address) === true
        ? LEADS
        : shutBy(`its subnet ${subnet.name} leads out by an internet gateway, which needs a public address`);
  }
}

function gateOf(answer: Answer, why: { readonly shut: string; readonly open: string }): Reach {
  if (answer === "yes") return LEADS;
  return answer === "no" ? shutBy(why.shut) : untold(why.open);
}

function byEndpoints(stack: Stack, place: Place): Reach {
  const { vpc } = place;
  const endpoints = resourcesOf(stack, ENDPOINT)
    .map((endpoint) => ({ endpoint, inVpc: isIn(stack, endpoint, vpc) }))
    .filter(({ inVpc }) => inVpc !== "no");
  return eachOf(
    SERVICES.map((service) => {
      const reaches = endpoints.flatMap(({ endpoint, inVpc }) => {
        const name = textAt(endpoint.inputs, "serviceName");
        if (name.state === "known" && !name.value.endsWith(`.${service}`)) return [];
        if (name.state !== "known" || inVpc === "maybe")
          return [untold(`whether ${endpoint.name} is an endpoint for ${service}`)];
        return [throughEndpoint(stack, endpoint, place)];
      });
      const [first, ...rest] = reaches;
      return first === undefined
        ? shutBy(`its VPC ${vpc.name} has no endpoint for ${service}`)
        : oneOf([first, ...rest]);
    }),
  );
}

function throughEndpoint(stack: Stack, endpoint: StackResource, { vpc, host }: Place): Reach {
  const { inputs, name } = endpoint;
  if (valueOf(textAt(inputs, "vpcEndpointType")) !== "Interface" || !hasPrivateNames(endpoint, vpc))
    return untold(`whether the endpoint ${name} answers to the service's own name (privateDnsEnabled)`);
  if (!allowsEverything(textAt(inputs, "policy")))
    return untold(`what the policy of the endpoint ${name} allows`);
  if (!hasSubnet(stack, endpoint)) return untold(`whether the endpoint ${name} is in a subnet`);
  const own = groupsAt(stack, endpoint, ["securityGroupIds"]);
  const groups = isEmpty(own) ? defaultGroupOf(stack, vpc) : own;
  const [subnet = vpc] = placementAt(stack, endpoint, "subnetIds")?.subnets ?? [];
  const inward = groupsLet(stack, groups, "ingress", HTTPS, isHost(host));
  const out = groupsLet(
    stack,
    host.groups,
    "egress",
    HTTPS,
    isHost({ groups, ranges: rangesOf(subnet, vpc) }),
  );
  return gateOf(allOf([inward, out]), {
    shut:
      inward === "no"
        ? `the security groups of the endpoint ${name} do not let it in at port 443`
        : `its security groups do not let port 443 out to the endpoint ${name}`,
    open: `whether the security groups let it reach the endpoint ${name} at port 443`,
  });
}

/**
 * Private names need both DNS attributes of the VPC when they are asked for; new VPCs have no hostnames unless written
 * (`aws.ec2.Vpc`).
 */
function hasPrivateNames(endpoint: StackResource, vpc: StackResource): boolean {
  const asks = valueOf(flagAt(endpoint.inputs, "privateDnsEnabled")) === true;
  if (!isMadeNow(endpoint)) return asks;
  const support = flagAt(vpc.inputs, "enableDnsSupport");
  const hostnames = flagAt(vpc.inputs, "enableDnsHostnames");
  const isOn = (flag: Fact<boolean>, byDefault: boolean): boolean =>
    flag.state === "absent" ? byDefault : valueOf(flag) === true;
  return asks && isOn(support, true) && isOn(hostnames, vpc.type === DEFAULT_VPC);
}

function hasSubnet(stack: Stack, endpoint: StackResource): boolean {
  const written = ["subnetIds", "subnetConfigurations"].some((path) => mayBeWritten(endpoint.inputs, path));
  return written || referrersOf(stack, endpoint, IN_SUBNET).certain.length > 0;
}
