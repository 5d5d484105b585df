import { known, unknown } from "../../../policies/facts/fact";
import { UNKNOWN } from "../../../policies/launch/resource";
import { pointsAt, refer, typeInUrn } from "../../../policies/launch/stack";
import { from, instance, keyPair, resource, role, stackOf, tokens } from "./resources";

const target = { types: [tokens.keyPair], names: ["keyName"] };
const pair = keyPair();
const twin = resource(tokens.keyPair, "twin", { keyName: "ops" });

describe("refer", () => {
  it("finds a resource by its name, id, ARN or URN", () => {
    const made = keyPair({}, { outputs: { id: "kp-1", arn: "arn:aws:ec2:::key-pair/kp-1" } });
    for (const name of ["ops", "kp-1", "arn:aws:ec2:::key-pair/kp-1", made.urn]) {
      expect(refer(stackOf(made), instance(), known(name, "keyName"), target)).toEqual({
        kind: "found",
        resource: made,
      });
    }
  });

  it("takes a known name that nothing has for something outside the stack, whatever it depends on", () => {
    const user = instance({}, from({ keyName: [pair] }));
    expect(refer(stackOf(pair), user, known("other", "keyName"), target)).toEqual({
      kind: "outside",
      name: "other",
    });
  });

  it("tells namesakes apart by the dependencies", () => {
    const stack = stackOf(pair, twin);
    expect(refer(stack, instance(), known("ops", "keyName"), target).kind).toBe("several");
    const user = instance({}, from({ keyName: [twin] }));
    expect(refer(stack, user, known("ops", "keyName"), target)).toEqual({ kind: "found", resource: twin });
  });

  it.each([
    ["its only dependency", [pair], "found"],
    ["one of two candidates", [pair, twin], "several"],
    ["nothing, without dependencies", [], "unknown"],
    ["nothing, where something else may be the origin", [pair, role()], "unknown"],
  ])("takes an unknown value for %s", (_, dependencies, kind) => {
    const user = instance({ keyName: UNKNOWN }, from({ keyName: dependencies }));
    expect(refer(stackOf(pair, twin, role()), user, unknown("keyName"), target).kind).toBe(kind);
  });

  it("does not know a dependency that is not in the stack", () => {
    const user = instance({ keyName: UNKNOWN }, from({ keyName: [pair] }));
    expect(refer(stackOf(user), user, unknown("keyName"), target).kind).toBe("unknown");
  });

  it("reads the dependencies of the top-level property", () => {
    const user = instance({}, from({ launchTemplate: [pair] }));
    expect(refer(stackOf(pair), user, unknown("launchTemplate.id"), target).kind).toBe("found");
  });
});

it("a reference that cannot be told may be anything", () => {
  expect(pointsAt({ kind: "unknown", why: "" }, pair)).toBe("maybe");
  expect(pointsAt({ kind: "several", resources: [pair, twin] }, pair)).toBe("maybe");
  expect(pointsAt({ kind: "several", resources: [twin] }, pair)).toBe("no");
  expect(pointsAt({ kind: "outside", name: "ops" }, pair)).toBe("no");
});

it.each([
  ["urn:pulumi:dev::shop::aws:ec2/keyPair:KeyPair::ops", tokens.keyPair],
  ["urn:pulumi:dev::shop::shop:index:Host$aws:ec2/keyPair:KeyPair::ops", tokens.keyPair],
  ["no urn", ""],
])("the type in %s is its own, not its parent's", (urn, type) => {
  expect(typeInUrn(urn)).toBe(type);
});
