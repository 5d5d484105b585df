import { launchesOf } from "../../../../policies/launch/launches";
import type { Launch } from "../../../../policies/launch/launch";
import {
  UNKNOWN,
  type Properties,
  type PropertyValue,
  type StackResource,
} from "../../../../policies/launch/resource";
import { everything, from, resource, stackOf } from "../resources";

/** A good VPC with a public and a private subnet, made now or there already: each test breaks one thing of it. */

/** Whether its resources are made at this preview, known to each other by reference, or there already, with literal ids. */
export type Mode = "made now" | "literal ids";
export const MODES: readonly Mode[] = ["made now", "literal ids"];

type Dependencies = Readonly<Record<string, readonly StackResource[]>>;

export interface Maker {
  /** A resource; its id is unknown where it is made now, and so is whatever refers to it. */
  readonly make: (
    type: string,
    name: string,
    inputs: Properties,
    dependencies?: Dependencies,
  ) => StackResource;
  /** A resource's id, as a property of another one has it. */
  readonly id: (of: StackResource) => PropertyValue;
}

export function makerOf(mode: Mode): Maker {
  const now = mode === "made now";
  return {
    make: (type, name, inputs, dependencies = {}) =>
      resource(type, name, inputs, {
        outputs: { id: now ? UNKNOWN : `id-${name}` },
        ...(now ? from(dependencies) : {}),
      }),
    id: ({ outputs }) => outputs?.id ?? UNKNOWN,
  };
}

export type Parts = Readonly<Record<string, StackResource>>;

export const SSH: Properties = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
export const HTTPS: Properties = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };

export function goodNetwork({ make, id }: Maker) {
  const vpc = make("aws:ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const inVpc = (type: string, name: string, inputs: Properties, dependencies: Dependencies = {}) =>
    make(type, name, { vpcId: id(vpc), ...inputs }, { vpcId: [vpc], ...dependencies });
  const subnet = (name: string, inputs: Properties) => inVpc("aws:ec2/subnet:Subnet", name, inputs);
  const igw = inVpc("aws:ec2/internetGateway:InternetGateway", "igw", {});
  const publicSubnet = subnet("public", { cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true });
  const privateSubnet = subnet("private", { cidrBlock: "10.0.1.0/24" });
  const nat = make(
    "aws:ec2/natGateway:NatGateway",
    "nat",
    { subnetId: id(publicSubnet) },
    { subnetId: [publicSubnet] },
  );
  const table = (name: string, route: Properties, to: StackResource) =>
    inVpc(
      "aws:ec2/routeTable:RouteTable",
      name,
      { routes: [{ cidrBlock: "0.0.0.0/0", ...route }] },
      { routes: [to] },
    );
  const publicTable = table("public-table", { gatewayId: id(igw) }, igw);
  const privateTable = table("private-table", { natGatewayId: id(nat) }, nat);
  const association = (name: string, subnetId: StackResource, routeTableId: StackResource) =>
    make(
      "aws:ec2/routeTableAssociation:RouteTableAssociation",
      name,
      { subnetId: id(subnetId), routeTableId: id(routeTableId) },
      { subnetId: [subnetId], routeTableId: [routeTableId] },
    );
  const publicAssociation = association("public-association", publicSubnet, publicTable);
  const privateAssociation = association("private-association", privateSubnet, privateTable);
  const access = inVpc("aws:ec2/securityGroup:SecurityGroup", "access", {
    ingress: [SSH],
    egress: [everything],
  });
  return {
    parts: {
      vpc,
      igw,
      publicSubnet,
      privateSubnet,
      nat,
      publicTable,
      privateTable,
      publicAssociation,
      privateAssociation,
      access,
    },
    inVpc,
    association,
  };
}

export type Good = ReturnType<typeof goodNetwork> & Maker;

export const goodOf = (mode: Mode): Good => {
  const maker = makerOf(mode);
  return { ...maker, ...goodNetwork(maker) };
};

/** An instance of the stack that is to come, in whatever subnet and groups, with other properties. */
export const instanceIn = (
  { make, id }: Maker,
  subnet: StackResource | undefined,
  groups: readonly StackResource[],
  change: Properties = {},
): StackResource => ({
  ...make(
    "aws:ec2/instance:Instance",
    "web",
    {
      ami: "ami-1",
      instanceType: "t3.micro",
      keyName: "ops",
      ...(subnet === undefined ? {} : { subnetId: id(subnet) }),
      vpcSecurityGroupIds: groups.map(id),
      ...change,
    },
    { ...(subnet && { subnetId: [subnet] }), vpcSecurityGroupIds: groups },
  ),
  outputs: { id: UNKNOWN },
});

/** The launch `web` among the parts, those that a test changed in place of the good ones; null leaves one out. */
export function launched(
  web: StackResource,
  parts: Parts,
  changed: Readonly<Record<string, StackResource | null>> = {},
): Launch {
  const all = Object.values({ ...parts, ...changed }).filter((part) => part !== null);
  const launch = launchesOf(stackOf(...all, web)).find(({ resource: { urn } }) => urn === web.urn);
  if (launch === undefined) throw new Error("no launch");
  return launch;
}

/** A resource with other inputs, its dependencies kept. */
export const changed = (
  part: StackResource,
  inputs: Properties,
  dependencies: Dependencies = {},
): StackResource => ({
  ...part,
  inputs: { ...part.inputs, ...inputs },
  propertyDependencies: { ...part.propertyDependencies, ...from(dependencies).propertyDependencies },
});
