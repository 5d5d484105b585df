import rule from "../../../policies/rules/default-host-management-role";
import { UNKNOWN, type PropertyValue } from "../../../policies/launch/resource";
import { findingsOn, written } from "../../support/written-resources";

const SETTING = "/ssm/managed-instance/default-ec2-instance-management-role";
const ARN = `arn:aws:ssm:eu-west-1:111122223333:servicesetting${SETTING}`;
const severities = (settingValue: PropertyValue, settingId: PropertyValue = SETTING) =>
  findingsOn(rule, written("aws:ssm/serviceSetting:ServiceSetting", { settingId, settingValue })).map(
    ({ severity }) => severity ?? rule.severity,
  );

describe("default-host-management-role", () => {
  test.each([
    ["an ARN in place of a name", "arn:aws:iam::111122223333:role/management", "medium"],
    ["a text that is no name", "my role", "medium"],
    ["default host management that is switched off", "$None", "low"],
  ])("reports %s", (_, value, severity) => {
    expect(severities(value)).toEqual([severity]);
    expect(severities(value, ARN)).toEqual([severity]);
  });

  test.each<[string, PropertyValue, PropertyValue?]>([
    ["a name", "management"],
    [
      "a name with its path, as AWS's own has it",
      "service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole",
    ],
    ["a name only known at apply", UNKNOWN],
    ["another setting", "arn:aws:iam::111122223333:role/x", "/ssm/parameter-store/default-parameter-tier"],
    ["a setting only known at apply", "$None", UNKNOWN],
  ])("has nothing to say of %s", (_, value, id = SETTING) => {
    expect(severities(value, id)).toEqual([]);
  });
});
