import { absent, known, unknown, type Fact } from "../facts/fact";
import type { DeclaredAccount } from "./account";
import { hostManagementBy } from "./iam/host-management";
import { flagAt } from "./read";
import { regionOf } from "./resolve/region";
import type { Stack, StackResource } from "./resource";
import { resourcesOf } from "./stack";

const SERIAL_CONSOLE = "aws:ec2/serialConsoleAccess:SerialConsoleAccess";
const SERVICE_SETTING = "aws:ssm/serviceSetting:ServiceSetting";
const ENDPOINT = "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint";

/**
 * The account's settings as far as a stack declares them, for a region where that is known: each is a region's own. Where
 * the stack declares one twice and differently, it is unknown.
 */
export function declaredAccount(stack: Stack, region?: Fact<string>): DeclaredAccount {
  const settings = (type: string) =>
    resourcesOf(stack, type).filter((setting) => mayBeIn(regionOf(setting), region));
  const hostManagement = settings(SERVICE_SETTING).map((resource) => hostManagementBy({ resource, stack }));
  const lack = hostManagement.find((each) => each.lack !== undefined)?.lack;
  return {
    serialConsole: agreed(settings(SERIAL_CONSOLE).map(serialConsole), "serialConsoleAccess"),
    defaultHostManagement: agreed(
      hostManagement.map(({ works }) => works),
      "default-ec2-instance-management-role",
    ),
    ...(lack && { defaultHostManagementLack: lack }),
    instanceConnectEndpoint: resourcesOf(stack, ENDPOINT).length > 0,
  };
}

const mayBeIn = (setting: Fact<string>, region: Fact<string> | undefined): boolean =>
  setting.state !== "known" || region?.state !== "known" || setting.value === region.value;

/** `enabled` is true unless written (`aws.ec2.SerialConsoleAccess`). */
function serialConsole({ inputs }: StackResource): Fact<boolean> {
  const enabled = flagAt(inputs, "enabled");
  return enabled.state === "absent" ? known(true, enabled.path) : enabled;
}

function agreed(facts: readonly Fact<boolean>[], path: string): Fact<boolean> {
  const [first, ...rest] = facts.filter(({ state }) => state !== "absent");
  if (first === undefined) return absent(path);
  const alike = rest.every(
    (fact) => fact.state === "known" && first.state === "known" && fact.value === first.value,
  );
  return alike ? first : unknown(path, `the stack declares ${path} more than once`);
}
