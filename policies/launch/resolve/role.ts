import { known, unknown, type Fact } from "../../facts/fact";
import type { InstanceRole } from "../launch";
import type { Source } from "../part";
import { mayBeWritten, textAt } from "../read";
import { refer, type Target } from "../stack";
import { policiesOf, roles, type RolePolicy } from "./policies";
import { mayAffect } from "./policy-document";

const profiles: Target = { types: ["aws:iam/instanceProfile:InstanceProfile"], names: ["name"] };

/** AWS's own policies that hold all that the SSM agent needs for Session Manager (AWS managed policy reference). */
const GRANTING: ReadonlySet<string> = new Set([
  "AmazonSSMManagedInstanceCore",
  "AmazonSSMManagedEC2InstanceDefaultPolicy",
  "AmazonEC2RoleforSSM",
  "AdministratorAccess",
]);

/** AWS's own policies, often on instances, that hold none of {@link NEEDED} (AWS managed policy reference). */
const WITHOUT: ReadonlySet<string> = new Set([
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEC2ContainerServiceforEC2Role",
  "AmazonEC2ReadOnlyAccess",
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonS3FullAccess",
  "AmazonS3ReadOnlyAccess",
  "CloudWatchAgentServerPolicy",
]);

/** Each of these the agent needs for a session ("Add Session Manager permissions to an existing IAM role", AWS SSM user guide). */
const NEEDED = [
  "ssm:UpdateInstanceInformation",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
] as const;

/**
 * The role behind the instance profile that a property names, by name or ARN.
 * Absent: no profile. Unknown: whether there is a profile is only known at apply.
 */
export function roleAt(source: Source, profile: Fact<string>): Fact<InstanceRole> {
  const { resource, stack } = source;
  if (profile.state === "absent") return profile;
  const reference = refer(stack, resource, profile, profiles);
  switch (reference.kind) {
    case "found":
      return known(
        { sessionManager: sessionManagerOf({ resource: reference.resource, stack }, profile.path) },
        profile.path,
      );
    case "several":
      return withUnknown(profile.path, `${profile.path} names one of several instance profiles`);
    case "outside":
      return withUnknown(profile.path, `the instance profile ${nameOf(reference.name)} is not in the stack`);
    case "unknown":
      return unknown(profile.path, reference.why);
  }
}

const withUnknown = (path: string, why: string): Fact<InstanceRole> =>
  known({ sessionManager: unknown(path, why) }, path);

const nameOf = (nameOrArn: string): string => nameOrArn.split("/").at(-1) ?? nameOrArn;

function sessionManagerOf(profile: Source, path: string): Fact<boolean> {
  const { resource, stack } = profile;
  const name = textAt(resource.inputs, "role");
  if (name.state === "absent") return known(false, path);
  const reference = refer(stack, resource, name, roles);
  switch (reference.kind) {
    case "found":
      return { ...judge({ resource: reference.resource, stack }), path };
    case "several":
      return unknown(path, `${resource.name} names one of several roles`);
    case "outside":
      return unknown(path, `the role ${nameOf(reference.name)} is not in the stack`);
    case "unknown":
      return unknown(path, `the role of ${resource.name} cannot be told`);
  }
}

/** Whether a role's policies, all of them together, hold what a session needs. */
function judge(role: Source): Fact<boolean> {
  const { resource } = role;
  const path = "managedPolicyArns";
  const policies = policiesOf(role);
  if (!NEEDED.every((action) => policies.some((policy) => mayAllow(policy, action))))
    return known(false, path);
  if (!policies.some((policy) => policy.kind === "managed" && GRANTING.has(policy.name))) {
    return unknown(path, whyUnknown(policies, resource.name));
  }
  if (mayBeWritten(resource.inputs, "permissionsBoundary")) {
    return unknown(path, `the role ${resource.name} has a permissions boundary`);
  }
  const denies = policies.some(
    (policy) =>
      policy.kind === "document" && NEEDED.some((action) => mayAffect(policy.document, "Deny", action)),
  );
  return denies ? unknown(path, `a policy of the role ${resource.name} denies something`) : known(true, path);
}

function mayAllow(policy: RolePolicy, action: string): boolean {
  if (policy.kind === "managed") return !WITHOUT.has(policy.name);
  return policy.kind === "unknown" || mayAffect(policy.document, "Allow", action);
}

function whyUnknown(policies: readonly RolePolicy[], role: string): string {
  const open = policies.find((policy) => policy.kind === "unknown");
  return open?.why ?? `whether the policies of the role ${role} are enough for a session is not looked at`;
}
