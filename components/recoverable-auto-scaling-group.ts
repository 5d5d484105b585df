import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InputProblem } from "./cloud-init/problem";
import type { LaunchTemplateArgs } from "./resources/args";
import { over } from "./resources/launch-settings";
import { hostTemplate } from "./resources/launch-template";

/** A group whose members people get back into. */
export interface RecoverableAutoScalingGroupArgs extends LaunchTemplateArgs {
  /** The subnets of its members. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Fewest members; 1 unless told. */
  minSize?: pulumi.Input<number>;
  /** Most members; 1 unless told. */
  maxSize?: pulumi.Input<number>;
  /** Members to have; left to scaling policies unless told. */
  desiredCapacity?: pulumi.Input<number>;
  /** Whether scaling in passes over the members; true unless told. It does not cover unhealthy ones: see repairing. */
  scaleInProtection?: pulumi.Input<boolean>;
  /**
   * True while members are mended by hand: the group then replaces, terminates and moves none. A stopped member is
   * unhealthy, and would be replaced.
   */
  repairing?: boolean;
  /** Any other argument of aws.autoscaling.Group, by its name there. */
  group?: Record<string, any>;
}

/** Processes that take a stopped member away (Amazon EC2 Auto Scaling user guide, "Suspend and resume"). */
const REPLACING = ["AZRebalance", "HealthCheck", "InstanceRefresh", "ReplaceUnhealthy", "Terminate"];

/**
 * How a new version of the template reaches the members: a tenth first, then a quarter of an hour in which to see whether
 * those can be entered; back to the version before when they don't become healthy.
 */
const REFRESH = {
  strategy: "Rolling",
  preferences: {
    minHealthyPercentage: 90,
    autoRollback: true,
    checkpointPercentages: [10, 100],
    checkpointDelay: "900",
    scaleInProtectedInstances: "Refresh",
    standbyInstances: "Ignore",
    skipMatching: true,
  },
};

/** An Auto Scaling group of hosts that keep themselves open, which leaves its members alone while they are mended. */
export class RecoverableAutoScalingGroup extends pulumi.ComponentResource {
  /** Name of the group. */
  public readonly groupName: pulumi.Output<string>;
  /** Id of its launch template. */
  public readonly launchTemplateId: pulumi.Output<string>;
  /** The account that the key opens. */
  public readonly loginUser: pulumi.Output<string>;
  /** Ids of the security groups. */
  public readonly securityGroupIds: pulumi.Output<string[]>;
  /** Name of the role; empty where it has none, or one that is not looked at. */
  public readonly roleName: pulumi.Output<string>;
  /** The password that was made for the recovery user, as a secret; empty where none was asked for. */
  public readonly recoveryPassword: pulumi.Output<string>;
  /** List the members with their addresses. */
  public readonly membersCommand: pulumi.Output<string>;
  /** Take a member out of the group's care before it is stopped; put its id in place of INSTANCE. */
  public readonly standbyCommand: pulumi.Output<string>;
  /** Put a mended member back; put its id in place of INSTANCE. */
  public readonly returnCommand: pulumi.Output<string>;

  /**
   * @throws InputPropertyError, or InputPropertiesError for several, before anything is made
   */
  constructor(name: string, args: RecoverableAutoScalingGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("components:index:RecoverableAutoScalingGroup", name, {}, opts);
    const component = `RecoverableAutoScalingGroup ${name}`;
    const made = hostTemplate(args, component, name, this, groupProblems(args));
    const given = args.group ?? {};
    const group = new aws.autoscaling.Group(
      name,
      {
        minSize: args.minSize ?? 1,
        maxSize: args.maxSize ?? 1,
        ...(args.desiredCapacity !== undefined && { desiredCapacity: args.desiredCapacity }),
        ...given,
        vpcZoneIdentifiers: args.subnetIds,
        launchTemplate: { id: made.template.id, version: made.template.latestVersion.apply(String) },
        protectFromScaleIn: args.scaleInProtection ?? true,
        suspendedProcesses: args.repairing === true ? REPLACING : (given.suspendedProcesses ?? []),
        instanceRefresh: over(REFRESH, given.instanceRefresh) as typeof REFRESH,
      },
      { parent: this, dependsOn: made.host.checked },
    );
    const region = aws.getRegionOutput({}, { parent: this }).region;
    this.groupName = group.name;
    this.launchTemplateId = made.template.id;
    this.loginUser = made.host.loginUser;
    this.securityGroupIds = made.securityGroupIds;
    this.roleName = made.roleName;
    this.recoveryPassword = made.host.recoveryPassword ?? pulumi.output("");
    this.membersCommand = pulumi.interpolate`aws ec2 describe-instances --region ${region} --filters Name=tag:aws:autoscaling:groupName,Values=${group.name} --query 'Reservations[].Instances[].[InstanceId,PublicIpAddress,PrivateIpAddress]' --output text`;
    this.standbyCommand = pulumi.interpolate`aws autoscaling enter-standby --region ${region} --auto-scaling-group-name ${group.name} --should-decrement-desired-capacity --instance-ids INSTANCE`;
    this.returnCommand = pulumi.interpolate`aws autoscaling exit-standby --region ${region} --auto-scaling-group-name ${group.name} --instance-ids INSTANCE`;
    this.registerOutputs({
      groupName: this.groupName,
      launchTemplateId: this.launchTemplateId,
      loginUser: this.loginUser,
      securityGroupIds: this.securityGroupIds,
      roleName: this.roleName,
      recoveryPassword: this.recoveryPassword,
      membersCommand: this.membersCommand,
      standbyCommand: this.standbyCommand,
      returnCommand: this.returnCommand,
    });
  }
}

function groupProblems({
  eksNodeGroup,
  group = {},
}: RecoverableAutoScalingGroupArgs): readonly InputProblem[] {
  const problems: InputProblem[] = [];
  if (eksNodeGroup === true) {
    problems.push({
      property: "eksNodeGroup",
      reason: "is said of a group that EKS does not manage",
      remedy: "Use RecoverableLaunchTemplate with aws.eks.NodeGroup",
    });
  }
  const ours = {
    launchTemplate: "the other arguments",
    vpcZoneIdentifiers: "subnetIds",
    protectFromScaleIn: "scaleInProtection",
  };
  for (const [property, own] of Object.entries(ours)) {
    if (property in group)
      problems.push({
        property: `group.${property}`,
        reason: "is what the component composes by itself",
        remedy: `Give it as ${own} of the component`,
      });
  }
  return problems;
}
