import { flagAt, textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { pointsAt, resourcesOf } from "../stack";
import { allOf, anyOf, type Answer } from "./answer";
import { groupsAt, isEmpty } from "./attached-groups";
import { defaultGroupOf } from "./default-group";
import { isHost, kindOfPeer, type Host, type PeerTest } from "./peers";
import { oneOf, shutBy, untold, type Reach } from "./reach";
import { groupsLet } from "./security-groups";
import { placementAt } from "./subnets";
import { connectionThrough } from "./subnet-filter";
import { isMadeNow, vpcOf } from "./vpc";
import { rangesOf, type Place } from "./place";

const ENDPOINT = "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint";
const SSH = 22;

/**
 * Whether an EC2 Instance Connect endpoint of the VPC reaches port 22 of a host: its security groups let that out, and the
 * host's let it in ("Security groups for EC2 Instance Connect Endpoint", EC2 guide). What comes to the endpoint is let in
 * whatever its groups say, and within a VPC there is always a route.
 */
export function fromConnectEndpoint(stack: Stack, { vpc, subnet, host }: Place): Reach {
  const inVpc = resourcesOf(stack, ENDPOINT).map((endpoint) => ({
    endpoint,
    at: isAt(stack, endpoint, vpc),
  }));
  const reaches = inVpc.flatMap(({ endpoint, at }) => {
    if (at === "no") return [];
    const reach = reachOf(stack, endpoint, { vpc, subnet, host });
    return [at === "maybe" && reach.state === "open" ? untold(`whose VPC ${endpoint.name} is in`) : reach];
  });
  const [first, ...rest] = reaches;
  if (first !== undefined) return oneOf([first, ...rest]);
  return isMadeNow(vpc)
    ? shutBy(`its VPC ${vpc.name} has no EC2 Instance Connect endpoint`)
    : untold(`whether its VPC ${vpc.name} has an EC2 Instance Connect endpoint`);
}

function isAt(stack: Stack, endpoint: StackResource, vpc: StackResource): Answer {
  const { subnets = [], missing } = placementAt(stack, endpoint, "subnetId") ?? {};
  if (missing !== undefined || subnets.length === 0) {
    // A subnet that has an id already is in no VPC that is made now.
    const isKnown = textAt(endpoint.inputs, "subnetId").state === "known";
    return isKnown && isMadeNow(vpc) ? "no" : "maybe";
  }
  const answers = subnets.map((subnet) => pointsAt(vpcOf(stack, subnet), vpc));
  return answers.every((each) => each === "yes") ? "yes" : anyOf(answers) === "no" ? "no" : "maybe";
}

function reachOf(stack: Stack, endpoint: StackResource, { vpc, subnet, host }: Place): Reach {
  const own = groupsAt(stack, endpoint, ["securityGroupIds"]);
  const groups = isEmpty(own) ? defaultGroupOf(stack, vpc) : own;
  const subnets = placementAt(stack, endpoint, "subnetId")?.subnets ?? [];
  const [first = vpc] = subnets;
  const out = groupsLet(stack, groups, "egress", SSH, isHost(host));
  const inward = groupsLet(
    stack,
    host.groups,
    "ingress",
    SSH,
    visitor(endpoint, { groups, ranges: rangesOf(first, vpc) }),
  );
  const answer = allOf([out, inward]);
  const filter = connectionThrough(stack, subnet, "ingress", SSH, "anybody");
  if (answer === "yes") return filter;
  if (out === "no")
    return shutBy(`the endpoint ${endpoint.name} lets port 22 out to none of its security groups`);
  return answer === "no"
    ? shutBy(`its security groups let port 22 in from elsewhere than the endpoint ${endpoint.name}`)
    : untold(`whether its security groups let the endpoint ${endpoint.name} in at port 22`);
}

/**
 * Who a connection through the endpoint comes from: the endpoint, or the client where its address is kept. What holds where
 * `preserveClientIp` is left out is told differently by the provider (true) and by AWS (false): then it has to hold for both.
 */
function visitor({ inputs }: StackResource, endpoint: Host): PeerTest {
  const keeps = flagAt(inputs, "preserveClientIp");
  const asEndpoint = isHost(endpoint);
  return (peer, group) => {
    if (peer.kind !== "addresses") return asEndpoint(peer, group);
    const byEndpoint = asEndpoint(peer, group);
    // Clients come from the internet; whether some have a private address cannot be told.
    const byClient: Answer = kindOfPeer(peer) === "private-addresses" ? "maybe" : "yes";
    if (keeps.state === "known") return keeps.value ? byClient : byEndpoint;
    return byEndpoint === byClient ? byEndpoint : "maybe";
  };
}
