import { known, unknown } from "../../../policies/facts/fact";
import { declaredAccount } from "../../../policies/launch/declared-account";
import { UNKNOWN, type Properties } from "../../../policies/launch/resource";
import { resource, stackOf } from "./resources";

const consoleAccess = (inputs: Properties | undefined, name = "console") =>
  resource("aws:ec2/serialConsoleAccess:SerialConsoleAccess", name, inputs);
const setting = (change: Properties = {}) =>
  resource("aws:ssm/serviceSetting:ServiceSetting", "dhmc", {
    settingId:
      "arn:aws:ssm:eu-west-1:123456789012:servicesetting/ssm/managed-instance/default-ec2-instance-management-role",
    settingValue: "service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole",
    ...change,
  });

const told = (fact: { state: string; value?: boolean }) => fact.value ?? fact.state;

it.each<[string, Properties | undefined, boolean | string]>([
  ["on unless written", {}, true],
  ["off where written so", { enabled: false }, false],
  ["off as text", { enabled: "false" }, false],
  ["unknown at preview", { enabled: UNKNOWN }, "unknown"],
  ["unknown where nobody saw what was written", undefined, "unknown"],
])("the serial console is %s", (_, inputs, expected) => {
  expect(told(declaredAccount(stackOf(consoleAccess(inputs))).serialConsole)).toBe(expected);
});

it("the serial console is unknown where it is declared differently, as for two regions", () => {
  const both = stackOf(consoleAccess({}), consoleAccess({ enabled: false }, "other"));
  expect(told(declaredAccount(both).serialConsole)).toBe("unknown");
});

it.each<[string, Properties, boolean | string]>([
  ["on with a role", {}, true],
  ["off with $None", { settingValue: "$None" }, false],
  ["unknown with a role known at apply", { settingValue: UNKNOWN }, "unknown"],
  ["unknown where the setting's id is known at apply", { settingId: UNKNOWN }, "unknown"],
  [
    "not declared by another setting",
    { settingId: "/ssm/parameter-store/high-throughput-enabled" },
    "absent",
  ],
])("default host management is %s", (_, change, expected) => {
  expect(told(declaredAccount(stackOf(setting(change))).defaultHostManagement)).toBe(expected);
});

it("a setting of another region is not the launch's", () => {
  const stack = stackOf(consoleAccess({}), setting());
  const there = declaredAccount(stack, known("eu-west-1", "region"));
  expect([told(there.serialConsole), told(there.defaultHostManagement)]).toEqual([true, true]);
  const elsewhere = declaredAccount(stack, known("us-east-1", "region"));
  expect([told(elsewhere.serialConsole), told(elsewhere.defaultHostManagement)]).toEqual([
    "absent",
    "absent",
  ]);
  expect(told(declaredAccount(stack, unknown("region")).serialConsole)).toBe(true);
});

it("nothing is declared by an empty stack", () => {
  expect(declaredAccount(stackOf())).toMatchObject({
    serialConsole: { state: "absent" },
    defaultHostManagement: { state: "absent" },
    instanceConnectEndpoint: false,
  });
});

it("an Instance Connect endpoint of the stack is seen", () => {
  const type = "aws:ec2transitgateway/instanceConnectEndpoint:InstanceConnectEndpoint";
  expect(declaredAccount(stackOf(resource(type, "eice", {}))).instanceConnectEndpoint).toBe(true);
});
