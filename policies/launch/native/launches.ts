import { isList, isObject } from "../read";
import { UNKNOWN, type PropertyValue } from "../resource";
import { each, of, renamed, tags, within, type Field, type Translation } from "./field";

const DATA = "launchTemplateData";

/** Properties of the template's data that are called the same in both. */
const SAME = [
  "imageId",
  "instanceType",
  "instanceRequirements",
  "keyName",
  "userData",
  "iamInstanceProfile",
  "metadataOptions",
  "instanceMarketOptions",
  "disableApiStop",
  "disableApiTermination",
  "blockDeviceMappings",
  "hibernationOptions",
  "instanceInitiatedShutdownBehavior",
  "placement",
  "tagSpecifications",
] as const;

const templateReference = renamed({ id: "launchTemplateId", name: "launchTemplateName" });

/** Asked for if any interface asks for it. */
function publicAddress(interfaces: PropertyValue): PropertyValue | undefined {
  if (!isList(interfaces)) return undefined;
  const asked = interfaces.map((one) => (isObject(one) ? one.associatePublicIpAddress : one));
  const isYes = (value: PropertyValue | undefined): boolean => value === true || value === "true";
  if (asked.some(isYes)) return true;
  if (asked.includes(UNKNOWN)) return UNKNOWN;
  return asked.find((value) => value !== undefined && value !== null);
}

/** Launches. User data is base64 in all of them ("must be base64-encoded", AWS::EC2::Instance, AWS::EC2::LaunchTemplate). */
export const launchTranslations: Readonly<Record<string, Translation>> = {
  "aws-native:ec2:Instance": {
    type: "aws:ec2/instance:Instance",
    fields: {
      ami: of("imageId"),
      userDataBase64: of("userData"),
      vpcSecurityGroupIds: of("securityGroupIds"),
      launchTemplate: of("launchTemplate", templateReference),
      networkInterfaces: of("networkInterfaces", each(renamed({ securityGroups: "groupSet" }))),
      associatePublicIpAddress: of("networkInterfaces", publicAddress),
      tags,
    },
    ids: { id: "instanceId" },
  },
  "aws-native:ec2:LaunchTemplate": {
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    fields: {
      name: of("launchTemplateName"),
      ...Object.fromEntries(SAME.map((name): [string, Field] => [name, within(DATA, name)])),
      vpcSecurityGroupIds: within(DATA, "securityGroupIds"),
      securityGroupNames: within(DATA, "securityGroups"),
      networkInterfaces: within(DATA, "networkInterfaces", each(renamed({ securityGroups: "groups" }))),
    },
    ids: {
      id: "launchTemplateId",
      latestVersion: "latestVersionNumber",
      defaultVersion: "defaultVersionNumber",
    },
  },
  "aws-native:autoscaling:AutoScalingGroup": {
    type: "aws:autoscaling/group:Group",
    fields: {
      name: of("autoScalingGroupName"),
      vpcZoneIdentifiers: of("vpcZoneIdentifier"),
      launchConfiguration: of("launchConfigurationName"),
      launchTemplate: of("launchTemplate", templateReference),
    },
    ids: { arn: "autoScalingGroupArn" },
  },
  "aws-native:autoscaling:LaunchConfiguration": {
    type: "aws:ec2/launchConfiguration:LaunchConfiguration",
    fields: { name: of("launchConfigurationName"), userDataBase64: of("userData") },
  },
  "aws-native:ecs:CapacityProvider": {
    type: "aws:ecs/capacityProvider:CapacityProvider",
    fields: { tags },
  },
  "aws-native:eks:Nodegroup": {
    type: "aws:eks/nodeGroup:NodeGroup",
    fields: {
      nodeGroupName: of("nodegroupName"),
      nodeRoleArn: of("nodeRole"),
      subnetIds: of("subnets"),
      remoteAccess: of(
        "remoteAccess",
        renamed({ ec2SshKey: "ec2SshKey", sourceSecurityGroupIds: "sourceSecurityGroups" }),
      ),
    },
  },
};
