import { absent, known, unknown, type Fact } from "../../facts/fact";
import type { RoleLack } from "../launch";
import type { Source } from "../part";
import { textAt } from "../read";
import { agreedRole } from "./agreed-role";
import { referIam, roles, shortName } from "./named";
import { sessionRights } from "./session-rights";

/** Default host management as one setting has it: whether it works, and if its role keeps it from that, why. */
export interface HostManagement {
  readonly works: Fact<boolean>;
  readonly lack?: RoleLack;
}

const SETTING = "/ssm/managed-instance/default-ec2-instance-management-role";

/** The role that the console makes for it, which trusts Systems Manager and has the policy made for it. */
const AWS_ROLE = "AWSSystemsManagerDefaultEC2InstanceManagementRole";

/**
 * What an `aws:ssm/serviceSetting:ServiceSetting` says. Its value is the name of a role, behind its path where it has one,
 * or `$None` where default host management is off (ServiceSetting, Systems Manager API reference). The role has to trust
 * `ssm.amazonaws.com` and hold what AmazonSSMManagedEC2InstanceDefaultPolicy has ("Managing EC2 instances automatically with
 * Default Host Management Configuration", Systems Manager user guide). Absent: another setting.
 */
export function hostManagementBy(setting: Source): HostManagement {
  const { resource, stack } = setting;
  const id = textAt(resource.inputs, "settingId");
  if (id.state === "unknown") return { works: id };
  if (id.state === "absent" || !id.value.endsWith(SETTING)) return { works: absent("settingId") };
  const value = textAt(resource.inputs, "settingValue");
  if (value.state === "absent") return { works: value };
  if (value.state === "known" && value.value === "$None") return { works: known(false, value.path) };
  if (value.state === "known" && value.value.startsWith("arn:"))
    return { works: unknown(value.path, `${value.path} is an ARN, where a role's name is due`) };
  const reference = referIam(stack, resource, value, roles);
  switch (reference.kind) {
    case "found":
    case "several": {
      const all = reference.kind === "found" ? [reference.resource] : reference.resources;
      const { sessionManager, lack } = agreedRole(
        all.map((role) => sessionRights({ resource: role, stack }, "ssm")),
        `${value.path} names one of several roles`,
      );
      return { works: { ...sessionManager, path: value.path }, ...(lack && { lack }) };
    }
    case "outside":
      return shortName(reference.name) === AWS_ROLE
        ? { works: known(true, value.path) }
        : { works: unknown(value.path, "the role of default host management is not in the stack") };
    case "unknown":
      return { works: unknown(value.path, reference.why) };
  }
}
