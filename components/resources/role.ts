import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InputProblem } from "../cloud-init/problem";
import type { HostArgs } from "./args";

const CORE = "AmazonSSMManagedInstanceCore";

/** What an instance is by its role. */
export interface HostRole {
  /** Name of the instance profile; `undefined`: none. */
  readonly profile: pulumi.Output<string> | undefined;
  /** Name of the role, where it is known. */
  readonly role: pulumi.Output<string> | undefined;
}

export interface HostRoleOptions {
  readonly name: string;
  /** For all that is made here. */
  readonly options: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource };
}

/** What is wrong with what says which role it is. */
export function roleProblems({
  role,
  instanceProfile,
  policyArns,
  recoveryUser,
}: HostArgs): readonly InputProblem[] {
  const problems: InputProblem[] = [];
  if (role !== undefined && instanceProfile !== undefined) {
    problems.push({
      property: "role",
      reason: "is given beside instanceProfile, which has a role of its own",
      remedy: "Give one of them",
    });
  }
  if (policyArns !== undefined && instanceProfile !== undefined) {
    problems.push({
      property: "policyArns",
      reason: "is given beside instanceProfile, whose role is not looked at",
      remedy: "Attach them to that role, or give role",
    });
  }
  if (recoveryUser?.passwordParameter !== undefined && instanceProfile !== undefined) {
    const remedy = "Let that role read the parameter and give role, or leave both out";
    problems.push({
      property: "recoveryUser.passwordParameter",
      reason: "is given beside instanceProfile, whose role is not made to read it",
      remedy,
    });
  }
  return problems;
}

/** The role and profile of a host: made, or the given ones with what Session Manager needs. */
export function hostRole(args: HostArgs, { name, options }: HostRoleOptions): HostRole {
  const { parent } = options;
  const parameter = args.recoveryUser?.passwordParameter;
  if (args.instanceProfile !== undefined)
    return { profile: pulumi.output(args.instanceProfile), role: undefined };
  const needed =
    args.sessionManager !== false ||
    args.role !== undefined ||
    args.policyArns !== undefined ||
    parameter !== undefined;
  if (!needed) return { profile: undefined, role: undefined };

  const tags = args.tags === undefined ? {} : { tags: args.tags };
  const role =
    args.role === undefined
      ? new aws.iam.Role(name, { assumeRolePolicy: trustPolicy(), ...tags }, options).name
      : pulumi.output(args.role);
  const partition = aws.getPartitionOutput({}, { parent }).partition;
  const attach = (suffix: string, policyArn: pulumi.Input<string>): void => {
    new aws.iam.RolePolicyAttachment(`${name}-${suffix}`, { role, policyArn }, options);
  };
  if (args.sessionManager !== false)
    attach("session-manager", pulumi.interpolate`arn:${partition}:iam::aws:policy/${CORE}`);
  const { policyArns } = args;
  if (Array.isArray(policyArns))
    policyArns.forEach((arn: pulumi.Input<string>, index) => attach(`policy-${String(index + 1)}`, arn));
  if (parameter !== undefined) {
    const policy = parameterPolicy(parameter, partition, parent);
    new aws.iam.RolePolicy(`${name}-recovery-hash`, { role, policy }, options);
  }
  return { profile: new aws.iam.InstanceProfile(name, { role, ...tags }, options).name, role };
}

const trustPolicy = (): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
  });

/**
 * What is wrong with the role that is given, by its trust policy. One that is named in plain words exists already, so that
 * it can be looked at; one of the same program cannot yet.
 */
export function givenRoleProblems(
  { role }: HostArgs,
  parent: pulumi.Resource,
): pulumi.Output<readonly InputProblem[]> {
  if (typeof role !== "string") return pulumi.output([]);
  return aws.iam.getRoleOutput({ name: role }, { parent }).assumeRolePolicy.apply((policy) => {
    if (letsInstancesIn(policy)) return [];
    const reason = "does not trust ec2.amazonaws.com, so no instance gets its credentials";
    const remedy = "Add it to the role's trust policy, or give another role";
    return [{ property: "role", reason, remedy }];
  });
}

function letsInstancesIn(policy: string): boolean {
  try {
    return /"ec2\.amazonaws\.com(?:\.cn)?"/u.test(JSON.stringify(JSON.parse(policy)));
  } catch {
    return false;
  }
}

function parameterPolicy(
  parameter: pulumi.Input<string>,
  partition: pulumi.Output<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const region = aws.getRegionOutput({}, { parent }).region;
  const account = aws.getCallerIdentityOutput({}, { parent }).accountId;
  const path = pulumi.output(parameter).apply((text) => text.replace(/^\//u, ""));
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "ssm:GetParameter",
        Resource: pulumi.interpolate`arn:${partition}:ssm:${region}:${account}:parameter/${path}`,
      },
    ],
  });
}
