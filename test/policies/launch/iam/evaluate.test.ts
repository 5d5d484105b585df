import { readDocument } from "../../../../policies/launch/iam/document";
import {
  decide,
  effectsOf,
  grantsOf,
  mergedEffects,
  type Answer,
} from "../../../../policies/launch/iam/evaluate";
import { UNKNOWN, type Properties, type PropertyValue } from "../../../../policies/launch/resource";
import fc from "../../../support/fast-check";

const ACTION = "ssm:UpdateInstanceInformation";
const INSTANCES = "arn:aws:ec2:*:*:instance/*";

const document = (...statements: readonly PropertyValue[]): Properties => ({
  Version: "2012-10-17",
  Statement: statements,
});
const allow = (action: PropertyValue, resource: PropertyValue = "*", more: Properties = {}): Properties => ({
  Effect: "Allow",
  Action: action,
  Resource: resource,
  ...more,
});
const deny = (action: PropertyValue, resource: PropertyValue = "*", more: Properties = {}): Properties => ({
  ...allow(action, resource, more),
  Effect: "Deny",
});

/** `allowed`, `denied by …` or `unknown: …`. */
function told(answer: Answer): string {
  if (answer.verdict === "allowed") return "allowed";
  return answer.verdict === "denied" ? `denied by ${answer.by}` : `unknown: ${answer.doubt}`;
}

const CONDITION: Properties = { Condition: { StringEquals: { "aws:RequestedRegion": "eu-west-1" } } };

