import { unknownStringValue } from "./pulumi-proxy";
import { ownParts } from "../../../policies/judging/parts";
import { newPredictor } from "../../../policies/judging/predictor";
import { defaultSettings } from "../../../policies/judging/settings";
import { newSession, type Session } from "../../../policies/pack/session";
import loginUserRemoved from "../../../policies/rules/login-user-removed";
import type { UserDataRule } from "../../../policies/rules/rule";
import { policyResources, resourceArgs, stackResource, type EngineResource } from "./engine";

const web = (name: string, userData = "#!/bin/sh\nuserdel -r ubuntu\n"): EngineResource => ({
  type: "aws:ec2/instance:Instance",
  name,
  inputs: { ami: "ami-1", instanceType: "t3.micro", keyName: "ops", userData },
  outputs: { id: unknownStringValue },
});

/** A session, and how many boots it has predicted so far. */
function counting(): { readonly session: Session; readonly predicted: () => number } {
  let count = 0;
  const session = newSession(() => false, {
    ...ownParts,
    newPredictor: () => {
      const predict = newPredictor();
      return (input) => {
        count += 1;
        return predict(input);
      };
    },
  });
  return { session, predicted: () => count };
}

const newOne = (): Session => counting().session;
const rule: UserDataRule = loginUserRemoved;

test("a stack is judged once for all policies, though each brings a copy of its own", async () => {
  const session = newOne();
  session.remember(resourceArgs(web("a")));
  const first = await session.judgeStack(policyResources([stackResource, web("a")]));
  expect(await session.judgeStack(policyResources([stackResource, web("a")]))).toBe(first);
  expect(first.subjects).toHaveLength(1);
});

test("a stack is judged anew once something was written since: the same process serves preview and update", async () => {
  const session = newOne();
  session.remember(resourceArgs(web("a")));
  const first = await session.judgeStack(policyResources([web("a")]));
  session.remember(resourceArgs(web("a", "#!/bin/sh\ntrue\n")));
  const second = await session.judgeStack(policyResources([web("a")]));
  expect(second).not.toBe(first);
  expect(second.subjects[0]?.launch.userData).not.toEqual(first.subjects[0]?.launch.userData);
});

test("a resource is followed once for all policies, and anew when it is written otherwise", async () => {
  const { session, predicted } = counting();
  session.configure(defaultSettings);
  session.remember(resourceArgs(web("a")));
  await session.hear(rule, resourceArgs(web("a")));
  await session.hear(rule, resourceArgs(web("a")));
  expect(predicted()).toBe(1);
  session.remember(resourceArgs(web("a", "#!/bin/sh\ntrue\n")));
  await session.hear(rule, resourceArgs(web("a")));
  expect(predicted()).toBe(2);
});

test("without settings, each policy's own sight of a resource counts", async () => {
  const { session, predicted } = counting();
  const first = await session.hear(rule, resourceArgs(web("a")));
  const second = await session.hear(rule, resourceArgs(web("a", "#!/bin/sh\ntrue\n")));
  expect(second.resource.inputs?.userData).not.toEqual(first.resource.inputs?.userData);
  expect(predicted()).toBe(2);
});

test("launches come in one order, whichever the engine gives", async () => {
  const orderOf = async (...names: readonly string[]): Promise<readonly string[]> => {
    const session = newOne();
    const resources = names.map((name) => web(name));
    for (const resource of resources) session.remember(resourceArgs(resource));
    const { subjects } = await session.judgeStack(policyResources(resources));
    return subjects.map(({ launch }) => launch.resource.name);
  };
  expect(await orderOf("c", "a", "b")).toEqual(["a", "b", "c"]);
  expect(await orderOf("b", "c", "a")).toEqual(["a", "b", "c"]);
});

test("what was never seen as written is judged as unknown, not as left out", async () => {
  const { subjects } = await newOne().judgeStack(policyResources([web("a")]));
  expect(subjects.map(({ launch }) => launch.keyName.state)).toEqual(["unknown"]);
});

test("what holds no launch is remembered and not judged", async () => {
  const { session, predicted } = counting();
  const bucket: EngineResource = { type: "aws:s3/bucket:Bucket", name: "files", inputs: {} };
  expect(await session.hear(rule, resourceArgs(bucket))).toMatchObject({ findings: [], failures: [] });
  expect(predicted()).toBe(0);
});

test("a resource that cannot be read loses no other: it is told, and nothing is known of it", async () => {
  const session = newOne();
  for (const name of ["a", "b"]) session.remember(resourceArgs(web(name)));
  const [first, broken] = policyResources([web("a"), web("b")]);
  if (first === undefined || broken === undefined) throw new Error("no resources");
  const unreadable = { ...broken, propertyDependencies: undefined as never };
  const judgement = await session.judgeStack([first, unreadable]);
  expect(judgement.failures()).toEqual([]);
  expect(judgement.subjects.map(({ launch }) => launch.resource.name)).toEqual(["a", "b"]);
  expect(judgement.notJudged()).toEqual([
    {
      resource: { urn: broken.urn, type: broken.type, name: "b" },
      failures: [{ where: "reading the resource", error: "TypeError" }],
      byVerdicts: true,
    },
  ]);
});
