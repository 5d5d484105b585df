import { OFFLINE_INPUT } from "../../../policies/facts/offline";
import { unknownStringValue } from "./pulumi-proxy";
import { imageKinds } from "../../../policies/boot/image/kinds";
import { offlineImageId } from "../../../policies/boot/image/offline-image";
import { packArguments } from "../../../policies/pack/pack";
import { rules } from "../../../policies/rules/index";
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

/** The same with an image that needs no settings to be known: as the offline provider gives it for Ubuntu's. */
const known = (resource: EngineResource): EngineResource => ({
  ...resource,
  inputs: {
    ...resource.inputs,
    ami: offlineImageId(
      imageKinds.find(({ id }) => id === "ubuntu"),
      "0000",
    ),
  },
  provider: { [OFFLINE_INPUT]: "true" },
});

const launchRules = rules.filter(({ judges }) => judges === "launch").map(({ id }) => id);
const OTHERS = ["settings", ...rules.map(({ id }) => id).filter((id) => id !== "login-shut")];

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

  it("are counted and told with reason and source, whether or not anybody asked to see the ways in", async () => {
    const violations = await previewed(shut({ "latchkey:exempt/login-shut": "a batch host" }), [
      { rule: "login-user-removed", type: "aws:ec2/*", reason: "made by hand" },
    ]);
    expect(violations.filter(({ policy }) => policy === "ways-in")).toEqual([
      {
        policy: "ways-in",
        level: "advisory",
        urn: urnOf(stackResource),
        message: [
          "Which ways into a launch are open, closed or unknown, and why",
          "2 findings are accepted, and stop nothing:",
          'login-shut at web: "a batch host" (a tag of the resource)',
          'login-user-removed at web: "made by hand" (settings.exempt[0])',
        ].join("\n"),
      },
    ]);
  });

  it.each([
    ["ways-in is switched off", ["ways-in"]],
    ["ways-in and settings are switched off", ["ways-in", "settings"]],
    ["nothing but the verdict that it is about is on", OTHERS],
  ])("are told where %s, too", async (_, off) => {
    const tag = { "latchkey:exempt/login-shut": "a batch host" };
    const violations = await preview(packArguments({}).policies, [stackResource, known(shut(tag))], { off });
    const told = violations.filter(({ message }) => message.includes("accepted, and stop nothing"));
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringContaining('login-shut at web: "a batch host" (a tag of the resource)'),
    ]);
    expect(told.map(({ level }) => level)).toEqual(["advisory"]);
    expect(of(violations, "login-shut").filter((message) => !message.includes("accepted"))).toEqual([]);
  });

  it("hold only where somebody is there to tell them", async () => {
    const off = ["settings", ...launchRules];
    const tag = { "latchkey:exempt/login-user-removed": "a batch host" };
    const violations = await preview(packArguments({}).policies, [stackResource, known(shut(tag))], { off });
    expect(of(violations, "login-user-removed")).toHaveLength(1);
  });

  it.each([
    ["a zero-width space", "\u200b"],
    ["a filler of Hangul", "\u3164\u3164"],
    ["a blank of braille", "\u2800\u2800"],
    ["controls", "\u001b[2K"],
    ["a dot", "."],
  ])("are none where the reason is %s: the gate stays shut, and says so", async (_, reason) => {
    const violations = await previewed(shut({ "latchkey:exempt/login-shut": reason }));
    expect(of(violations, "login-shut")).toHaveLength(1);
    expect(of(violations, "settings")).toEqual([expect.stringContaining("gives no reason")]);
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
