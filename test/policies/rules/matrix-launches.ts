import {
  UNKNOWN,
  type Properties,
  type PropertyValue,
  type StackResource,
} from "../../../policies/launch/resource";
import { from, resource } from "../launch/resources";

/** The properties that the matrix varies, by what an instance calls them. */
export type Varied =
  "keyName" | "userData" | "iamInstanceProfile" | "ami" | "vpcSecurityGroupIds" | "instanceType";

/** A launch of a type that says all of it itself: what varies, and what that depends on. */
export type Make = (
  varied: Readonly<Partial<Record<Varied, PropertyValue>>>,
  dependencies: readonly StackResource[],
) => StackResource;

/** A launch of a type that leaves it all to a launch template. */
export type MakeWithTemplate = (template: StackResource) => StackResource;

const written = (properties: Readonly<Record<string, PropertyValue | undefined>>): Properties =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );

const option = (name: string, value: PropertyValue): Properties => ({
  namespace: "aws:autoscaling:launchconfiguration",
  name,
  value,
});

const EMR = "aws:emr/cluster:Cluster";
const BEANSTALK = "aws:elasticbeanstalk/environment:Environment";
const SPOT_FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const FLEET = "aws:ec2/fleet:Fleet";
const EKS = "aws:eks/nodeGroup:NodeGroup";
const BATCH = "aws:batch/computeEnvironment:ComputeEnvironment";

/** The element that a text stands for where the type takes a text in place of a list. */
const single = (value: PropertyValue | undefined): PropertyValue | undefined =>
  Array.isArray(value) ? UNKNOWN : value;

export const launchesOfTheirOwn: Readonly<Record<string, Make>> = {
  [SPOT_FLEET]: (varied, dependencies) =>
    resource(
      SPOT_FLEET,
      "subject",
      { iamFleetRole: "arn", targetCapacity: 1, launchSpecifications: [written(varied)] },
      from({ launchSpecifications: dependencies }),
    ),
  [EMR]: ({ keyName, iamInstanceProfile, ami, vpcSecurityGroupIds, instanceType }, dependencies) =>
    resource(
      EMR,
      "subject",
      written({
        releaseLabel: "emr-7.1.0",
        customAmiId: ami,
        masterInstanceGroup: written({ instanceType }),
        ec2Attributes: written({
          keyName,
          instanceProfile: iamInstanceProfile,
          emrManagedMasterSecurityGroup: single(vpcSecurityGroupIds),
        }),
      }),
      from({ ec2Attributes: dependencies }),
    ),
  [BEANSTALK]: ({ keyName, iamInstanceProfile, ami, vpcSecurityGroupIds, instanceType }, dependencies) => {
    const options: Readonly<Record<string, PropertyValue | undefined>> = {
      EC2KeyName: keyName,
      IamInstanceProfile: iamInstanceProfile,
      ImageId: ami,
      SecurityGroups: single(vpcSecurityGroupIds),
      InstanceType: instanceType,
    };
    const settings = Object.entries(written(options)).map(([name, value]) => option(name, value));
    return resource(BEANSTALK, "subject", { application: "app", settings }, from({ settings: dependencies }));
  },
};

export const launchesOfTemplates: Readonly<Record<string, MakeWithTemplate>> = {
  [FLEET]: (template) =>
    resource(
      FLEET,
      "subject",
      {
        launchTemplateConfigs: [
          { launchTemplateSpecification: { launchTemplateId: UNKNOWN, version: "$Latest" } },
        ],
        targetCapacitySpecification: { defaultTargetCapacityType: "on-demand", totalTargetCapacity: 1 },
      },
      from({ launchTemplateConfigs: [template] }),
    ),
  [EKS]: (template) =>
    resource(
      EKS,
      "subject",
      { amiType: "CUSTOM", nodeRoleArn: UNKNOWN, launchTemplate: { id: UNKNOWN, version: UNKNOWN } },
      from({ launchTemplate: [template] }),
    ),
  [BATCH]: (template) =>
    resource(
      BATCH,
      "subject",
      {
        type: "MANAGED",
        computeResources: {
          type: "EC2",
          subnets: ["subnet-1"],
          launchTemplate: { launchTemplateId: UNKNOWN, version: "$Latest" },
        },
      },
      from({ computeResources: [template] }),
    ),
};
