import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LaunchTemplateArgs } from "./args";
import { keyPairName, keyPairProblems } from "./key-pair";
import { METADATA, over, passedOnProblems } from "./launch-settings";
import { endpoints, networkProblems, securityGroups } from "./network";
import { hostRole, roleProblems } from "./role";
import { hostUserData, type HostUserData } from "./user-data";
import type { InputProblem } from "../cloud-init/problem";

/** A launch template with all that it names. */
export interface HostTemplate {
  readonly template: aws.ec2.LaunchTemplate;
  readonly host: HostUserData;
  readonly roleName: pulumi.Output<string>;
  readonly securityGroupIds: pulumi.Output<string[]>;
}

/**
 * Makes the launch template of a host.
 *
 * @param problems what else is wrong with the component's arguments
 * @throws InputPropertyError, or InputPropertiesError for several, before anything is made
 */
export function hostTemplate(
  args: LaunchTemplateArgs,
  component: string,
  name: string,
  parent: pulumi.Resource,
  problems: readonly InputProblem[] = [],
): HostTemplate {
  const eks = args.eksNodeGroup === true;
  const host = hostUserData(eks ? { ...args, withoutRepair: true } : args, {
    component,
    name,
    parent,
    // EKS reads the message itself, and adds its own part.
    gzip: !eks,
    problems: [
      ...problems,
      ...(eks ? eksProblems(args) : roleProblems(args)),
      ...keyPairProblems(args),
      ...networkProblems(args),
      ...passedOnProblems("launchTemplate", args.launchTemplate),
    ],
  });
  const made = { name, options: { parent, dependsOn: host.checked } };
  // A managed node group has its role from the group, and refuses a template that names a profile.
  const role = eks ? { profile: undefined, role: undefined } : hostRole(args, made);
  const groups = securityGroups(args, made);
  endpoints(args, groups, made);
  const keyName = keyPairName(args, made);
  const tags = args.tags;
  const instanceTags = pulumi.output(tags ?? {}).apply((given) => ({ Name: name, ...given }));
  const device = args.rootDeviceName ?? host.image.rootDeviceName;
  const given = args.launchTemplate ?? {};
  const template = new aws.ec2.LaunchTemplate(
    name,
    {
      disableApiStop: false,
      instanceInitiatedShutdownBehavior: "stop",
      updateDefaultVersion: true,
      ...(device !== undefined && {
        blockDeviceMappings: [{ deviceName: device, ebs: { encrypted: "true", volumeType: "gp3" } }],
      }),
      ...given,
      ...(tags !== undefined && { tags }),
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags: instanceTags })),
      imageId: host.image.id,
      ...(eks && args.instanceType === undefined ? {} : { instanceType: args.instanceType ?? "t3.micro" }),
      userData: host.base64,
      metadataOptions: over(METADATA, given.metadataOptions),
      ...(given.networkInterfaces === undefined && { vpcSecurityGroupIds: groups }),
      ...(keyName !== undefined && { keyName }),
      ...(role.profile !== undefined && { iamInstanceProfile: { name: role.profile } }),
    },
    made.options,
  );
  return { template, host, roleName: role.role ?? pulumi.output(""), securityGroupIds: groups };
}

function eksProblems({ role, instanceProfile, policyArns }: LaunchTemplateArgs): readonly InputProblem[] {
  const given = Object.entries({ role, instanceProfile, policyArns }).filter(
    ([, value]) => value !== undefined,
  );
  return given.map(([property]) => ({
    property,
    reason: "is given for an EKS node group, whose role the group names",
    remedy: "Attach AmazonSSMManagedInstanceCore to the node role, and name that in the node group",
  }));
}
