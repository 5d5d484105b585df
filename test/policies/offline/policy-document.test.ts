import { readConfiguration } from "../../../policies/offline/configuration";
import { getPolicyDocument } from "../../../policies/offline/invokes/policy-document";
import type { Properties } from "../../../policies/offline/properties";

function render(args: Properties): string {
  const answer = getPolicyDocument(args, readConfiguration({}, {}));
  if ("refused" in answer) throw new Error(answer.refused);
  return answer.result.minifiedJson as string;
}

test("renders a trust policy to the letter", () => {
  const statements = [
    { actions: ["sts:AssumeRole"], principals: [{ type: "Service", identifiers: ["ec2.amazonaws.com"] }] },
  ];
  const answer = getPolicyDocument({ statements }, readConfiguration({}, {}));
  expect(answer).toMatchObject({
    result: {
      json: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Principal": {
        "Service": "ec2.amazonaws.com"
      }
    }
  ]
}`,
    },
  });
});

test.each<[string, Properties, string]>([
  ["lists in reverse order", { actions: ["a:A", "c:C", "b:B"] }, '"Action":["c:C","b:B","a:A"]'],
  ["effect and sid", { sid: "Deny1", effect: "Deny" }, '"Sid":"Deny1","Effect":"Deny"'],
  ["not-lists", { notActions: ["a:A"], notResources: ["*"] }, '"NotAction":"a:A","NotResource":"*"'],
  ["anybody", { principals: [{ type: "*", identifiers: ["*"] }] }, '"Principal":"*"'],
  ["anybody of AWS", { principals: [{ type: "AWS", identifiers: ["*"] }] }, '"Principal":{"AWS":"*"}'],
  [
    "principals of several types",
    {
      principals: [
        { type: "Service", identifiers: ["b", "c"] },
        { type: "AWS", identifiers: ["a"] },
      ],
    },
    '"Principal":{"AWS":"a","Service":["c","b"]}',
  ],
  ["not-principals", { notPrincipals: [{ type: "AWS", identifiers: ["a"] }] }, '"NotPrincipal":{"AWS":"a"}'],
  [
    "conditions in their own order",
    {
      conditions: [
        { test: "StringLike", variable: "v", values: ["a", "b"] },
        { test: "Bool", variable: "w", values: ["true"] },
      ],
    },
    '"Condition":{"Bool":{"w":"true"},"StringLike":{"v":["a","b"]}}',
  ],
  [
    "variables",
    { resources: ["arn:aws:s3:::home/&{aws:username}"] },
    '"Resource":"arn:aws:s3:::home/${aws:username}"',
  ],
  ["what HTML knows, escaped as Go does", { resources: ["<a&b>"] }, '"Resource":"\\u003ca\\u0026b\\u003e"'],
])("renders %s", (_what, statement, expected) => {
  expect(render({ statements: [statement] })).toContain(expected);
});

test("renders id and version", () => {
  expect(render({ policyId: "p", version: "2008-10-17" })).toBe(
    '{"Version":"2008-10-17","Id":"p","Statement":[]}',
  );
});

test("puts sources first and overrides in the place of their sid", () => {
  const source = JSON.stringify({ Statement: [{ Sid: "A", Effect: "Allow" }] });
  const override = JSON.stringify({
    Statement: [
      { Sid: "A", Effect: "Deny" },
      { Effect: "Allow", Action: "x:Y" },
    ],
  });
  const args = {
    sourcePolicyDocuments: [source],
    statements: [{ sid: "B" }],
    overridePolicyDocuments: [override],
  };
  expect(JSON.parse(render(args))).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Sid: "A", Effect: "Deny" },
      { Sid: "B", Effect: "Allow" },
      { Effect: "Allow", Action: "x:Y" },
    ],
  });
});

test.each<[string, Properties, string]>([
  ["two statements of one sid", { statements: [{ sid: "A" }, { sid: "A" }] }, "sid A"],
  ["a source that is no JSON", { sourcePolicyDocuments: ["{"] }, "no JSON object"],
  [
    "variables in the old version",
    { version: "2008-10-17", statements: [{ resources: ["&{x}"] }] },
    "2008-10-17",
  ],
])("refuses %s", (_what, args, expected) => {
  expect(getPolicyDocument(args, readConfiguration({}, {}))).toEqual({
    refused: expect.stringContaining(expected) as unknown,
  });
});
