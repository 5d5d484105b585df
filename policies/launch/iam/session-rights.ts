import { known, unknown, valueOf, type Fact } from "../../facts/fact";
import type { InstanceRole, RoleLack } from "../launch";
import type { Source } from "../part";
import { perStack } from "../per-stack";
import { regionOf } from "../resolve/region";
import type { Stack, StackResource } from "../resource";
import type { Answer, Question } from "./evaluate";
import { rightsOf } from "./rights";
import { mayTakeOn, type Service } from "./trust";

/** What the agent opens sessions with; none of it is for single resources (Service authorization reference). */
const CHANNELS = [
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
].map((action): Question => ({ action, resource: "*" }));

/**
 * Whether a role lets the SSM agent of an instance register and open sessions ("Add Session Manager permissions to an
 * existing IAM role", Systems Manager user guide), taken on by `ec2` through an instance profile, or by `ssm` for default
 * host management.
 */
export const sessionRights = ({ stack, resource }: Source, service: Service): InstanceRole =>
  RIGHTS[service](stack, resource);

const RIGHTS: Readonly<Record<Service, (stack: Stack, role: StackResource) => InstanceRole>> = {
  ec2: perStack((stack, resource) => judge({ stack, resource }, "ec2")),
  ssm: perStack((stack, resource) => judge({ stack, resource }, "ssm")),
};

function judge(role: Source, service: Service): InstanceRole {
  const { resource } = role;
  const region = regionOf(resource);
  const trust = mayTakeOn(resource, service, region);
  const may = rightsOf(role);
  const registering = may({
    action: "ssm:UpdateInstanceInformation",
    resource: instancesIn(region),
  });
  const channels = CHANNELS.map(may);
  const answers = [trust, registering, ...channels];
  const registers = registersBy(trust, registering);
  const lack = lackOf(trust, registering, channels);
  if (lack !== undefined) {
    return {
      sessionManager: known(false, "role"),
      lack: { cause: lack, holder: resource.name, registers },
    };
  }
  const open = answers.find((answer) => answer.verdict === "unknown");
  return { sessionManager: open === undefined ? known(true, "role") : unknown("role", open.why) };
}

/** Every instance there is, which is what the action for registering takes; the role's region is not the launch's. */
function instancesIn(region: Fact<string>): string {
  const name = valueOf(region) ?? "";
  const partition = name.startsWith("cn-") ? "aws-cn" : name.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return `arn:${partition}:ec2:*:*:instance/*`;
}

function registersBy(trust: Answer, registering: Answer): RoleLack["registers"] {
  if (registering.verdict === "denied") return "no";
  return trust.verdict === "allowed" && registering.verdict === "allowed" ? "yes" : "maybe";
}

function lackOf(
  trust: Answer,
  registering: Answer,
  channels: readonly Answer[],
): RoleLack["cause"] | undefined {
  if (trust.verdict === "denied") return "trust";
  const denied = [registering, ...channels].flatMap((answer) =>
    answer.verdict === "denied" ? [answer.by] : [],
  );
  if (denied.includes("statement")) return "denied";
  if (denied.includes("boundary")) return "boundary";
  if (!denied.includes("nothing")) return undefined;
  return registering.verdict === "allowed" ? "channels" : "rights";
}
