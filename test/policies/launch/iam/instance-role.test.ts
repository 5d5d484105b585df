import { orElse } from "../../../../policies/facts/fact";
import { roleAt } from "../../../../policies/launch/iam/instance-role";
import { textAt } from "../../../../policies/launch/read";
import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import {
  attachment,
  CORE,
  from,
  instance,
  profile,
  resource,
  role,
  stackOf,
  template,
  trust,
} from "../resources";

const web = instance();
const POWER = "arn:aws:iam::aws:policy/PowerUserAccess";

/** The role behind the profile of the first of these. */
function roleIn(...resources: readonly StackResource[]) {
  const [host] = resources;
  if (host === undefined) throw new Error("no launch");
  const { inputs } = host;
  const named = orElse(textAt(inputs, "iamInstanceProfile.arn"), textAt(inputs, "iamInstanceProfile.name"));
  const profileName = host.type === web.type ? textAt(inputs, "iamInstanceProfile") : named;
  return roleAt({ resource: host, stack: stackOf(...resources) }, profileName);
}

/** Whether Session Manager has what it needs, in a stack with these resources; "absent" or "unknown" without a role. */
function sessionManager(...resources: readonly StackResource[]) {
  const found = roleIn(...resources);
  if (found.state !== "known") return found.state;
  const { sessionManager: fact } = found.value;
  return fact.state === "known" ? fact.value : fact.state;
}

