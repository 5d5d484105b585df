import type { Filter } from "@aws-sdk/client-ec2";
import type { Clients } from "./clients";
import { listsOf, type Taken } from "./intake";
import type {
  EndpointFacts,
  InstanceConnectEndpointFacts,
  InternetGatewayFacts,
  NatGatewayFacts,
  RouteTableFacts,
  SecurityGroupFacts,
  SubnetFacts,
} from "./network";
import {
  endpointFacts,
  groupFacts,
  instanceConnectEndpointFacts,
  internetGatewayFacts,
  natGatewayFacts,
  routeTableFacts,
  subnetFacts,
} from "./network-reading";

/**
 * Asks for one batch of ids, to the last page. Throws what the SDK throws, and where a page is not what AWS answers.
 * By filter and without a page size, for the reasons that `ec2.ts` gives.
 */
export type Read<T> = (clients: Clients, ids: string[], abortSignal: AbortSignal) => Promise<readonly T[]>;

/** Security groups by id. */
export const readGroups: Read<SecurityGroupFacts> = (clients, Values, abortSignal) =>
  groups(clients, [{ Name: "group-id", Values }], abortSignal);

/** The default groups of VPCs, by the VPC's id. */
export const readDefaultGroups: Read<SecurityGroupFacts> = (clients, Values, abortSignal) =>
  groups(
    clients,
    [
      { Name: "vpc-id", Values },
      { Name: "group-name", Values: ["default"] },
    ],
    abortSignal,
  );

async function groups({ ec2, taken }: Clients, Filters: Filter[], abortSignal: AbortSignal) {
  const { sdk, client } = await ec2();
  const pages = sdk.paginateDescribeSecurityGroups({ client }, { Filters }, { abortSignal });
  return gather(pages, (page) => page.SecurityGroups, groupFacts, taken);
}

/** Subnets by id. */
export const readSubnets: Read<SubnetFacts> = (clients, Values, abortSignal) =>
  subnets(clients, [{ Name: "subnet-id", Values }], abortSignal);

/** The default subnets of the region, whatever the ids: they are those of its default VPC. */
export const readDefaultSubnets: Read<SubnetFacts> = (clients, _, abortSignal) =>
  subnets(clients, [{ Name: "default-for-az", Values: ["true"] }], abortSignal);

async function subnets({ ec2, taken }: Clients, Filters: Filter[], abortSignal: AbortSignal) {
  const { sdk, client } = await ec2();
  const pages = sdk.paginateDescribeSubnets({ client }, { Filters }, { abortSignal });
  return gather(pages, (page) => page.Subnets, subnetFacts, taken);
}

/** Route tables by VPC. */
export const readRouteTables: Read<RouteTableFacts> = async ({ ec2, taken }, Values, abortSignal) => {
  const { sdk, client } = await ec2();
  const input = { Filters: [{ Name: "vpc-id", Values }] };
  const pages = sdk.paginateDescribeRouteTables({ client }, input, { abortSignal });
  return gather(pages, (page) => page.RouteTables, routeTableFacts, taken);
};

/** Internet gateways by VPC. */
export const readInternetGateways: Read<InternetGatewayFacts> = async (
  { ec2, taken },
  Values,
  abortSignal,
) => {
  const { sdk, client } = await ec2();
  const input = { Filters: [{ Name: "attachment.vpc-id", Values }] };
  const pages = sdk.paginateDescribeInternetGateways({ client }, input, { abortSignal });
  return gather(pages, (page) => page.InternetGateways, internetGatewayFacts, taken);
};

/** NAT gateways by VPC. */
export const readNatGateways: Read<NatGatewayFacts> = async ({ ec2, taken }, Values, abortSignal) => {
  const { sdk, client } = await ec2();
  const input = { Filter: [{ Name: "vpc-id", Values }] };
  const pages = sdk.paginateDescribeNatGateways({ client }, input, { abortSignal });
  return gather(pages, (page) => page.NatGateways, natGatewayFacts, taken);
};

/** VPC endpoints by VPC. */
export const readEndpoints: Read<EndpointFacts> = async ({ ec2, taken }, Values, abortSignal) => {
  const { sdk, client } = await ec2();
  const input = { Filters: [{ Name: "vpc-id", Values }] };
  const pages = sdk.paginateDescribeVpcEndpoints({ client }, input, { abortSignal });
  return gather(pages, (page) => page.VpcEndpoints, endpointFacts, taken);
};

/** EC2 Instance Connect endpoints by VPC. */
export const readInstanceConnectEndpoints: Read<InstanceConnectEndpointFacts> = async (
  { ec2, taken },
  Values,
  abortSignal,
) => {
  const { sdk, client } = await ec2();
  const input = { Filters: [{ Name: "vpc-id", Values }] };
  const pages = sdk.paginateDescribeInstanceConnectEndpoints({ client }, input, { abortSignal });
  return gather(pages, (page) => page.InstanceConnectEndpoints, instanceConnectEndpointFacts, taken);
};

async function gather<Page extends object, Item, T>(
  pages: AsyncIterable<Page>,
  list: (page: Page) => readonly Item[] | undefined,
  facts: (item: Item) => T | undefined,
  taken: Taken,
): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const items of listsOf(pages, list, taken)) {
    for (const item of items) {
      const told = facts(item);
      if (told !== undefined) all.push(told);
    }
  }
  return all;
}
