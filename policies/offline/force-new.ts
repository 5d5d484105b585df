import { ownValue } from "../facts/own";
import { reveal } from "./properties";
import type { Properties } from "./properties";

// `ForceNew` in the Terraform provider's schemas (hashicorp/terraform-provider-aws, internal/service), for the types
// that decide over access. A change of anything else is planned as an update.
const FORCE_NEW: Readonly<Record<string, readonly string[]>> = {
  "aws:autoscaling/group:Group": ["name", "namePrefix"],
  "aws:ebs/volume:Volume": ["availabilityZone", "encrypted", "kmsKeyId", "outpostArn", "snapshotId"],
  "aws:ec2/eipAssociation:EipAssociation": [
    "allocationId",
    "allowReassociation",
    "instanceId",
    "networkInterfaceId",
    "privateIpAddress",
    "publicIp",
  ],
  "aws:ec2/instance:Instance": [
    "ami",
    "associatePublicIpAddress",
    "availabilityZone",
    "cpuOptions",
    "ebsBlockDevices",
    "enclaveOptions",
    "ephemeralBlockDevices",
    "hibernation",
    "hostResourceGroupArn",
    "instanceMarketOptions",
    "keyName",
    "networkInterfaces",
    "placementGroup",
    "placementPartitionNumber",
    "primaryNetworkInterface",
    "privateIp",
    "securityGroups",
    "subnetId",
  ],
  "aws:ec2/keyPair:KeyPair": ["keyName", "keyNamePrefix", "publicKey"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["name", "namePrefix"],
  "aws:ec2/securityGroup:SecurityGroup": ["description", "name", "namePrefix", "vpcId"],
  "aws:ec2/securityGroupRule:SecurityGroupRule": [
    "cidrBlocks",
    "fromPort",
    "ipv6CidrBlocks",
    "prefixListIds",
    "protocol",
    "securityGroupId",
    "self",
    "sourceSecurityGroupId",
    "toPort",
    "type",
  ],
  "aws:ec2/subnet:Subnet": [
    "availabilityZone",
    "availabilityZoneId",
    "cidrBlock",
    "ipv6Native",
    "outpostArn",
    "vpcId",
  ],
  "aws:ec2/volumeAttachment:VolumeAttachment": ["deviceName", "instanceId", "volumeId"],
  "aws:ec2/vpc:Vpc": ["cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  "aws:iam/instanceProfile:InstanceProfile": ["name", "namePrefix", "path"],
  "aws:iam/policy:Policy": ["description", "name", "namePrefix", "path"],
  "aws:iam/role:Role": ["name", "namePrefix", "path"],
  "aws:iam/rolePolicy:RolePolicy": ["name", "namePrefix", "role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["policyArn", "role"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": ["securityGroupId"],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": ["securityGroupId"],
};

// A launch configuration cannot be changed at all.
const IMMUTABLE: ReadonlySet<string> = new Set(["aws:ec2/launchConfiguration:LaunchConfiguration"]);
const USER_DATA: ReadonlySet<string> = new Set(["userData", "userDataBase64"]);

/** Whether a change of this property replaces the resource. */
export function forcesNew(token: string, property: string, news: Properties): boolean {
  if (IMMUTABLE.has(token) || property === "region") return true;
  if (token === "aws:ec2/instance:Instance" && USER_DATA.has(property)) {
    return reveal(news.userDataReplaceOnChange ?? false) === true;
  }
  return ownValue(FORCE_NEW, token)?.includes(property) ?? false;
}