/** Why it has not. */
function lackIn(...resources: readonly StackResource[]) {
  const found = roleIn(...resources);
  return found.state === "known" ? found.value.lack : undefined;
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
      { managedPolicyArns: ["arn:aws:iam::aws:policy/MadeTomorrow"] },
      "unknown",
    ],
    ["one of AWS's that grants everything", { managedPolicyArns: [POWER] }, true],
    [
      "AmazonSSMManagedInstanceCore next to one that nobody knows",
      { managedPolicyArns: [CORE, UNKNOWN] },
      "unknown",
    ],
    [
      "AmazonSSMManagedInstanceCore next to one of AWS's that nobody knows, which may allow and does not deny",
      { managedPolicyArns: [CORE, "arn:aws:iam::aws:policy/MadeTomorrow"] },
      true,
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
    ["all of it", document(allow("ssm:UpdateInstanceInformation", "ssmmessages:*")), true],
    ["everything", document(allow("*")), true],
    ["all but something", document({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }), true],
    [
      "all of it, on instances and on all",
      document(
        { Effect: "Allow", Action: "ssm:UpdateInstanceInformation", Resource: "arn:aws:ec2:*:*:instance/*" },
        allow("ssmmessages:*"),
      ),
      true,
    ],
    [
      "all of it under a condition",
      document({ ...allow("*"), Condition: { Bool: { x: "true" } } }),
      "unknown",
    ],
    ["what cannot be parsed", "{", "unknown"],
    ["what is known at apply", UNKNOWN, "unknown"],
  ])("an inline policy for %s", (_, policy, expected) => {
    expect(sessionManager(web, profile(), inlineOf(policy))).toBe(expected);
    const own = resource("aws:iam/rolePolicy:RolePolicy", "own", { role: "web-role", policy });
    expect(sessionManager(web, profile(), role(), own)).toBe(expected);
  });

  it("do not count where one of them denies", () => {
    const deny = document({ Effect: "Deny", Action: "ssmmessages:*", Resource: "*" });
    const denied = role({ managedPolicyArns: [CORE], inlinePolicies: [{ policy: deny }] });
    expect(lackIn(web, profile(), denied)).toEqual({
      cause: "denied",
      holder: "web-role",
      registers: "yes",
    });
    const perhaps = document({
      ...allow("ssmmessages:*"),
      Effect: "Deny",
      Condition: { Bool: { x: "true" } },
    });
    const perhapsDenied = role({ managedPolicyArns: [CORE], inlinePolicies: [{ policy: perhaps }] });
    expect(sessionManager(web, profile(), perhapsDenied)).toBe("unknown");
  });

  it.each<[string, readonly string[], string, string]>([
    ["nothing of it", ["logs:*"], "rights", "no"],
    ["the right to register alone", ["ssm:*"], "channels", "yes"],
    ["one channel too few", ["ssm:*", "ssmmessages:Open*"], "channels", "yes"],
    ["the channels alone", ["ssmmessages:*"], "rights", "no"],
  ])("that allow %s tell what is missing", (_, actions, cause, registers) => {
    const lacking = role({ inlinePolicies: [{ policy: document(allow(...actions)) }] });
    expect(lackIn(web, profile(), lacking)).toEqual({ cause, holder: "web-role", registers });
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
    expect(roleIn(web, role())).toEqual({
      state: "known",
      path: "iamInstanceProfile",
      value: {
        sessionManager: {
          state: "unknown",
          path: "iamInstanceProfile",
          why: "the instance profile that iamInstanceProfile names is not in the stack",
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

  it("written out as an ARN is found by its path and name, before its ARN is known", () => {
    const named = (arn: string) => template({ iamInstanceProfile: { arn } });
    const good = role({ managedPolicyArns: [CORE] });
    const arn = (path: string) => `arn:aws:iam::123456789012:instance-profile${path}web-profile`;
    expect(sessionManager(named(arn("/")), profile(), good)).toBe(true);
    expect(sessionManager(named(arn("/hosts/web/")), profile({ path: "/hosts/web/" }), good)).toBe(true);
    expect(sessionManager(named(arn("/hosts/")), profile(), good)).toBe("unknown");
    expect(sessionManager(named(arn("/")), profile({ path: UNKNOWN }), good)).toBe(true);
  });

  it("that is one of several counts where all of them agree", () => {
    const other = resource(profile().type, "other", { name: "other", role: "web-role" });
    const later = instance({ iamInstanceProfile: UNKNOWN }, from({ iamInstanceProfile: [profile(), other] }));
    expect(sessionManager(later, profile(), other, role({ managedPolicyArns: [CORE] }))).toBe(true);
    expect(lackIn(later, profile(), other, role())?.cause).toBe("rights");
    const without = { ...other, inputs: { name: "other" } };
    expect(sessionManager(later, profile(), without, role({ managedPolicyArns: [CORE] }))).toBe("unknown");
    expect(sessionManager(later, profile(), without, role())).toBe(false);
    expect(lackIn(later, profile(), without, role())).toBeUndefined();
  });
});

describe("a role's name where a profile is due", () => {
  const named = instance({ iamInstanceProfile: "web-role" });
  const good = role({ managedPolicyArns: [CORE] });

  it("names no profile: the launch fails", () => {
    expect(lackIn(named, good)).toEqual({ cause: "profile-is-role", holder: "web-role", registers: "maybe" });
    const given = instance({ iamInstanceProfile: "web-role" }, from({ iamInstanceProfile: [good] }));
    expect(lackIn(given, good)?.cause).toBe("profile-is-role");
  });

  it.each<[string, readonly StackResource[]]>([
    [
      "a role that is there already, whose profile the console may have made",
      [role({}, { outputs: { id: "web-role" } })],
    ],
    ["two roles of that name", [good, { ...good, urn: "other" }]],
    ["nothing of the stack", []],
  ])("may name a profile where it is that of %s", (_, resources) => {
    expect(sessionManager(named, ...resources)).toBe("unknown");
  });

  it("may be a profile's that only apply will tell", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "names", {});
    const given = instance({ iamInstanceProfile: "web-role" }, from({ iamInstanceProfile: [bucket] }));
    expect(sessionManager(given, good, bucket)).toBe("unknown");
  });

  it("is a profile's too where one is called so", () => {
    expect(sessionManager(named, good, profile({ name: "web-role" }))).toBe(true);
  });
});

describe("the trust policy", () => {
  it("has to let EC2 take on the role", () => {
    const hybrid = role({ managedPolicyArns: [CORE], assumeRolePolicy: trust("ssm.amazonaws.com") });
    expect(lackIn(web, profile(), hybrid)).toEqual({
      cause: "trust",
      holder: "web-role",
      registers: "maybe",
    });
  });

  it.each<[string, Properties, boolean | string]>([
    ["known at apply", { assumeRolePolicy: UNKNOWN }, "unknown"],
    ["no JSON", { assumeRolePolicy: "trust" }, "unknown"],
    ["written as an object", { assumeRolePolicy: JSON.parse(trust()) as Properties }, true],
  ])("that is %s", (_, change, expected) => {
    expect(sessionManager(web, profile(), role({ managedPolicyArns: [CORE], ...change }))).toBe(expected);
    expect(sessionManager(web, profile(), role(change))).toBe(false);
  });
});
