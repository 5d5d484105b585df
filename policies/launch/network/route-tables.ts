import { textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { dependenciesOn, refer, referrersOf, type Relation, type Target } from "../stack";
import { perStack } from "../per-stack";
import { DEFAULT_SUBNET, DEFAULT_VPC, SUBNET, VPC, vpcOf } from "./vpc";

export const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
const DEFAULT_TABLE = "aws:ec2/defaultRouteTable:DefaultRouteTable";

/** The route table of a subnet: a resource of the stack (a VPC stands for its main table, which no resource need describe). */
export type SubnetTable =
  | { readonly kind: "found"; readonly table: StackResource }
  /** A default subnet that the stack leaves as AWS made it. */
  | { readonly kind: "aws-default" }
  | { readonly kind: "unseen"; readonly why: string };

const tables: Target = { types: [ROUTE_TABLE, DEFAULT_TABLE], names: ["defaultRouteTableId"] };
const tablesOfVpcs: Target = {
  types: [VPC, DEFAULT_VPC],
  names: ["mainRouteTableId", "defaultRouteTableId"],
};

const OF_SUBNET: Relation = {
  type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
  path: "subnetId",
  target: { types: [SUBNET, DEFAULT_SUBNET], names: [] },
};
const MAIN_OF_VPC: Relation = {
  type: "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
  path: "vpcId",
  target: { types: [VPC, DEFAULT_VPC], names: [] },
};
const DEFAULT_OF_VPC: Relation = { type: DEFAULT_TABLE, path: "defaultRouteTableId", target: tablesOfVpcs };

const unseen = (why: string): SubnetTable => ({ kind: "unseen", why });

/** By association, else the VPC's main one ("Subnet route tables", VPC guide). */
export const tableOf = perStack(findTable);

function findTable(stack: Stack, subnet: StackResource): SubnetTable {
  const { certain, possible, untold } = referrersOf(stack, subnet, OF_SUBNET);
  const [association, ...others] = certain;
  if (association !== undefined)
    return others.length === 0
      ? tableAt(stack, association)
      : unseen(`${subnet.name} is given several route tables`);
  if (possible.length + untold.length > 0)
    return unseen(`which route table the subnet ${subnet.name} is given cannot be told`);
  if (subnet.type === DEFAULT_SUBNET) return { kind: "aws-default" };
  const vpc = vpcOf(stack, subnet);
  return vpc.kind === "found"
    ? mainTableOf(stack, vpc.resource)
    : unseen(`the route table of the subnet ${subnet.name} is not in the stack`);
}

function mainTableOf(stack: Stack, vpc: StackResource): SubnetTable {
  const { certain, possible, untold } = referrersOf(stack, vpc, MAIN_OF_VPC);
  const [association, ...others] = certain;
  if (others.length + possible.length + untold.length > 0)
    return unseen(`which route table is the main one of ${vpc.name} cannot be told`);
  if (association !== undefined) return tableAt(stack, association);
  const adopted = referrersOf(stack, vpc, DEFAULT_OF_VPC);
  if (adopted.untold.length + adopted.possible.length > 0)
    return unseen(`whose default route table the stack describes cannot be told`);
  return { kind: "found", table: adopted.certain[0] ?? vpc };
}

/** The table that `routeTableId` of an association stands for. */
function tableAt(stack: Stack, association: StackResource): SubnetTable {
  const id = textAt(association.inputs, "routeTableId");
  const reference = refer(stack, association, id, tables);
  if (reference.kind === "found") return { kind: "found", table: reference.resource };
  const ofVpc = refer(stack, association, id, tablesOfVpcs);
  if (ofVpc.kind === "found") return mainTableOf(stack, ofVpc.resource);
  return unseen(
    reference.kind === "outside"
      ? `the route table that ${association.name} gives is not in the stack`
      : `which route table ${association.name} gives cannot be told`,
  );
}

const ROUTE: Relation = { type: "aws:ec2/route:Route", path: "routeTableId", target: tables };
const ROUTE_OF_VPC: Relation = { ...ROUTE, target: tablesOfVpcs };
const PROPAGATIONS: readonly Relation[] = [
  {
    type: "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation",
    path: "routeTableId",
    target: tables,
  },
  { type: "aws:vpc/routeServerPropagation:RouteServerPropagation", path: "routeTableId", target: tables },
];

/** Routes that are resources of their own: those of a table, and whether it may have others. */
export function looseRoutes(
  stack: Stack,
  table: StackResource,
): { readonly routes: readonly StackResource[]; readonly mayBeMore: boolean } {
  const isVpc = tablesOfVpcs.types.includes(table.type);
  const own = referrersOf(stack, table, isVpc ? ROUTE_OF_VPC : ROUTE);
  // Routes of a table that is also its VPC's default may name it by the VPC.
  const [vpc] = isVpc ? [] : dependenciesOn(stack, table, "defaultRouteTableId", tablesOfVpcs).candidates;
  const byVpc = vpc === undefined ? undefined : referrersOf(stack, vpc, ROUTE_OF_VPC);
  // What is a table's route or a main one's is told by one of the two.
  const ofNobody = [ROUTE, ROUTE_OF_VPC].map(
    (relation) => new Set(referrersOf(stack, table, relation).untold),
  );
  const untold = own.untold.filter((route) => ofNobody.every((routes) => routes.has(route)));
  const propagated = PROPAGATIONS.some((relation) => {
    const { certain, possible, untold: any } = referrersOf(stack, table, relation);
    return certain.length + possible.length + any.length > 0;
  });
  return {
    routes: [...own.certain, ...(byVpc?.certain ?? [])],
    mayBeMore: untold.length + own.possible.length + (byVpc?.possible.length ?? 0) > 0 || propagated,
  };
}
