import { OFFLINE_INPUT } from "../../../policies/facts/offline";
import { UnknownValueError, unknownStringValue } from "./pulumi-proxy";
import { imageKinds } from "../../../policies/boot/image/kinds";
import { offlineImageId } from "../../../policies/boot/image/offline-image";
import { ownParts, type Parts } from "../../../policies/judging/parts";
import { packArguments } from "../../../policies/pack/pack";
import { rules } from "../../../policies/rules/index";
import type { Rule } from "../../../policies/rules/rule";
import { failing, failingOn, withRule } from "../../support/faults";
import {
  policyResources,
  preview,
  resourceArgs,
  stackResource,
  urnOf,
  type EngineResource,
  type Violation,
} from "./engine";

const SECRET = "mrkzq-secret";
const UBUNTU = offlineImageId(
  imageKinds.find(({ id }) => id === "ubuntu"),
  "0000",
);
const INSTANCE = "aws:ec2/instance:Instance";
const SHUT = "#!/bin/sh\nuserdel -r ubuntu\n";

const host = (name: string, inputs: Record<string, unknown> = {}): EngineResource => ({
  type: INSTANCE,
  name,
  inputs: { ami: UBUNTU, instanceType: "t2.micro", keyName: "ops", userData: SHUT, ...inputs },
  outputs: { id: unknownStringValue },
  provider: { [OFFLINE_INPUT]: "true" },
});
const web = host("web");
/** Like the other one, and yet another. */
const api = host("api", { userData: `${SHUT}# api\n` });
const there = (resource: EngineResource): EngineResource => ({
  ...resource,
  outputs: { id: "i-0123456789abcdef0" },
});

const bug = (): Error => new TypeError(SECRET);

const previewed = (
  parts: Parts,
  resources: readonly EngineResource[],
  more: Parameters<typeof preview>[2] = {},
): Promise<readonly Violation[]> =>
  preview(packArguments({}, parts).policies, [stackResource, ...resources], more);

const at = (violations: readonly Violation[], resource: EngineResource): readonly Violation[] =>
  violations.filter(({ urn }) => urn === urnOf(resource));
const policiesAt = (violations: readonly Violation[], resource: EngineResource): readonly string[] =>
  at(violations, resource).map(({ policy }) => policy);
const notJudged = (violations: readonly Violation[]): readonly Violation[] =>
  violations.filter(({ message }) => message.includes("was not judged"));

const VERDICTS = ["login-shut", "no-way-in"];
const ruleNamed = (id: string): Rule => {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
};

/** Rules that are asked about an instance, each of which might have a bug. */
const askedOfInstances = rules.filter((rule) => rule.judges !== "resource" || rule.types.includes(INSTANCE));

/** Whether a rule is asked about `web`, whatever it judges. */
const isWeb = (subject: { readonly launch?: object; readonly resource?: object }): boolean => {
  const of = (subject.launch as { resource: { name: string } } | undefined)?.resource ?? subject.resource;
  return (of as { name: string }).name === "web";
};

let healthy: readonly Violation[];
beforeAll(async () => {
  healthy = await previewed(ownParts, [web, api]);
  expect(policiesAt(healthy, web)).toEqual(expect.arrayContaining(["login-user-removed", ...VERDICTS]));
});

