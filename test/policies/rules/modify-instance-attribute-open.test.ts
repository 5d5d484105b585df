import rule from "../../../policies/rules/modify-instance-attribute-open";
import { findingsOn, written } from "../../support/written-resources";

const allow = (Action: string, rest: object = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action, Resource: "*", ...rest }],
  });
const severities = (type: string, property: string, policy: string) =>
  findingsOn(rule, written(type, { [property]: policy })).map(({ severity }) => severity ?? rule.severity);

describe("modify-instance-attribute-open", () => {
  test.each([
    ["aws:iam/policy:Policy", "policy"],
    ["aws:iam/rolePolicy:RolePolicy", "policy"],
    ["aws:iam/userPolicy:UserPolicy", "policy"],
    ["aws:iam/groupPolicy:GroupPolicy", "policy"],
    ["aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", "inlinePolicy"],
  ])("reports the right in a %s", (type, property) => {
    expect(severities(type, property, allow("ec2:ModifyInstanceAttribute"))).toEqual(["medium"]);
    expect(severities(type, property, allow("ec2:Modify*"))).toEqual(["medium"]);
  });

  test("speaks low of all of EC2's rights, among which it is one", () => {
    expect(severities("aws:iam/policy:Policy", "policy", allow("ec2:*"))).toEqual(["low"]);
  });

  test.each([
    ["an administrator's policy", allow("*")],
    [
      "a condition",
      allow("ec2:ModifyInstanceAttribute", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
    ],
    [
      "instances of one account",
      allow("ec2:ModifyInstanceAttribute", { Resource: "arn:aws:ec2:*:111122223333:instance/i-1" }),
    ],
    ["the right to describe it", allow("ec2:DescribeInstanceAttribute")],
  ])("has nothing to say of %s", (_, policy) => {
    expect(severities("aws:iam/policy:Policy", "policy", policy)).toEqual([]);
  });
});
