import { unknownStringValue } from "./pulumi-proxy";
import { defaultSettings } from "../../../policies/judging/settings";
import { newSession } from "../../../policies/pack/session";
import { policyResources, resourceArgs, stackResource, type EngineResource } from "./engine";

const web = (name: string, userData = "#!/bin/sh\nuserdel -r ubuntu\n"): EngineResource => ({
  type: "aws:ec2/instance:Instance",
  name,
  inputs: { ami: "ami-1", instanceType: "t3.micro", keyName: "ops", userData },
  outputs: { id: unknownStringValue },
});

test("a stack is judged once for all policies, though each brings a copy of its own", async () => {
  const session = newSession(() => false);
  session.remember(resourceArgs(web("a")));
  const first = await session.judgeStack(policyResources([stackResource, web("a")]));
  expect(await session.judgeStack(policyResources([stackResource, web("a")]))).toBe(first);
  expect(first.subjects).toHaveLength(1);
});

test("a stack is judged anew once something was written since: the same process serves preview and update", async () => {
  const session = newSession(() => false);
  session.remember(resourceArgs(web("a")));
  const first = await session.judgeStack(policyResources([web("a")]));
  session.remember(resourceArgs(web("a", "#!/bin/sh\ntrue\n")));
  const second = await session.judgeStack(policyResources([web("a")]));
  expect(second).not.toBe(first);
  expect(second.subjects[0]?.launch.userData).not.toEqual(first.subjects[0]?.launch.userData);
});

test("a resource is followed once for all policies, and anew when it is written otherwise", async () => {
  const session = newSession(() => false);
  session.configure(defaultSettings);
  session.remember(resourceArgs(web("a")));
  const first = await session.analyse(resourceArgs(web("a")));
  expect(await session.analyse(resourceArgs(web("a")))).toBe(first);
  session.remember(resourceArgs(web("a", "#!/bin/sh\ntrue\n")));
  expect(await session.analyse(resourceArgs(web("a")))).not.toBe(first);
});

test("without settings, each policy's own sight of a resource counts", async () => {
  const session = newSession(() => false);
  const [first] = await session.analyse(resourceArgs(web("a")));
  const [second] = await session.analyse(resourceArgs(web("a", "#!/bin/sh\ntrue\n")));
  expect(second?.launch.userData).not.toEqual(first?.launch.userData);
});

test("launches come in one order, whichever the engine gives", async () => {
  const orderOf = async (...names: readonly string[]): Promise<readonly string[]> => {
    const session = newSession(() => false);
    const resources = names.map((name) => web(name));
    for (const resource of resources) session.remember(resourceArgs(resource));
    const { subjects } = await session.judgeStack(policyResources(resources));
    return subjects.map(({ launch }) => launch.resource.name);
  };
  expect(await orderOf("c", "a", "b")).toEqual(["a", "b", "c"]);
  expect(await orderOf("b", "c", "a")).toEqual(["a", "b", "c"]);
});

test("what was never seen as written is judged as unknown, not as left out", async () => {
  const { subjects } = await newSession(() => false).judgeStack(policyResources([web("a")]));
  expect(subjects.map(({ launch }) => launch.keyName.state)).toEqual(["unknown"]);
});

test("a stack that cannot be read is told, and ends nothing", async () => {
  const session = newSession(() => false);
  const [broken] = policyResources([web("a")]);
  if (broken === undefined) throw new Error("no resource");
  const unreadable = { ...broken, propertyDependencies: undefined as never };
  const { subjects, problems } = await session.judgeStack([unreadable]);
  expect(subjects).toEqual([]);
  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("please report this")]);
});
