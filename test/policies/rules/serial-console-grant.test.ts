import rule from "../../../policies/rules/serial-console-grant";
import { UNKNOWN, type PropertyValue } from "../../../policies/launch/resource";
import { findingsOn, written } from "../../support/written-resources";

const SEND = "ec2-instance-connect:SendSerialConsoleSSHPublicKey";
const document = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (Action: string | readonly string[], rest: object = {}) =>
  document({ Effect: "Allow", Action, Resource: "*", ...rest });
const said = (policy: PropertyValue, type = "aws:iam/policy:Policy") =>
  findingsOn(rule, written(type, { policy })).map(({ message }) => message);

describe("serial-console-grant", () => {
  test.each([
    ["the right by name", allow(SEND)],
    ["the right in another case, among others", allow(["ec2:Describe*", SEND.toUpperCase()])],
    ["a wildcard of the service", allow("ec2-instance-connect:*")],
  ])("reports %s", (_, policy) => {
    expect(said(policy)).toEqual([expect.stringContaining(SEND)]);
  });

  test("reports each inline policy of a role by its path", () => {
    const role = written("aws:iam/role:Role", {
      inlinePolicies: [{ policy: allow("s3:GetObject") }, { policy: allow(SEND) }],
    });
    expect(findingsOn(rule, role).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^inlinePolicies\[1\]\.policy /u),
    ]);
  });

  test.each<[string, PropertyValue]>([
    ["a condition", allow(SEND, { Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } } })],
    ["named instances", allow(SEND, { Resource: "arn:aws:ec2:eu-west-1:111122223333:instance/i-1" })],
    ["an administrator's policy", allow("*")],
    ["a denial of the same", document({ Effect: "Deny", Action: SEND, Resource: "*" })],
    [
      "a right that a denial takes back",
      document(
        { Effect: "Allow", Action: SEND, Resource: "*" },
        { Effect: "Deny", Action: SEND, Resource: "*" },
      ),
    ],
    ["keys for SSH", allow("ec2-instance-connect:SendSSHPublicKey")],
    ["what is no JSON", "{"],
    ["a document only known at apply", UNKNOWN],
  ])("has nothing to say of %s", (_, policy) => {
    expect(said(policy)).toEqual([]);
  });
});
