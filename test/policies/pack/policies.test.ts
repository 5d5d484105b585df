import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { unknownStringValue } from "./pulumi-proxy";
import { ConfigurationError } from "../../../policies/judging/settings";
import { packArguments } from "../../../policies/pack/pack";
import { ownParts } from "../../../policies/judging/parts";
import { policyOf, settingsPolicy, type PackPolicy } from "../../../policies/pack/policies";
import { newPreviews } from "../../../policies/pack/previews";
import { newSession } from "../../../policies/pack/session";
import { rules } from "../../../policies/rules/index";
import { defineRule, type LaunchRule, type Rule } from "../../../policies/rules/rule";
import { preview, stackResource, urnOf, type EngineResource } from "./engine";

const AMI = "ami-0123456789abcdef0";
const web = (inputs: Record<string, unknown> = {}): EngineResource => ({
  type: "aws:ec2/instance:Instance",
  name: "web",
  inputs: { ami: AMI, instanceType: "t3.micro", ...inputs },
  outputs: { id: unknownStringValue },
});
const ubuntu = { settings: { images: { [AMI]: { family: "ubuntu" } } } };
const shut = web({ keyName: "ops", userData: "#!/bin/sh\nuserdel -r ubuntu\n" });

const pack = (): readonly PackPolicy[] => packArguments({}).policies;
const idsOf = (violations: readonly { readonly policy: string }[]): readonly string[] =>
  [...new Set(violations.map(({ policy }) => policy))].sort();

const launchRule = (extra: Partial<LaunchRule>): LaunchRule =>
  defineRule({
    id: "test-rule",
    title: "A rule of a test",
    severity: "low",
    enforcement: "advisory",
    judges: "launch",
    closes: ["ssh"],
    remedy: "The way out.",
    causes: ["a test"],
    check: () => [{ message: "found" }],
    ...extra,
  });

/** `settings` and some rules, in a process of their own. */
function withRules(...own: readonly Rule[]): readonly PackPolicy[] {
  const previews = newPreviews(() => newSession(() => false, ownParts));
  return [settingsPolicy(previews), ...own.map((rule) => policyOf(rule, previews))];
}

describe("the pack", () => {
  test("asks settings first, then every rule", () => {
    expect(pack().map(({ name }) => name)).toEqual(["settings", ...rules.map(({ id }) => id)]);
  });

  test.each(rules.map((rule): [string, Rule] => [rule.id, rule]))(
    "%s carries its metadata to Pulumi",
    (id, rule) => {
      const policy = pack().find(({ name }) => name === id);
      expect(policy).toMatchObject({
        description: rule.title,
        displayName: id,
        enforcementLevel: rule.enforcement,
        severity: rule.severity,
        remediationSteps: rule.remedy,
        tags: expect.arrayContaining([...rule.closes]) as unknown,
        url: expect.stringMatching(new RegExp(`^https://.*/docs/rules/${id}\\.md$`, "u")) as unknown,
      });
      expect(policy?.framework).toEqual(rule.framework);
      expect(policy?.configSchema === undefined).toBe(rule.options === undefined);
    },
  );

  test("brings at most ten stack policies: each has the engine's whole stack read anew", () => {
    expect(pack().filter((policy) => "validateStack" in policy).length).toBeLessThanOrEqual(10);
  });

  test("settings tells Pulumi its options", () => {
    const [settings] = pack();
    expect(Object.keys(settings?.configSchema?.properties ?? {})).toEqual([
      "live",
      "liveTimeoutSeconds",
      "images",
      "serialConsole",
      "defaultHostManagement",
      "defaultSecurityGroupSsh",
      "exempt",
      "onFailure",
    ]);
  });

  test("a rule of user data or of resources is a resource policy, one of launches a stack policy", () => {
    for (const rule of rules) {
      const policy = pack().find(({ name }) => name === rule.id) as Partial<
        ResourceValidationPolicy & StackValidationPolicy
      >;
      expect(policy.validateResource).toBeDefined();
      expect(policy.validateStack === undefined).toBe(rule.judges !== "launch");
    }
  });
});

describe("findings", () => {
  test("stand at the instance, say the line, and end with the way out", async () => {
    const violations = await preview(pack(), [stackResource, shut], { config: ubuntu });
    const removed = violations.find(({ policy }) => policy === "login-user-removed");
    const lines = removed?.message.split("\n") ?? [];
    expect(removed?.urn).toBe(urnOf(shut));
    expect(lines[0]).toContain("user data, line 2");
    expect(lines.at(-1)).toBe(rules.find(({ id }) => id === "login-user-removed")?.remedy);
    expect(idsOf(violations)).toEqual([
      "login-shut",
      "login-user-removed",
      "no-way-in",
      "serial-console-off",
      "session-manager-closed",
    ]);
  });

  test("of two launches of one resource that say the same are told once", async () => {
    const rule = launchRule({
      check: () => [{ message: "found" }, { message: "found" }, { message: "other" }],
    });
    const violations = await preview(withRules(rule), [stackResource, shut]);
    expect(violations.map(({ message }) => message)).toEqual(["found\nThe way out.", "other\nThe way out."]);
  });

  test("of a region are told once for all its launches", async () => {
    const api = { ...shut, name: "api" };
    const resources = [stackResource, shut, api];
    expect(await preview(withRules(launchRule({})), resources)).toHaveLength(2);
    expect(await preview(withRules(launchRule({ once: "region" })), resources)).toEqual([
      { policy: "test-rule", message: "found\nThe way out.", urn: urnOf(api) },
    ]);
  });

  test("may stand at another resource than the launch's own", async () => {
    const resource = { urn: "urn:other", type: "t", name: "other" };
    const violations = await preview(
      withRules(launchRule({ check: () => [{ message: "found", resource }] })),
      [stackResource, shut],
    );
    expect(violations.map(({ urn }) => urn)).toEqual(["urn:other"]);
  });
});

