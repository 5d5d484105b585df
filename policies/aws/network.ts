/** What EC2 tells about the network around a launch. Every id is AWS's own. */

/** One permission of a security group (`IpPermission`), as AWS keeps it: one for each protocol and port range. */
export interface RuleFacts {
  /** `tcp`, `udp`, `icmp`, a number, or `-1` for all. */
  readonly protocol: string;
  /** Left out where the protocol has none, or it is all of them. */
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrBlocks: readonly string[];
  readonly ipv6CidrBlocks: readonly string[];
  readonly prefixListIds: readonly string[];
  readonly groupIds: readonly string[];
}

export interface SecurityGroupFacts {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string;
  readonly ingress: readonly RuleFacts[];
  readonly egress: readonly RuleFacts[];
}

export interface SubnetFacts {
  readonly id: string;
  readonly vpcId: string;
  readonly cidrBlock?: string;
  readonly availabilityZone?: string;
  readonly mapPublicIpOnLaunch: boolean;
  readonly assignIpv6AddressOnCreation: boolean;
}

/** What a route leads to. `blackhole`: what it led to is gone. */
export type RouteTarget =
  | "gateway"
  | "nat-gateway"
  | "transit-gateway"
  | "peering-connection"
  | "egress-only-gateway"
  | "network-interface"
  | "endpoint"
  | "local-gateway"
  | "carrier-gateway"
  | "core-network"
  | "blackhole";

export interface RouteFacts {
  readonly destination:
    | { readonly kind: "ipv4" | "ipv6"; readonly cidr: string }
    | { readonly kind: "prefix-list"; readonly id: string };
  readonly target: RouteTarget;
  /** Id (a core network's ARN) of the target; "" for a blackhole. */
  readonly targetId: string;
}

export interface RouteTableFacts {
  readonly id: string;
  readonly vpcId: string;
  /** Routes that lead out of the VPC; those within it, and those of gateway endpoints, are left out. */
  readonly routes: readonly RouteFacts[];
  readonly associations: readonly {
    readonly id: string;
    /** Left out for the VPC's main table, and a gateway's. */
    readonly subnetId?: string;
    readonly main: boolean;
  }[];
}

export interface InternetGatewayFacts {
  readonly id: string;
  /** One gateway has one VPC at most. */
  readonly vpcId: string;
}

export interface NatGatewayFacts {
  readonly id: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly connectivity: "public" | "private";
}

/** A VPC endpoint that is ready. */
export interface EndpointFacts {
  readonly id: string;
  readonly vpcId: string;
  /** As in `com.amazonaws.eu-west-1.ssm`. */
  readonly service: string;
  /** `Interface`, `Gateway`, `GatewayLoadBalancer`, …. */
  readonly type: string;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly routeTableIds: readonly string[];
  readonly privateDns: boolean;
  /** The endpoint's policy, JSON. */
  readonly policy?: string;
}

/** An EC2 Instance Connect endpoint that is ready. */
export interface InstanceConnectEndpointFacts {
  readonly id: string;
  readonly arn?: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly preserveClientIp: boolean;
}

/** What a stack names of one region's network. */
export interface NetworkRequest {
  /** AWS region, as in `ap-northeast-1`. */
  readonly region: string;
  readonly groupIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly vpcIds: readonly string[];
  /** Whether anything is launched without a subnet, and so goes to the default VPC. */
  readonly defaultVpc: boolean;
}

/** What AWS has of it. What is missing does not exist or was not answered; `problems` tells of the latter. */
export interface NetworkFacts {
  readonly vpcIds: readonly string[];
  readonly defaultVpcId: string | undefined;
  readonly groups: readonly SecurityGroupFacts[];
  /** The default group of each VPC. */
  readonly defaultGroups: readonly SecurityGroupFacts[];
  readonly subnets: readonly SubnetFacts[];
  readonly defaultSubnets: readonly SubnetFacts[];
  readonly routeTables: readonly RouteTableFacts[];
  readonly internetGateways: readonly InternetGatewayFacts[];
  readonly natGateways: readonly NatGatewayFacts[];
  readonly endpoints: readonly EndpointFacts[];
  readonly instanceConnectEndpoints: readonly InstanceConnectEndpointFacts[];
  readonly problems: readonly string[];
}