it.each<[string, PropertyValue, string]>([
  ["the action itself, whatever its case", document(allow("SSM:updateinstanceinformation")), "allowed"],
  ["a pattern with stars", document(allow("s*:*Instance*tion")), "allowed"],
  ["a pattern with a question mark", document(allow("ssm:UpdateInstanceInformatio?")), "allowed"],
  ["one more sign", document(allow("ssm:UpdateInstanceInformation?")), "denied by nothing"],
  ["a list with it", document(allow(["s3:*", "ssm:*"])), "allowed"],
  ["a list without it", document(allow(["s3:*", "ssm:Get*"])), "denied by nothing"],
  ["a statement that is no list", { Version: "2012-10-17", Statement: allow("*") }, "allowed"],
  ["the older version", { Version: "2008-10-17", Statement: allow("*") }, "allowed"],
  ["no version", { Statement: allow("*") }, "allowed"],
  ["JSON text", JSON.stringify(document(allow("*"))), "allowed"],
  ["no statements", document(), "denied by nothing"],
  ["an object without what is null", document(allow("*", "*", { Sid: null, NotAction: null })), "allowed"],

  ["all but what is left out", document({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), "allowed"],
  [
    "all but it",
    document({ Effect: "Allow", NotAction: ["iam:*", "ssm:*"], Resource: "*" }),
    "denied by nothing",
  ],

  ["instances of every region", document(allow("ssm:*", INSTANCES)), "allowed"],
  [
    "instances of one region",
    document(allow("ssm:*", "arn:aws:ec2:eu-west-1:*:instance/*")),
    "unknown: some-resources",
  ],
  ["another service's resources", document(allow("*", "arn:aws:s3:::logs/*")), "denied by nothing"],
  [
    "all but a bucket",
    document({ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::logs/*" }),
    "allowed",
  ],
  [
    "all but some instances",
    document({ Effect: "Allow", Action: "*", NotResource: "arn:aws:ec2:*:*:instance/i-1" }),
    "unknown: some-resources",
  ],
  ["all but everything", document({ Effect: "Allow", Action: "*", NotResource: "*" }), "denied by nothing"],
  [
    "resources that a policy variable names",
    document(allow("*", "arn:aws:ec2:*:*:instance/${aws:PrincipalTag/host}")),
    "unknown: some-resources",
  ],

  ["a condition", document(allow("*", "*", CONDITION)), "unknown: condition"],
  ["an empty condition", document(allow("*", "*", { Condition: {} })), "allowed"],
  ["one with and one without a condition", document(allow("*", "*", CONDITION), allow("*")), "allowed"],

  ["a denial after it", document(allow("*"), deny("ssm:*")), "denied by statement"],
  ["a denial before it", document(deny("ssm:*"), allow("*")), "denied by statement"],
  ["a denial of something else", document(allow("*"), deny("iam:*")), "allowed"],
  [
    "a denial of all but something else",
    document(allow("*"), { Effect: "Deny", NotAction: "s3:*", Resource: "*" }),
    "denied by statement",
  ],
  ["a denial under a condition", document(allow("*"), deny("*", "*", CONDITION)), "unknown: condition"],
  [
    "a denial under a condition of what nothing allows",
    document(deny("*", "*", CONDITION)),
    "denied by nothing",
  ],
  [
    "a denial for one region",
    document(allow("*"), deny("*", "arn:aws:ec2:eu-west-1:*:instance/*")),
    "unknown: some-resources",
  ],
  ["a denial for a bucket", document(allow("*"), deny("*", "arn:aws:s3:::logs/*")), "allowed"],

  ["an action known at apply", document(allow([UNKNOWN])), "unknown: known-at-apply"],
  ["it next to an action known at apply", document(allow([UNKNOWN, "ssm:*"])), "allowed"],
  ["an effect known at apply", document({ ...allow("*"), Effect: UNKNOWN }), "unknown: known-at-apply"],
  [
    "an effect known at apply, on something else",
    document({ ...allow("s3:*"), Effect: UNKNOWN }),
    "denied by nothing",
  ],
  ["a resource known at apply", document(allow("*", UNKNOWN)), "unknown: some-resources"],
  ["a condition known at apply", document(allow("*", "*", { Condition: UNKNOWN })), "unknown: condition"],
  ["a statement known at apply", document(UNKNOWN), "unknown: known-at-apply"],
  ["statements known at apply", { Statement: UNKNOWN }, "unknown: known-at-apply"],
  ["a denial, and a statement known at apply", document(UNKNOWN, deny("*")), "denied by statement"],
  ["a document known at apply", UNKNOWN, "unknown: known-at-apply"],

  ["text that is no JSON", "not json", "unknown: not-json"],
  ["empty text", "", "unknown: not-json"],
  ["JSON that is no object", "[]", "unknown: malformed"],
  ["a number", 22, "unknown: malformed"],
  ["no Statement", {}, "unknown: malformed"],
  ["a Statement that is text", { Statement: "allow" }, "unknown: malformed"],
  ["a version that there is none of", { Version: "2020-01-01", Statement: allow("*") }, "unknown: malformed"],
  ["an effect in lower case", document({ ...allow("*"), Effect: "allow" }), "unknown: malformed"],
  ["no effect", document({ Action: "*", Resource: "*" }), "unknown: malformed"],
  ["no action", document({ Effect: "Allow", Resource: "*" }), "unknown: malformed"],
  ["both Action and NotAction", document(allow("*", "*", { NotAction: "s3:*" })), "unknown: malformed"],
  ["no resource", document({ Effect: "Allow", Action: "*" }), "unknown: malformed"],
  ["a principal", document(allow("*", "*", { Principal: "*" })), "unknown: malformed"],
  ["an action that is a number", document(allow(1)), "unknown: malformed"],
  ["a misspelt key", document(allow("*", "*", { Ressource: "*" })), "unknown: malformed"],
  ["a condition that is text", document(allow("*", "*", { Condition: "no" })), "unknown: malformed"],
])("%s", (_, written, expected) => {
  expect(told(grantsOf(written, ACTION, INSTANCES))).toBe(expected);
});

it("asks for every resource where none is named", () => {
  expect(told(grantsOf(document(allow("*")), "ec2:ModifyInstanceAttribute"))).toBe("allowed");
  expect(told(grantsOf(document(allow("ec2:*", INSTANCES)), "ec2:ModifyInstanceAttribute"))).toBe(
    "unknown: some-resources",
  );
});

it("takes one ARN for one resource", () => {
  const one = "arn:aws:ec2:eu-west-1:123456789012:instance/i-1";
  expect(told(grantsOf(document(allow("*", "arn:aws:ec2:eu-west-?:*:instance/i-*")), "ec2:x", one))).toBe(
    "allowed",
  );
  expect(told(grantsOf(document(allow("*", `${one}2`)), "ec2:x", one))).toBe("denied by nothing");
});

it("reads policy variables in the newer version only", () => {
  const statement = allow("*", "arn:aws:ec2:*:*:instance/${aws:PrincipalTag/host}");
  const one = "arn:aws:ec2:eu-west-1:123456789012:instance/i-1";
  expect(told(grantsOf(document(statement), "ec2:x", one))).toBe("unknown: some-resources");
  expect(told(grantsOf({ Version: "2008-10-17", Statement: statement }, "ec2:x", one))).toBe(
    "denied by nothing",
  );
});

it("tells in words why something is not known, and no value of the document", () => {
  const answer = grantsOf('{"secret', ACTION);
  expect(answer).toEqual({ verdict: "unknown", doubt: "not-json", why: "a policy document is no JSON" });
});

const action = fc.constantFrom("*", "ssm:*", ACTION, "s3:*", "ssm:Get?");
const resource = fc.constantFrom("*", INSTANCES, "arn:aws:s3:::logs/*", "arn:aws:ec2:eu-west-1:*");
const statement = fc
  .tuple(
    fc.constantFrom("Allow", "Deny"),
    action,
    resource,
    fc.boolean(),
    fc.constantFrom("Action", "NotAction"),
    fc.constantFrom("Resource", "NotResource"),
  )
  .map(([Effect, does, on, conditional, ofAction, ofResource]): Properties => ({
    Effect,
    [ofAction]: does,
    [ofResource]: on,
    ...(conditional && CONDITION),
  }));
const statements = fc.array(statement, { maxLength: 5 });

it("a denial without conditions wins, whatever else is said", () => {
  fc.assert(
    fc.property(statements, statements, (before, after) => {
      const all = document(...before, deny("ssm:*"), ...after);
      expect(told(grantsOf(all, ACTION, INSTANCES))).toBe("denied by statement");
    }),
  );
});

it("the order of statements does not count, nor which document they stand in", () => {
  fc.assert(
    fc.property(statements, statements, (first, second) => {
      const question = { action: ACTION, resource: INSTANCES };
      const whole = told(grantsOf(document(...first, ...second), ACTION, INSTANCES));
      expect(told(grantsOf(document(...second, ...first), ACTION, INSTANCES)).split(":")[0]).toBe(
        whole.split(":")[0],
      );
      const apart = [first, second].map((each) => effectsOf(document(...each), question));
      expect(told(decide(mergedEffects(apart)))).toBe(whole);
    }),
  );
});

it("one more permission never takes away, one more denial never gives", () => {
  const rank = (answer: Answer): number => ["denied", "unknown", "allowed"].indexOf(answer.verdict);
  fc.assert(
    fc.property(statements, statement, (all, more) => {
      const before = rank(grantsOf(document(...all), ACTION, INSTANCES));
      const after = rank(grantsOf(document(...all, more), ACTION, INSTANCES));
      if (more.Effect === "Allow") expect(after).toBeGreaterThanOrEqual(before);
      else expect(after).toBeLessThanOrEqual(before);
    }),
  );
});

it("no document makes reading throw", () => {
  const value = fc.letrec<{ value: PropertyValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<PropertyValue>(UNKNOWN, null, true, 1, "*", "Allow", "Deny", "2012-10-17"),
      fc.string(),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom(
          "Version",
          "Statement",
          "Effect",
          "Action",
          "Resource",
          "Principal",
          "Condition",
          "x",
        ),
        tie("value"),
        { maxKeys: 5 },
      ),
    ),
  })).value;
  fc.assert(
    fc.property(value, (written) => {
      expect(["read", "unreadable"]).toContain(readDocument(written).kind);
      expect(["allowed", "denied", "unknown"]).toContain(grantsOf(written, ACTION).verdict);
    }),
    { numRuns: 500 },
  );
});