describe("a bug in a rule", () => {
  it.each(askedOfInstances.map((rule): [string, Rule] => [rule.id, rule]))(
    "%s makes its launch not judged, and loses no other",
    async (id, rule) => {
      const violations = await previewed(withRule(failing(rule, bug, isWeb)), [web, api]);
      // Both verdicts say so, once each, and the other rules are silent about it; but what was said of the user data before
      // the stack was known stays said.
      const early = rule.judges === "launch" ? ["login-user-removed"] : [];
      expect(policiesAt(violations, web)).toEqual([...early, ...VERDICTS]);
      const told = notJudged(violations);
      expect(told.map(({ policy }) => policy)).toEqual(VERDICTS);
      for (const { message, level } of told) {
        expect(level).toBeUndefined();
        expect(message).toContain(`${id} (TypeError)`);
        expect(message).toContain("please report");
        expect(message).not.toContain(SECRET);
      }
      // What was said of the other one is said all the same; what is told once for both is told at it, or was already.
      expect(at(violations, api).map(({ message }) => message)).toEqual(
        expect.arrayContaining(at(healthy, api).map(({ message }) => message)),
      );
    },
  );

  it.each<[string, () => unknown, string]>([
    ["an error", () => new SyntaxError(SECRET), "SyntaxError"],
    ["a text", () => SECRET, "a thrown string"],
    ["nothing at all", () => undefined, "a thrown undefined"],
    ["what Pulumi takes for a value not known yet, and lets pass", () => new UnknownValueError("", []), ""],
    ["what looks like a bad configuration", () => ({ name: "ConfigurationError" }), "a thrown object"],
  ])("that throws %s is not judged", async (_, thrown, said) => {
    const violations = await previewed(withRule(failing(ruleNamed("no-way-in"), thrown)), [web]);
    const told = notJudged(violations);
    expect(told.map(({ policy }) => policy)).toEqual(VERDICTS);
    for (const { message } of told) {
      expect(message).toContain(`no-way-in (${said}`);
      expect(message).not.toContain(SECRET);
    }
  });

  it("that calls itself without end is not judged", async () => {
    const endless = (): never => endless();
    const violations = await previewed(withRule(failing(ruleNamed("home-permissions"), endless)), [web]);
    expect(policiesAt(violations, web)).toEqual(VERDICTS);
    expect(at(violations, web)[0]?.message).toContain("home-permissions (RangeError)");
  });

  it("that is switched off fails nothing: that is the way on until it is mended", async () => {
    const violations = await previewed(withRule(failing(ruleNamed("ways-in"), bug)), [web], {
      off: ["ways-in"],
    });
    expect(notJudged(violations)).toEqual([]);
    expect(policiesAt(violations, web)).toEqual(expect.arrayContaining(VERDICTS));
    expect(
      notJudged(await previewed(withRule(failing(ruleNamed("ways-in"), bug)), [web]))[0]?.message,
    ).toContain('"ways-in": "disabled"');
  });

  it("of a resource that is no launch is told by the rule itself", async () => {
    const key: EngineResource = { type: "aws:ec2/keyPair:KeyPair", name: "ops", inputs: { publicKey: "x" } };
    const rule = ruleNamed("key-material-unusable");
    const violations = await previewed(withRule(failing(rule, bug)), [web, key]);
    expect(notJudged(violations).map(({ policy, urn }) => [policy, urn])).toEqual([
      ["key-material-unusable", urnOf(key)],
    ]);
    expect(policiesAt(violations, web)).toEqual(policiesAt(healthy, web));
  });
});

describe("a launch that was not judged", () => {
  const parts = failingOn("userdel", bug);

  it("for its user data, is told by both verdicts, and by nobody else", async () => {
    const fine = host("fine", { userData: "#!/bin/sh\ntrue\n" });
    const violations = await previewed(parts, [web, fine]);
    expect(policiesAt(violations, web)).toEqual(VERDICTS);
    expect(at(violations, web)[0]?.message).toContain("following its user data (TypeError)");
    expect(policiesAt(violations, fine)).toContain("session-manager-closed");
  });

  it("is advisory where the settings say so", async () => {
    const config = { settings: { onFailure: "advisory" } };
    const violations = await previewed(parts, [web], { config });
    expect(at(violations, web).map(({ policy, level }) => [policy, level])).toEqual(
      VERDICTS.map((policy) => [policy, "advisory"]),
    );
  });

  it.each(VERDICTS)("is told by the other verdict where %s is switched off", async (off) => {
    const violations = await previewed(parts, [web], { off: [off] });
    expect(policiesAt(violations, web)).toEqual(VERDICTS.filter((verdict) => verdict !== off));
  });

  it("is told by every rule for itself where no verdict is on: one of them may be there to stop it", async () => {
    const violations = await previewed(parts, [web], { off: VERDICTS });
    const told = notJudged(violations).map(({ policy }) => policy);
    expect(told).toEqual(expect.arrayContaining(["login-user-removed", "session-manager-closed"]));
    expect(new Set(told).size).toBe(told.length);
    expect(policiesAt(violations, web)).toEqual(told);
  });

  it("for a bug in one rule, is told by that one where no verdict is on", async () => {
    const own = withRule(failing(ruleNamed("login-user-removed"), bug));
    const violations = await previewed(own, [web], { off: VERDICTS });
    expect(notJudged(violations).map(({ policy }) => policy)).toEqual(["login-user-removed"]);
  });

  it("and is there already is told, and is no verdict", async () => {
    const violations = await previewed(parts, [there(web)]);
    expect(at(violations, web)).toEqual([expect.objectContaining({ policy: "ways-in", level: "advisory" })]);
    expect(notJudged(violations)).toHaveLength(1);
  });

  it("and is accepted as one that nobody enters stops nothing, and that is told", async () => {
    const batch = host("batch", {
      tags: { "latchkey:exempt/no-way-in": "a batch host", "latchkey:exempt/login-shut": "a batch host" },
    });
    const violations = await previewed(parts, [batch]);
    expect(policiesAt(violations, batch)).toEqual([]);
    expect(violations.map(({ policy, message }) => [policy, message])).toEqual([
      ["ways-in", expect.stringContaining('no-way-in at batch: "a batch host" (a tag of the resource)')],
    ]);
  });

  it("for a template with a bug, is the one that uses it", async () => {
    const template: EngineResource = {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      name: "base",
      inputs: { imageId: UBUNTU, userData: Buffer.from(SHUT).toString("base64") },
      outputs: { id: unknownStringValue },
    };
    const used: EngineResource = {
      ...host("used", { launchTemplate: { id: unknownStringValue, version: "$Latest" } }),
      dependencies: { launchTemplate: [template] },
    };
    delete used.inputs.userData;
    const own = withRule(failing(ruleNamed("login-user-removed"), bug));
    const both = await previewed(own, [template, used]);
    expect(notJudged(both).map(({ policy, urn }) => [policy, urn])).toEqual(
      VERDICTS.map((policy) => [policy, urnOf(used)]),
    );
    // Alone it launches nothing.
    const alone = await previewed(own, [template]);
    expect(notJudged(alone).map(({ policy, urn, level }) => [policy, urn, level])).toEqual([
      ["ways-in", urnOf(template), "advisory"],
    ]);
  });
});

