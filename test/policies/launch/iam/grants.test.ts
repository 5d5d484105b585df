import { grantsIn, holdersOf } from "../../../../policies/launch/iam/grants";
import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { attachment, CORE, from, resource, role, stackOf } from "../resources";

const MODIFY = { action: "ec2:ModifyInstanceAttribute", resource: "arn:aws:ec2:*:*:instance/*" };

const document = (change: Properties = {}): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "ec2:*", Resource: "*", ...change }],
  });
const policy = (change: Properties = {}) =>
  resource("aws:iam/policy:Policy", "admin", { name: "admin", policy: document(change) });
const of = (type: string, inputs: Properties, dependencies = {}): StackResource =>
  resource(`aws:iam/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, type, inputs, dependencies);
const user = of("User", { name: "ann" });
const EC2 = "arn:aws:iam::aws:policy/AmazonEC2FullAccess";
const OWN = "arn:aws:iam::123456789012:policy/admin";

/** Each grant as `resource verdict: kind name, …`. */
const told = (...resources: readonly StackResource[]): readonly string[] =>
  grantsIn(stackOf(...resources), MODIFY).map(
    ({ resource: where, answer, holders }) =>
      `${where.name} ${answer.verdict}: ${holders.map(({ kind, name, certain }) => `${certain ? "" : "perhaps "}${kind} ${name}`).join(", ")}`,
  );

it.each<[string, readonly StackResource[], readonly string[]]>([
  ["a policy that nobody holds", [policy()], ["admin allowed: "]],
  ["a policy under a condition", [policy({ Condition: { Bool: { x: "true" } } })], ["admin unknown: "]],
  ["a policy for something else", [policy({ Action: "s3:*" })], []],
  ["a role's", [policy(), role(), attachment({ policyArn: OWN })], ["admin allowed: role web-role"]],
  [
    "a role's by its own list",
    [policy(), role({ managedPolicyArns: [OWN] })],
    ["admin allowed: role web-role"],
  ],
  [
    "a user's and a group's from outside",
    [policy(), user, of("PolicyAttachment", { users: ["ann"], groups: ["ops"], policyArn: OWN })],
    ["admin allowed: user User, group ops"],
  ],
  [
    "one of two users'",
    [
      policy(),
      user,
      { ...user, urn: "second", name: "second" },
      of(
        "UserPolicyAttachment",
        { user: UNKNOWN, policyArn: OWN },
        { propertyDependencies: { user: [user.urn, "second"] } },
      ),
    ],
    ["admin allowed: perhaps user User, perhaps user second"],
  ],
  [
    "one of AWS's, by what attaches it",
    [of("GroupPolicyAttachment", { group: "ops", policyArn: EC2 })],
    ["GroupPolicyAttachment allowed: group ops"],
  ],
  ["one of AWS's for something else", [of("GroupPolicyAttachment", { group: "ops", policyArn: CORE })], []],
  ["one of AWS's in a role", [role({ managedPolicyArns: [EC2] })], ["web-role allowed: role web-role"]],
  [
    "a role's inline one",
    [role({ inlinePolicies: [{ policy: document() }] })],
    ["web-role allowed: role web-role"],
  ],
  [
    "a role's inline one as an object",
    [role({ inlinePolicies: [{ policy: JSON.parse(document()) as Properties }] })],
    ["web-role allowed: role web-role"],
  ],
  [
    "a user's inline one",
    [user, of("UserPolicy", { user: "ann", policy: document() })],
    ["UserPolicy allowed: user User"],
  ],
  [
    "a group's inline one that denies",
    [of("GroupPolicy", { group: "ops", policy: document({ Effect: "Deny" }) })],
    [],
  ],
  [
    "what is known at apply",
    [role({ inlinePolicies: UNKNOWN }), of("RolePolicy", { role: "web-role", policy: UNKNOWN })],
    [],
  ],
])("tells %s", (_, resources, expected) => {
  expect(told(...resources)).toEqual(expected);
});

it("tells who holds a policy by reference", () => {
  const own = policy();
  const attached = attachment({ policyArn: UNKNOWN }, from({ policyArn: [own] }));
  expect(holdersOf(stackOf(own, role(), attached), own)).toMatchObject([
    { kind: "role", name: "web-role", certain: true },
  ]);
});
