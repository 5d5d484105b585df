import { launchesOf } from "../../../policies/launch/launches";
import { UNKNOWN, type Properties, type StackResource } from "../../../policies/launch/resource";
import { attachment, CORE, from, instance, profile, resource, role, stackOf, template } from "./resources";

const web = instance();

/** Whether Session Manager has what it needs, in a stack with these resources; "absent" or "unknown" without a role. */
function sessionManager(...resources: readonly StackResource[]) {
  const launch = launchesOf(stackOf(...resources))[0];
  if (launch === undefined) throw new Error("no launch");
  if (launch.role.state !== "known") return launch.role.state;
  const { sessionManager: fact } = launch.role.value;
  return fact.state === "known" ? fact.value : fact.state;
}

const document = (...statements: readonly Properties[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const allow = (...actions: readonly string[]): Properties => ({
  Effect: "Allow",
  Action: actions,
  Resource: "*",
});

const inlineOf = (policy: string | typeof UNKNOWN) => role({ inlinePolicies: [{ name: "inline", policy }] });

describe("the policies of a role", () => {
  it.each<[string, Properties, boolean | string]>([
    ["AmazonSSMManagedInstanceCore", { managedPolicyArns: [CORE] }, true],
    [
      "the same in another partition",
      { managedPolicyArns: ["arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore"] },
      true,
    ],
    [
      "one with a path",
      { managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM"] },
      true,
    ],
    ["none at all", {}, false],
    [
      "one of AWS's that grants nothing of it",
      { managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"] },
      false,
    ],
    [
      "one of AWS's that may grant it",
      { managedPolicyArns: ["arn:aws:iam::aws:policy/PowerUserAccess"] },
      "unknown",
    ],
    [
      "a customer's policy of the same name",
      { managedPolicyArns: ["arn:aws:iam::123456789012:policy/AmazonSSMManagedInstanceCore"] },
      "unknown",
    ],
    ["one that is known at apply", { managedPolicyArns: [UNKNOWN] }, "unknown"],
    ["a list that is known at apply", { managedPolicyArns: UNKNOWN }, "unknown"],
    [
      "AmazonSSMManagedInstanceCore within a boundary",
      { managedPolicyArns: [CORE], permissionsBoundary: "arn:b" },
      "unknown",
    ],
  ])("%s", (_, change, expected) => {
    expect(sessionManager(web, profile(), role(change))).toBe(expected);
  });

  it.each<[string, string | typeof UNKNOWN, boolean | string]>([
    ["only S3", document(allow("s3:Get*", "ssm:GetParameter")), false],
    ["half of what is needed", document(allow("ssm:*")), false],
    ["all of it", document(allow("ssm:UpdateInstanceInformation", "ssmmessages:*")), "unknown"],
    ["everything", document(allow("*")), "unknown"],
    ["all but something", document({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), "unknown"],
    ["what cannot be parsed", "{", "unknown"],
    ["what is known at apply", UNKNOWN, "unknown"],
  ])("an inline policy for %s", (_, policy, expected) => {
    expect(sessionManager(web, profile(), inlineOf(policy))).toBe(expected);
    const own = resource("aws:iam/rolePolicy:RolePolicy", "own", { role: "web-role", policy });
    expect(sessionManager(web, profile(), role(), own)).toBe(expected);
  });

  it("are no longer certain where one of them denies", () => {
    const deny = document({ Effect: "Deny", Action: "ssmmessages:*", Resource: "*" });
    const denied = role({ managedPolicyArns: [CORE], inlinePolicies: [{ policy: deny }] });
    expect(sessionManager(web, profile(), denied)).toBe("unknown");
  });

  it("are unknown where the role was not seen as written", () => {
    expect(sessionManager(web, profile(), { ...role(), inputs: undefined })).toBe("unknown");
  });
});

describe("attachments", () => {
  const named = role({ name: null, namePrefix: "web-" });
  const ofNamed = profile({ role: UNKNOWN }, from({ role: [named] }));

  it("count by the role's name", () => {
    expect(sessionManager(web, profile(), role(), attachment())).toBe(true);
    expect(sessionManager(web, profile(), role(), attachment({ role: "other" }))).toBe(false);
  });

  it("count by dependency where the name is known at apply", () => {
    const attached = attachment({ role: UNKNOWN }, from({ role: [named] }));
    expect(sessionManager(web, ofNamed, named, attached)).toBe(true);
    expect(sessionManager(web, ofNamed, named, attachment({ role: UNKNOWN }))).toBe("unknown");
  });

  it.each<[string, string, Properties]>([
    [
      "PolicyAttachment",
      "aws:iam/policyAttachment:PolicyAttachment",
      { roles: ["other", "web-role"], policyArn: CORE },
    ],
    [
      "RolePolicyAttachmentsExclusive",
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      { roleName: "web-role", policyArns: [CORE] },
    ],
  ])("a %s counts", (_, type, inputs) => {
    expect(sessionManager(web, profile(), role(), resource(type, "attached", inputs))).toBe(true);
  });

  it("of a policy of the stack are read", () => {
    const policy = resource("aws:iam/policy:Policy", "logs", { policy: document(allow("logs:*")) });
    const attached = attachment({ policyArn: UNKNOWN }, from({ policyArn: [policy] }));
    expect(sessionManager(web, profile(), role(), policy, attached)).toBe(false);
    expect(sessionManager(web, profile(), role(), attached)).toBe("unknown");
  });

  it("of several roles at once count for each", () => {
    const other = resource(role().type, "other", {});
    const attached = resource(
      "aws:iam/policyAttachment:PolicyAttachment",
      "all",
      { roles: [UNKNOWN, UNKNOWN], policyArn: CORE },
      from({ roles: [other, named] }),
    );
    expect(sessionManager(web, ofNamed, named, other, attached)).toBe(true);
  });
});

describe("the profile", () => {
  it("is absent where none is written", () => {
    expect(sessionManager(instance({ iamInstanceProfile: null }), role())).toBe("absent");
  });

  it("is told by dependency where its name is known at apply", () => {
    const later = instance({ iamInstanceProfile: UNKNOWN }, from({ iamInstanceProfile: [profile()] }));
    expect(sessionManager(later, profile(), role({ managedPolicyArns: [CORE] }))).toBe(true);
    expect(sessionManager(instance({ iamInstanceProfile: UNKNOWN }), profile(), role())).toBe("unknown");
  });

  it("exists but cannot be judged where it is not in the stack", () => {
    const launch = launchesOf(stackOf(web, role()))[0];
    expect(launch?.role).toEqual({
      state: "known",
      path: "iamInstanceProfile",
      value: {
        sessionManager: {
          state: "unknown",
          path: "iamInstanceProfile",
          why: "the instance profile web-profile is not in the stack",
        },
      },
    });
  });

  it("without a role lets nothing", () => {
    expect(sessionManager(web, profile({ role: null }))).toBe(false);
  });

  it("with a role outside the stack cannot be judged", () => {
    expect(sessionManager(web, profile({ role: "shared" }), role())).toBe("unknown");
  });

  it("of a template is named by ARN too", () => {
    const arn = "arn:aws:iam::123456789012:instance-profile/web-profile";
    const made = profile({}, { outputs: { arn } });
    const alone = template({ iamInstanceProfile: { arn } });
    expect(sessionManager(alone, made, role({ managedPolicyArns: [CORE] }))).toBe(true);
  });

  it("given as the resource itself arrives as its URN", () => {
    const given = instance({ iamInstanceProfile: profile().urn });
    expect(sessionManager(given, profile(), role({ managedPolicyArns: [CORE] }))).toBe(true);
  });
});
