import { isObject } from "../read";
import type { PropertyValue } from "../resource";
import { each, firstOf, of, tags, type Translation } from "./field";

const listOf = (value: PropertyValue | undefined): readonly PropertyValue[] | null =>
  value === undefined || value === null ? null : [value];

/** A rule within a group: one source each there, lists of sources here. */
function rule(value: PropertyValue): PropertyValue {
  if (!isObject(value)) return value;
  const protocol = value.ipProtocol ?? null;
  // All protocols are all ports, which the classic provider writes as 0.
  const port = (given: PropertyValue | undefined): PropertyValue =>
    protocol === "-1" || protocol === -1 ? 0 : (given ?? null);
  const rules: Record<string, PropertyValue> = {
    protocol,
    fromPort: port(value.fromPort),
    toPort: port(value.toPort),
    cidrBlocks: listOf(value.cidrIp),
    ipv6CidrBlocks: listOf(value.cidrIpv6),
    prefixListIds: listOf(value.sourcePrefixListId ?? value.destinationPrefixListId),
    securityGroups: listOf(
      value.sourceSecurityGroupId ?? value.sourceSecurityGroupName ?? value.destinationSecurityGroupId,
    ),
  };
  return Object.fromEntries<PropertyValue>(Object.entries(rules).filter(([, given]) => given !== null));
}

/** Security groups and their rules. */
export const securityGroupTranslations: Readonly<Record<string, Translation>> = {
  "aws-native:ec2:SecurityGroup": {
    type: "aws:ec2/securityGroup:SecurityGroup",
    fields: {
      name: of("groupName"),
      description: of("groupDescription"),
      ingress: of("securityGroupIngress", each(rule)),
      egress: of("securityGroupEgress", each(rule)),
      tags,
    },
    ids: { id: "groupId" },
  },
  "aws-native:ec2:SecurityGroupIngress": {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    fields: {
      securityGroupId: firstOf("groupId", "groupName"),
      cidrIpv4: of("cidrIp"),
      prefixListId: of("sourcePrefixListId"),
      referencedSecurityGroupId: firstOf("sourceSecurityGroupId", "sourceSecurityGroupName"),
    },
  },
  "aws-native:ec2:SecurityGroupEgress": {
    type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    fields: {
      securityGroupId: of("groupId"),
      cidrIpv4: of("cidrIp"),
      prefixListId: of("destinationPrefixListId"),
      referencedSecurityGroupId: of("destinationSecurityGroupId"),
    },
  },
};
