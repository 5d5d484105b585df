import { absent, known, mapFact, unknown, type Fact } from "../facts/fact";
import type { DeclaredAccount } from "./account";
import { flagAt, textAt } from "./read";
import type { Stack, StackResource } from "./resource";
import { resourcesOf } from "./stack";

const SERIAL_CONSOLE = "aws:ec2/serialConsoleAccess:SerialConsoleAccess";
const SERVICE_SETTING = "aws:ssm/serviceSetting:ServiceSetting";
const ENDPOINT = "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint";

/** The account's settings as far as a stack declares them. Where it declares one twice and differently, it is unknown. */
export function declaredAccount(stack: Stack): DeclaredAccount {
  return {
    serialConsole: agreed(resourcesOf(stack, SERIAL_CONSOLE).map(serialConsole), "serialConsoleAccess"),
    defaultHostManagement: agreed(
      resourcesOf(stack, SERVICE_SETTING).map(defaultHostManagement),
      "default-ec2-instance-management-role",
    ),
    instanceConnectEndpoint: resourcesOf(stack, ENDPOINT).length > 0,
  };
}

/** `enabled` is true unless written (`aws.ec2.SerialConsoleAccess`). */
function serialConsole({ inputs }: StackResource): Fact<boolean> {
  const enabled = flagAt(inputs, "enabled");
  return enabled.state === "absent" ? known(true, enabled.path) : enabled;
}

/**
 * The setting's id is `…/ssm/managed-instance/default-ec2-instance-management-role`, its value the name of a role, or
 * `$None` where it is off (ServiceSetting, Systems Manager API reference). Absent: another setting.
 */
function defaultHostManagement({ inputs }: StackResource): Fact<boolean> {
  const id = textAt(inputs, "settingId");
  if (id.state === "unknown") return id;
  if (id.state === "absent" || !id.value.includes("default-ec2-instance-management-role"))
    return absent("settingId");
  return mapFact(textAt(inputs, "settingValue"), (role) => role !== "$None");
}

function agreed(facts: readonly Fact<boolean>[], path: string): Fact<boolean> {
  const [first, ...rest] = facts.filter(({ state }) => state !== "absent");
  if (first === undefined) return absent(path);
  const alike = rest.every(
    (fact) => fact.state === "known" && first.state === "known" && fact.value === first.value,
  );
  return alike ? first : unknown(path, `the stack declares ${path} more than once`);
}
