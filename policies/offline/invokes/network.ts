import { ec2Id } from "../ids";
import { answer, exact, regionOf, regionResult, seedOf, tagsOf } from "./lookup";
import type { LookUp } from "./lookup";

const defaultVpc = (region: string): string => ec2Id("vpc", region);

/** The VPC of the id that was asked for, else one for the arguments; without any, the default VPC. */
export const getVpc: LookUp = (args, configuration) => {
  const region = regionOf(args, configuration);
  const isDefault = Object.keys(args).every((name) => name === "region" || name === "default");
  const id =
    exact(args, "id", "vpc-id") ?? (isDefault ? defaultVpc(region) : ec2Id("vpc", seedOf(args, region)));
  const cidrBlock =
    exact(args, "cidrBlock", "cidr", "cidr-block") ?? (isDefault ? "172.31.0.0/16" : "10.0.0.0/16");
  return answer({
    ...args,
    arn: `arn:${configuration.partition}:ec2:${region}:${configuration.accountId}:vpc/${id}`,
    cidrBlock,
    cidrBlockAssociations: [{ associationId: ec2Id("vpc-cidr-assoc", id), cidrBlock, state: "associated" }],
    default: args.default ?? isDefault,
    dhcpOptionsId: ec2Id("dopt", region),
    enableDnsHostnames: true,
    enableDnsSupport: true,
    enableNetworkAddressUsageMetrics: false,
    id,
    instanceTenancy: "default",
    ipv6AssociationId: "",
    ipv6CidrBlock: "",
    mainRouteTableId: ec2Id("rtb", id),
    ownerId: configuration.accountId,
    state: "available",
    tags: tagsOf(args),
    ...(configuration.major === 7 && { ipv6CidrBlockAssociations: [] }),
    ...regionResult(args, configuration),
  });
};

/** The subnet of the id that was asked for, else one for the arguments, in the VPC that they name. */
export const getSubnet: LookUp = (args, configuration) => {
  const region = regionOf(args, configuration);
  const id = exact(args, "id", "subnet-id") ?? ec2Id("subnet", seedOf(args, region));
  return answer({
    ...args,
    arn: `arn:${configuration.partition}:ec2:${region}:${configuration.accountId}:subnet/${id}`,
    assignIpv6AddressOnCreation: false,
    availabilityZone:
      exact(args, "availabilityZone", "availability-zone", "availabilityZone") ?? `${region}a`,
    availabilityZoneId:
      exact(args, "availabilityZoneId", "availability-zone-id") ?? `${zonePrefix(region)}-az1`,
    availableIpAddressCount: 251,
    cidrBlock: exact(args, "cidrBlock", "cidr-block") ?? "10.0.0.0/24",
    customerOwnedIpv4Pool: "",
    defaultForAz: args.defaultForAz ?? false,
    enableDns64: false,
    enableLniAtDeviceIndex: 0,
    enableResourceNameDnsAaaaRecordOnLaunch: false,
    enableResourceNameDnsARecordOnLaunch: false,
    id,
    ipv6CidrBlock: "",
    ipv6CidrBlockAssociationId: "",
    ipv6Native: false,
    mapCustomerOwnedIpOnLaunch: false,
    mapPublicIpOnLaunch: exact(args, "", "map-public-ip-on-launch") === "true",
    outpostArn: "",
    ownerId: configuration.accountId,
    privateDnsHostnameTypeOnLaunch: "ip-name",
    state: "available",
    tags: tagsOf(args),
    vpcId: exact(args, "vpcId", "vpc-id") ?? defaultVpc(region),
    ...regionResult(args, configuration),
  });
};

/** Three subnets, as a default VPC has one for each zone. */
export const getSubnets: LookUp = (args, configuration) => {
  const region = regionOf(args, configuration);
  const seed = seedOf(args, region);
  return answer({
    ...args,
    id: region,
    ids: ["a", "b", "c"].map((zone) => ec2Id("subnet", `${seed} ${zone}`)),
    tags: tagsOf(args),
    ...regionResult(args, configuration),
  });
};

/** The security group of the id or name that was asked for, in the VPC that the arguments name. */
export const getSecurityGroup: LookUp = (args, configuration) => {
  const region = regionOf(args, configuration);
  const id = exact(args, "id", "group-id") ?? ec2Id("sg", seedOf(args, region));
  return answer({
    ...args,
    arn: `arn:${configuration.partition}:ec2:${region}:${configuration.accountId}:security-group/${id}`,
    description: exact(args, "", "description") ?? "",
    id,
    name: exact(args, "name", "group-name") ?? id,
    tags: tagsOf(args),
    vpcId: exact(args, "vpcId", "vpc-id") ?? defaultVpc(region),
    ...regionResult(args, configuration),
  });
};

/** `use1` of `us-east-1`. Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html */
export function zonePrefix(region: string): string {
  const [area = "", ...rest] = region.split("-");
  const number = rest.pop() ?? "";
  const directions = rest.map((word) =>
    word.replace(/(north|south|east|west|central)/g, (match) => match.charAt(0)),
  );
  return `${area}${directions.map((word) => (word === "gov" ? "g" : word)).join("")}${number}`;
}
