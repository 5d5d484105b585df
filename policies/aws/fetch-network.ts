import { askPlace, problemsOf, type LookupOptions, type Question } from "./ask";
import { batches } from "./batch";
import type { PlaceAnswers, Shelf } from "./cache";
import type { LivePermission } from "./calls";
import type { Clients } from "./clients";
import type { NetworkFacts, NetworkRequest } from "./network";
import {
  readDefaultGroups,
  readDefaultSubnets,
  readEndpoints,
  readGroups,
  readInstanceConnectEndpoints,
  readInternetGateways,
  readNatGateways,
  readRouteTables,
  readSubnets,
  type Read,
} from "./network-calls";

/** What stands for all default subnets on their shelf, where the rest stands by VPC. */
const DEFAULT = "default";

/**
 * Asks EC2 about the network that `request` names, in three rounds: the subnets; what is in their VPCs; the security groups,
 * those of endpoints among them. Each kind costs one call for every 200 ids, and more only where AWS pages its answer.
 * Never rejects; a kind of which a page is missing is unknown as a whole.
 */
export async function fetchNetwork(
  request: NetworkRequest,
  options: LookupOptions = {},
): Promise<NetworkFacts> {
  let vpcIds: readonly string[] = [];
  let groupIds: readonly string[] = [];
  const answers = await askPlace(request.region, request.region, options, async (put, so) => {
    await put([
      ...question(so.subnets, "ec2:DescribeSubnets", request.subnetIds, readSubnets),
      ...question(
        so.defaultSubnets,
        "ec2:DescribeSubnets",
        request.defaultVpc ? [DEFAULT] : [],
        readDefaultSubnets,
      ),
    ]);
    vpcIds = vpcsOf(request, so);
    await put(questionsAbout(vpcIds, so));
    groupIds = groupsOf(request, vpcIds, so);
    await put(question(so.groups, "ec2:DescribeSecurityGroups", groupIds, readGroups));
  });
  const inVpcs = <T extends { readonly vpcId: string }>(shelf: Shelf<T>) =>
    [...shelf.found.values()].filter(({ vpcId }) => vpcIds.includes(vpcId));
  const named = <T>(shelf: Shelf<T>, ids: readonly string[]) =>
    [...new Set(ids)].flatMap((id) => shelf.found.get(id) ?? []);
  const defaultSubnets = request.defaultVpc ? [...answers.defaultSubnets.found.values()] : [];
  return {
    vpcIds,
    defaultVpcId: defaultSubnets[0]?.vpcId,
    groups: named(answers.groups, groupIds),
    defaultGroups: inVpcs(answers.defaultGroups),
    subnets: named(answers.subnets, request.subnetIds),
    defaultSubnets,
    routeTables: inVpcs(answers.routeTables),
    internetGateways: inVpcs(answers.internetGateways),
    natGateways: inVpcs(answers.natGateways),
    endpoints: inVpcs(answers.endpoints),
    instanceConnectEndpoints: inVpcs(answers.instanceConnectEndpoints),
    problems: problemsOf(answers),
  };
}

function vpcsOf(request: NetworkRequest, answers: PlaceAnswers): readonly string[] {
  const subnets = request.subnetIds.flatMap((id) => answers.subnets.found.get(id) ?? []);
  const ofDefault = request.defaultVpc ? [...answers.defaultSubnets.found.values()] : [];
  return [...new Set([...request.vpcIds, ...[...subnets, ...ofDefault].map(({ vpcId }) => vpcId)])];
}

function groupsOf(
  request: NetworkRequest,
  vpcIds: readonly string[],
  { endpoints, instanceConnectEndpoints }: PlaceAnswers,
): readonly string[] {
  const reached = [...endpoints.found.values(), ...instanceConnectEndpoints.found.values()].filter(
    ({ vpcId }) => vpcIds.includes(vpcId),
  );
  return [...new Set([...request.groupIds, ...reached.flatMap(({ groupIds }) => groupIds)])];
}

function questionsAbout(vpcIds: readonly string[], answers: PlaceAnswers): readonly Question[] {
  return [
    ...question(answers.defaultGroups, "ec2:DescribeSecurityGroups", vpcIds, readDefaultGroups),
    ...question(answers.routeTables, "ec2:DescribeRouteTables", vpcIds, readRouteTables),
    ...question(answers.internetGateways, "ec2:DescribeInternetGateways", vpcIds, readInternetGateways),
    ...question(answers.natGateways, "ec2:DescribeNatGateways", vpcIds, readNatGateways),
    ...question(answers.endpoints, "ec2:DescribeVpcEndpoints", vpcIds, readEndpoints),
    ...question(
      answers.instanceConnectEndpoints,
      "ec2:DescribeInstanceConnectEndpoints",
      vpcIds,
      readInstanceConnectEndpoints,
    ),
  ];
}

/** The question for what was not asked yet: one, or none. What it finds is kept only when it is complete. */
function question<T extends { readonly id: string }>(
  { asked, found }: Shelf<T>,
  permission: LivePermission,
  ids: readonly string[],
  read: Read<T>,
): readonly Question[] {
  const open = [...new Set(ids)].filter((id) => !asked.has(id));
  if (open.length === 0) return [];
  const ask = async (clients: Clients, signal: AbortSignal): Promise<void> => {
    const all: T[] = [];
    for (const values of batches(open)) all.push(...(await read(clients, values, signal)));
    for (const id of open) asked.add(id);
    for (const facts of all) found.set(facts.id, facts);
  };
  return [{ permission, ask }];
}