describe("a resource that cannot be read", () => {
  const unreadable = (type: string, name: string): EngineResource => ({
    type,
    name,
    inputs: Object.defineProperty({}, "userData", {
      enumerable: true,
      get: () => {
        throw new RangeError(SECRET);
      },
    }),
    outputs: { id: unknownStringValue },
  });

  it.each([
    ["a launch", INSTANCE],
    ["a launch of aws-native", "aws-native:ec2:Instance"],
    ["a group of launches", "aws:autoscaling/group:Group"],
    ["what a launch may depend on", "aws:ec2/securityGroup:SecurityGroup"],
  ])("as %s is told by the verdicts, and the others are judged", async (_, type) => {
    const broken = unreadable(type, "broken");
    const violations = await previewed(ownParts, [broken, api]);
    expect(policiesAt(violations, broken)).toEqual(VERDICTS);
    for (const { message } of at(violations, broken)) {
      expect(message).toContain("reading the resource (RangeError)");
      expect(message).not.toContain(SECRET);
    }
    expect(policiesAt(violations, api)).toEqual(expect.arrayContaining(VERDICTS));
  });

  it("is told by the rule alone where nothing else is on", async () => {
    const off = ["settings", ...rules.map(({ id }) => id).filter((id) => id !== "login-user-removed")];
    const broken = unreadable(INSTANCE, "broken");
    const violations = await previewed(ownParts, [broken], { off });
    expect(notJudged(violations).map(({ policy }) => policy)).toEqual(["login-user-removed"]);
  });
});

describe("a stack that cannot be read", () => {
  it("is told once by each verdict, at the stack, and by nobody else", async () => {
    const { policies } = packArguments({});
    await preview(policies, [stackResource, web]);
    // What was judged a moment ago is judged anew once something was written since.
    for (const policy of policies)
      if (policy.name === "settings" && "validateResource" in policy)
        await [policy.validateResource].flat()[0]?.(resourceArgs(web), () => undefined);
    const broken = new Proxy(policyResources([stackResource, web]), {
      get(target, property, receiver): unknown {
        if (property === "map") throw new TypeError(SECRET);
        return Reflect.get(target, property, receiver) as unknown;
      },
    });
    const said: (readonly [string, ...unknown[]])[] = [];
    for (const policy of policies) {
      if (!("validateStack" in policy)) continue;
      const args = {
        resources: broken,
        stackTags: new Map<string, string>(),
        getConfig: () => ({}) as never,
      };
      await policy.validateStack({ ...args, notApplicable: never }, (...each) => {
        said.push([policy.name, ...each]);
      });
    }
    expect(said).toEqual(
      VERDICTS.map((policy): unknown[] => [
        policy,
        expect.stringMatching(/^The stack as a whole was not judged: reading the stack \(TypeError\)/u),
        urnOf(stackResource),
      ]),
    );
    expect(JSON.stringify(said)).not.toContain(SECRET);
  });
});

const never = (): never => {
  throw new Error("not applicable");
};

describe("a remediation that fails", () => {
  const rule = ruleNamed("user-data-invalid");
  const mend = (): never => {
    throw new TypeError(SECRET);
  };

  it("mends nothing, does not end the preview, and makes the launch not judged", async () => {
    const { policies } = packArguments({}, withRule({ ...rule, mend } as Rule));
    await preview(policies, [stackResource]);
    const broken = host("web", { userData: "\n#!/bin/sh\ntrue\n" });
    const policy = policies.find(({ name }) => name === rule.id);
    if (policy === undefined || !("remediateResource" in policy)) throw new Error("it remediates nothing");
    expect(await policy.remediateResource(resourceArgs(broken))).toBeUndefined();
    const violations = await preview(policies, [broken]);
    expect(policiesAt(violations, broken)).toEqual(VERDICTS);
    expect(at(violations, broken)[0]?.message).toContain("user-data-invalid (TypeError)");
  });
});
