import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { unknownStringValue } from "./pulumi-proxy";
import { ownParts } from "../../../policies/judging/parts";
import { policyOf, settingsPolicy, type PackPolicy } from "../../../policies/pack/policies";
import { newPreviews, type Previews } from "../../../policies/pack/previews";
import { newSession, type Session } from "../../../policies/pack/session";
import { preview, stackResource, type EngineResource } from "./engine";

const AMI = "ami-0123456789abcdef0";
const host = (name: string): EngineResource => ({
  type: "aws:ec2/instance:Instance",
  name,
  // Each with user data of its own: none is predicted from another.
  inputs: {
    ami: AMI,
    instanceType: "t3.micro",
    keyName: "ops",
    userData: `#!/bin/sh\n# ${name}\nuserdel -r ubuntu\n`,
  },
  outputs: { id: unknownStringValue },
});

/** A process of the pack's, and the sessions that it made. */
function served(): { policies: readonly PackPolicy[]; previews: Previews; sessions: WeakRef<Session>[] } {
  const sessions: WeakRef<Session>[] = [];
  const previews = newPreviews(() => {
    const session = newSession(() => false, ownParts);
    sessions.push(new WeakRef(session));
    return session;
  });
  const policies = [settingsPolicy(previews), ...ownParts.rules.map((rule) => policyOf(rule, previews))];
  return { policies, previews, sessions };
}

/** The collector of garbage, which Node hides without a flag. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}

const config = { settings: { images: { [AMI]: { family: "ubuntu" } } } };

test("a process that sees 200 previews of resources that are new each time keeps those of one", async () => {
  const { policies, previews, sessions } = served();
  const kept: number[] = [];
  for (let round = 0; round < 200; round++) {
    const resources = Array.from({ length: 5 }, (_, at) => host(`host-${String(round)}-${String(at)}`));
    const violations = await preview(policies, [stackResource, ...resources], { config });
    expect(violations.filter(({ policy }) => policy === "no-way-in")).toHaveLength(5);
    kept.push(previews.now().kept());
  }
  expect(new Set(kept).size).toBe(1);
  expect(kept[0]).toBeGreaterThan(5);

  // A weak reference holds until the turn of the loop in which it was made is over.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  const alive = sessions.filter((session) => session.deref() !== undefined);
  expect(sessions).toHaveLength(200);
  expect(alive.length).toBeLessThanOrEqual(2);
}, 120_000);

test("nothing of one stack is told in the preview of the next", async () => {
  const { policies } = served();
  const tags = {
    "latchkey:exempt/login-user-shell": "a batch host",
    "latchkey:exempt/no-way-in": "a batch host",
  };
  const first = host("first");
  const told = await preview(policies, [stackResource, { ...first, inputs: { ...first.inputs, tags } }], {
    config: {
      settings: { ...config.settings, exempt: [{ rule: "login-shut", name: "gone", reason: "so" }] },
    },
  });
  expect(told.map(({ policy }) => policy)).toContain("settings");

  const name = "shop-prod";
  const prod = { ...stackResource, name, urn: `urn:pulumi:prod::shop::${stackResource.type}::${name}` };
  const second = await preview(policies, [prod, host("second")], { config });
  expect(JSON.stringify(second)).not.toMatch(/::first|batch|gone|settings\.exempt/u);
});

test("settings of one preview do not hold in the next", async () => {
  const { policies } = served();
  const off = ["settings"];
  expect(
    (await preview(policies, [stackResource, host("a")], { config })).map(({ policy }) => policy),
  ).toContain("no-way-in");
  const without = await preview(policies, [stackResource, host("a")], { off });
  expect(without.map(({ policy }) => policy)).not.toContain("no-way-in");
});

test("a rule that was on in one preview and is off in the next has no part in that", async () => {
  const { policies, previews } = served();
  await preview(policies, [stackResource, host("a")]);
  expect(previews.now().isActive("ways-in")).toBe(true);
  await preview(policies, [stackResource, host("a")], { off: ["ways-in"] });
  expect(previews.now().isActive("ways-in")).toBe(false);
});

test.each([
  ["of another name", undefined],
  ["below another resource", `urn:pulumi:dev::shop::own:index:Part$${stackResource.type}::other`],
  [
    "of the stack's own name, below another resource",
    `urn:pulumi:dev::shop::own:index:Part$${stackResource.type}::shop-dev`,
  ],
])("a resource of the stack's own type %s, in mid program, makes nobody forget", async (_, urn) => {
  const { policies, previews } = served();
  const name = urn?.split("::").at(-1) ?? "other";
  const impostor: EngineResource = { ...stackResource, name, ...(urn !== undefined && { urn }) };
  const exempt = [{ rule: "login-user-removed", name: "a", reason: "made by hand" }];
  const violations = await preview(policies, [stackResource, host("a"), impostor, host("b")], {
    config: { settings: { ...config.settings, exempt } },
  });
  expect(violations.filter(({ policy }) => policy === "no-way-in")).toHaveLength(2);
  expect(JSON.stringify(violations)).toContain("made by hand");
  expect(previews.now().isConfigured()).toBe(true);
});
