import { mayAffect } from "../../../policies/launch/resolve/policy-document";
import { UNKNOWN, type PropertyValue } from "../../../policies/launch/resource";

const ACTION = "ssm:UpdateInstanceInformation";
const allow = (action: PropertyValue): PropertyValue => ({ Statement: { Effect: "Allow", Action: action } });

it.each<[string, PropertyValue, boolean]>([
  ["the action itself, whatever its case", allow("SSM:updateinstanceinformation"), true],
  ["a pattern with stars", allow("s*:*Instance*tion"), true],
  ["a pattern with a question mark", allow("ssm:UpdateInstanceInformatio?"), true],
  ["a pattern that needs one more character", allow("ssm:UpdateInstanceInformation?"), false],
  ["a pattern whose end does not match", allow("ssm:*Parameter"), false],
  ["a list with it", allow(["s3:*", "ssm:*"]), true],
  ["a list without it", allow(["s3:*", "ssm:Get*"]), false],
  ["an action known at apply", allow([UNKNOWN]), true],
  ["what it denies", { Statement: [{ Effect: "Deny", Action: "*" }] }, false],
  ["an unknown effect", { Statement: [{ Effect: UNKNOWN, Action: "*" }] }, true],
  ["an empty document", { Statement: [] }, false],
  ["a document without statements", {}, true],
  ["text that is no JSON", "not json", true],
  ["JSON that is no object", "[]", true],
])("may allow: %s", (_, document, expected) => {
  expect(mayAffect(document, "Allow", ACTION)).toBe(expected);
});

it("reads a document as text as it reads the object", () => {
  const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*" }] };
  expect(mayAffect(JSON.stringify(document), "Allow", "s3:GetObject")).toBe(true);
  expect(mayAffect(JSON.stringify(document), "Allow", ACTION)).toBe(false);
});

it("takes no longer for a hostile pattern", () => {
  const started = Date.now();
  expect(mayAffect(allow(`${"*a".repeat(5000)}b`), "Allow", "a".repeat(2000))).toBe(false);
  expect(Date.now() - started).toBeLessThan(2000);
});
