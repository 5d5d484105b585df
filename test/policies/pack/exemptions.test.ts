import { unknownStringValue } from "./pulumi-proxy";
import { packArguments } from "../../../policies/pack/pack";
import { preview, stackResource, urnOf, type EngineResource, type Violation } from "./engine";

const AMI = "ami-0123456789abcdef0";
const image = { images: { [AMI]: { family: "ubuntu" } } };
const shut = (tags: Record<string, unknown> = {}): EngineResource => ({
  type: "aws:ec2/instance:Instance",
  name: "web",
  inputs: {
    ami: AMI,
    instanceType: "t3.micro",
    keyName: "ops",
    userData: "#!/bin/sh\nuserdel -r ubuntu\n",
    tags,
  },
  outputs: { id: unknownStringValue },
});

const previewed = (
  resource: EngineResource,
  exempt: readonly object[] = [],
  more: Readonly<Record<string, object>> = {},
): Promise<readonly Violation[]> =>
  preview(packArguments({}).policies, [stackResource, resource], {
    config: { settings: { ...image, exempt }, ...more },
  });

const of = (violations: readonly Violation[], policy: string): readonly string[] =>
  violations.filter((violation) => violation.policy === policy).map(({ message }) => message);

describe("exempted findings", () => {
  it.each(["login-user-removed", "login-shut"])(
    "of %s are not reported, and nobody is told of a leftover",
    async (rule) => {
      const violations = await previewed(shut(), [{ rule, name: "web", reason: "a batch host" }]);
      expect(of(violations, rule)).toEqual([]);
      expect(of(violations, "settings")).toEqual([]);
      expect(of(violations, "session-manager-closed")).not.toEqual([]);
    },
  );

  it("by a tag are not reported either", async () => {
    const violations = await previewed(
      shut({
        "latchkey:exempt/login-user-removed": "a batch host",
        "latchkey:exempt/login-shut": "a batch host",
      }),
    );
    expect(of(violations, "login-user-removed")).toEqual([]);
    expect(of(violations, "login-shut")).toEqual([]);
    expect(of(violations, "settings")).toEqual([]);
  });

  it("stay visible in ways-in, each with its reason", async () => {
    const violations = await previewed(
      shut({ "latchkey:exempt/login-shut": "a batch host" }),
      [{ rule: "login-user-removed", type: "aws:ec2/*", reason: "made by hand" }],
      { "ways-in": { show: true } },
    );
    const [message] = of(violations, "ways-in");
    expect(message?.split("\n").slice(-2)).toEqual([
      "accepted: login-shut (a batch host)",
      "accepted: login-user-removed (made by hand)",
    ]);
  });

  it("are back once the exemption ran out, and say so before the way out", async () => {
    const violations = await previewed(shut(), [
      { rule: "login-user-removed", name: "web", reason: "until the migration", until: "2020-06-30" },
    ]);
    const [message] = of(violations, "login-user-removed");
    expect(message?.split("\n").at(-2)).toBe("It was accepted until 2020-06-30; that has run out.");
    expect(of(violations, "settings")).toEqual([]);
  });
});

describe("an exemption of no use is told", () => {
  it("where its rule finds nothing on what it names", async () => {
    const violations = await previewed(shut(), [{ rule: "login-shut", name: "db", reason: "so" }]);
    expect(of(violations, "login-shut")).toHaveLength(1);
    expect(of(violations, "settings")).toEqual([
      "settings.exempt[0]: matches no finding of login-shut; remove it.",
    ]);
  });

  it("at the resource whose tag it is", async () => {
    const violations = await previewed(shut({ "latchkey:exempt/host-network-down": "so" }));
    const told = violations.filter(({ policy }) => policy === "settings");
    expect(told).toEqual([
      {
        policy: "settings",
        message: "tag latchkey:exempt/host-network-down: matches no finding of host-network-down; remove it.",
        urn: urnOf(shut()),
      },
    ]);
  });
});