describe("rules about resources", () => {
  const rule = defineRule({
    id: "test-rule",
    title: "A rule of a test",
    severity: "low",
    enforcement: "advisory",
    judges: "resource",
    types: ["aws:s3/bucket:Bucket"],
    closes: [],
    remedy: "The way out.",
    causes: ["a test"],
    check: ({ resource }) => [{ message: `found ${JSON.stringify(resource.inputs)}` }],
  });
  const bucket: EngineResource = { type: "aws:s3/bucket:Bucket", name: "files", inputs: { bucket: "b" } };
  const found = [{ policy: "test-rule", message: 'found {"bucket":"b"}\nThe way out.', urn: urnOf(bucket) }];

  test("are asked about their types only, and see what the program wrote", async () => {
    expect(await preview(withRules(rule), [stackResource, shut, bucket])).toEqual(found);
  });

  test("judge with settings switched off, too", async () => {
    expect(await preview(withRules(rule), [stackResource, bucket], { off: ["settings"] })).toEqual(found);
  });
});

describe("settings", () => {
  test("count from the stack's own resource on", async () => {
    expect(idsOf(await preview(pack(), [stackResource, shut], { config: ubuntu }))).toContain("login-shut");
    expect(idsOf(await preview(pack(), [stackResource, shut]))).not.toContain("login-shut");
  });

  test("switched off leave the defaults: the rules still judge", async () => {
    const violations = await preview(pack(), [stackResource, shut], { off: ["settings"] });
    expect(idsOf(violations)).toEqual(["login-user-removed", "serial-console-off", "session-manager-closed"]);
  });

  test("that are no options are refused at the start, by path", async () => {
    const config = { settings: { images: { [AMI]: { family: "ubuntu", user: "x" } } } };
    const attempt = preview(pack(), [stackResource, shut], { config });
    await expect(attempt).rejects.toThrow(ConfigurationError);
    await expect(attempt).rejects.toThrow(`settings.images.${AMI}.user is no option`);
  });

  test.each(rules.map(({ id }) => id))(
    "of %s that are none are refused, before anything is judged",
    async (id) => {
      const policies = pack().filter(({ name }) => name === id);
      await expect(
        preview(policies, [stackResource], { config: { [id]: { strict: true } } }),
      ).rejects.toThrow(`${id}.strict is no option`);
    },
  );
});

describe("unknowns", () => {
  test.each(["ami", "keyName", "userData", "iamInstanceProfile", "vpcSecurityGroupIds", "instanceType"])(
    "%s known only at apply stops nothing",
    async (property) => {
      const resources = [
        stackResource,
        web({ keyName: "ops", userData: "#!/bin/sh\nuserdel -r ubuntu\n", [property]: unknownStringValue }),
      ];
      const violations = await preview(pack(), resources, { config: ubuntu });
      expect(violations.filter(({ message }) => message.includes("please report"))).toEqual([]);
    },
  );

  test("user data known only at apply yields no finding about it, and no verdict", async () => {
    const violations = await preview(
      pack(),
      [stackResource, web({ keyName: "ops", userData: unknownStringValue })],
      { config: ubuntu },
    );
    expect(idsOf(violations)).toEqual(["serial-console-off", "session-manager-closed"]);
  });
});

test("an instance that is there is blocked by no verdict", async () => {
  const there = { ...shut, outputs: { id: "i-0123456789abcdef0" } };
  const violations = await preview(pack(), [stackResource, there], { config: ubuntu });
  expect(idsOf(violations)).toEqual(["login-user-removed", "serial-console-off", "session-manager-closed"]);
});

test("a look-up that fails is told at the stack", async () => {
  const problems = ["AWS was not reached"];
  const policy = settingsPolicy(
    newPreviews(() => {
      const session = newSession(() => false, ownParts);
      const judgeStack: typeof session.judgeStack = async (resources) => ({
        ...(await session.judgeStack(resources)),
        problems,
      });
      return { ...session, judgeStack };
    }),
  );
  expect(await preview([policy], [stackResource, shut])).toEqual([
    { policy: "settings", message: "AWS was not reached", urn: urnOf(stackResource) },
  ]);
  // `pulumi policy analyze` wants every finding at some resource, and a state may lack the stack's own.
  expect((await preview([policy], [shut]))[0]?.urn).toBe(urnOf(shut));
});
