import { rightsOf } from "../../../../policies/launch/iam/rights";
import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { attachment, CORE, from, resource, role, stackOf } from "../resources";

const REGISTER = { action: "ssm:UpdateInstanceInformation", resource: "*" };

const document = (action: string, effect = "Allow"): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: effect, Action: action, Resource: "*" }] });

const customer = (action: string, name = "own", change: Properties = {}): StackResource =>
  resource("aws:iam/policy:Policy", name, { name, policy: document(action), ...change });

/** Whether the first of these may register: `allowed`, `denied by …` or `unknown`. */
function may(target: StackResource, ...others: readonly StackResource[]): string {
  const answer = rightsOf({ resource: target, stack: stackOf(target, ...others) })(REGISTER);
  return answer.verdict === "denied" ? `denied by ${answer.by}` : answer.verdict;
}

const exclusive = (policyArns: Properties[string], extra = {}) =>
  resource(
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    "only",
    { roleName: "web-role", policyArns },
    extra,
  );
const exclusiveInline = (policyNames: Properties[string]) =>
  resource("aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", "only-inline", {
    roleName: "web-role",
    policyNames,
  });
const inline = (change: Properties = {}) =>
  resource("aws:iam/rolePolicy:RolePolicy", "inline", {
    name: "inline",
    role: "web-role",
    policy: document("ssm:*"),
    ...change,
  });

describe("attachments", () => {
  it.each<[string, readonly StackResource[], string]>([
    [
      "by ARN, before it is known",
      [customer("ssm:*"), attachment({ policyArn: "arn:aws:iam::123456789012:policy/own" })],
      "allowed",
    ],
    [
      "by an ARN of another path",
      [customer("ssm:*"), attachment({ policyArn: "arn:aws:iam::123456789012:policy/team/own" })],
      "unknown",
    ],
    [
      "by reference",
      [customer("ssm:*"), attachment({ policyArn: UNKNOWN }, from({ policyArn: [customer("ssm:*")] }))],
      "allowed",
    ],
    [
      "of a policy outside the stack",
      [attachment({ policyArn: "arn:aws:iam::123456789012:policy/shared" })],
      "unknown",
    ],
    ["to another role", [customer("ssm:*"), attachment({ role: "other" })], "denied by nothing"],
    [
      "to a role by its ARN's path and name",
      [attachment({ role: "arn:aws:iam::123456789012:role/web-role" })],
      "allowed",
    ],
    ["to nobody can tell whom", [attachment({ role: UNKNOWN })], "unknown"],
    ["of a list with it", [exclusive([CORE])], "allowed"],
    ["of an empty list", [exclusive([])], "denied by nothing"],
    ["of a list known at apply", [exclusive(UNKNOWN)], "unknown"],
    ["inline", [inline()], "allowed"],
    ["inline, of a document known at apply", [inline({ policy: UNKNOWN })], "unknown"],
    ["inline, for somebody else", [inline({ role: "other" })], "denied by nothing"],
    [
      "a user's",
      [
        resource("aws:iam/userPolicyAttachment:UserPolicyAttachment", "u", {
          user: "web-role",
          policyArn: CORE,
        }),
      ],
      "denied by nothing",
    ],
    [
      "for users and roles at once",
      [
        resource("aws:iam/policyAttachment:PolicyAttachment", "all", {
          users: ["ann"],
          roles: ["web-role"],
          policyArn: CORE,
        }),
      ],
      "allowed",
    ],
  ])("%s", (_, others, expected) => {
    expect(may(role(), ...others)).toBe(expected);
  });

  it("of one of several policies are not certain", () => {
    const [first, second] = [customer("ssm:*"), customer("s3:*", "other")];
    const attached = attachment({ policyArn: UNKNOWN }, from({ policyArn: [first, second] }));
    expect(may(role(), first, second, attached)).toBe("unknown");
  });

  it("deny what others allow, whichever way they come", () => {
    const deny = customer("*", "deny", { policy: document("ssm:*", "Deny") });
    const attached = attachment({ policyArn: UNKNOWN }, from({ policyArn: [deny] }));
    expect(may(role({ managedPolicyArns: [CORE] }), deny, attached)).toBe("denied by statement");
  });
});

describe("exclusive lists", () => {
  it.each<[string, readonly StackResource[], string]>([
    ["that has the policy", [attachment(), exclusive([CORE])], "allowed"],
    ["without it: it may be taken away", [attachment(), exclusive([])], "unknown"],
    ["of another role", [attachment(), exclusive([]), role()].slice(0, 1), "allowed"],
    [
      "that names the policy's resource",
      [
        customer("ssm:*"),
        attachment({ policyArn: "arn:aws:iam::123456789012:policy/own" }),
        exclusive(["arn:aws:iam::123456789012:policy/own"]),
      ],
      "allowed",
    ],
    ["known at apply, as to what it takes away", [attachment(), exclusive(UNKNOWN)], "unknown"],
    ["of inline policies that has it", [inline(), exclusiveInline(["inline"])], "allowed"],
    ["of inline policies without it", [inline(), exclusiveInline([])], "unknown"],
    ["of inline policies, which leaves attached ones alone", [attachment(), exclusiveInline([])], "allowed"],
  ])("one %s", (_, others, expected) => {
    expect(may(role(), ...others)).toBe(expected);
  });
});

describe("the permissions boundary", () => {
  const own = (arn: Properties[string]) => role({ managedPolicyArns: [CORE], permissionsBoundary: arn });
  const ARN = "arn:aws:iam::123456789012:policy/own";

  it.each<[string, StackResource, readonly StackResource[], string]>([
    ["of AWS's that allows all", own("arn:aws:iam::aws:policy/AdministratorAccess"), [], "allowed"],
    [
      "of AWS's that leaves it out",
      own("arn:aws:iam::aws:policy/AmazonS3FullAccess"),
      [],
      "denied by boundary",
    ],
    ["of AWS's that is not listed", own("arn:aws:iam::aws:policy/MadeTomorrow"), [], "unknown"],
    ["of the stack that allows it", own(ARN), [customer("ssm:*")], "allowed"],
    ["of the stack that leaves it out", own(ARN), [customer("s3:*")], "denied by boundary"],
    [
      "of the stack that denies it",
      own(ARN),
      [customer("*", "own", { policy: document("*", "Deny") })],
      "denied by boundary",
    ],
    ["from outside the stack", own(ARN), [], "unknown"],
    ["known at apply", own(UNKNOWN), [], "unknown"],
    [
      "that allows what no policy does",
      { ...role({ permissionsBoundary: ARN }) },
      [customer("*")],
      "denied by nothing",
    ],
  ])("%s", (_, target, others, expected) => {
    expect(may(target, ...others)).toBe(expected);
  });

  it("is named where it is what cannot be told", () => {
    const target = own(ARN);
    expect(rightsOf({ resource: target, stack: stackOf(target) })(REGISTER)).toEqual({
      verdict: "unknown",
      doubt: "outside",
      why: "the permissions boundary of the role web-role: a policy that permissionsBoundary of web-role names is not in the stack",
    });
  });
});
