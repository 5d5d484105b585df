import { unknownStringValue } from "./pulumi-proxy";
import { OFFLINE_INPUT } from "../../../policies/facts/offline";
import { UNKNOWN, type StackResource } from "../../../policies/launch/resource";
import { newMemory } from "../../../policies/pack/memory";
import { policyResources, resourceArgs, urnOf, type EngineResource } from "./engine";

const key: EngineResource = {
  type: "aws:ec2/keyPair:KeyPair",
  name: "ops",
  inputs: { keyName: "ops" },
  outputs: { id: unknownStringValue },
};
const web: EngineResource = {
  type: "aws:ec2/instance:Instance",
  name: "web",
  inputs: { ami: "ami-1", keyName: unknownStringValue },
  outputs: { ami: "ami-1", keyName: unknownStringValue, iamInstanceProfile: unknownStringValue, id: "i-1" },
  dependencies: { keyName: [key] },
};

test("joins what was written with what is planned", () => {
  const memory = newMemory();
  memory.remember(resourceArgs(web));
  const joined = memory.stackOf(policyResources([key, web])).get(urnOf(web));
  expect(joined).toMatchObject({
    urn: urnOf(web),
    type: web.type,
    name: "web",
    // The planned state would have a profile here that nobody wrote.
    inputs: { ami: "ami-1", keyName: UNKNOWN },
    outputs: { ami: "ami-1", keyName: UNKNOWN, iamInstanceProfile: UNKNOWN, id: "i-1" },
    propertyDependencies: { keyName: [urnOf(key)] },
  });
  expect(Object.keys(joined?.inputs ?? {})).toEqual(["ami", "keyName"]);
});

test("what was never seen as written has no inputs: left out cannot be told from computed", () => {
  expect(
    newMemory()
      .stackOf(policyResources([web]))
      .get(urnOf(web))?.inputs,
  ).toBeUndefined();
});

test("the latest writing counts", () => {
  const memory = newMemory();
  memory.remember(resourceArgs(web));
  memory.remember(resourceArgs({ ...web, inputs: { ami: "ami-2" } }));
  expect(memory.recall(urnOf(web))?.inputs).toEqual({ ami: "ami-2" });
});

test("what is gone from the stack is not in it, though it is remembered", () => {
  const memory = newMemory();
  memory.remember(resourceArgs(web));
  expect([...memory.stackOf(policyResources([key])).keys()]).toEqual([urnOf(key)]);
});

test("hands out a resource of aws-native as the classic provider's, in the stack too", () => {
  const memory = newMemory();
  const native: EngineResource = {
    type: "aws-native:ec2:Instance",
    name: "web",
    inputs: { imageId: "ami-1", userData: "IyEvYmluL3NoCg==", keyName: unknownStringValue },
    outputs: { instanceId: "i-1" },
    dependencies: { keyName: [key] },
  };
  const expected = {
    type: web.type,
    written: { type: native.type },
    inputs: { ami: "ami-1", userDataBase64: "IyEvYmluL3NoCg==", keyName: UNKNOWN },
  };
  expect(memory.remember(resourceArgs(native))).toMatchObject(expected);
  expect(memory.recall(urnOf(native))).toMatchObject(expected);
  expect(memory.stackOf(policyResources([key, native])).get(urnOf(native))).toMatchObject({
    ...expected,
    outputs: { id: "i-1" },
    propertyDependencies: { keyName: [urnOf(key)] },
  });
});

test("keeps the options that decide what reaches an instance", () => {
  const memory = newMemory();
  const args = resourceArgs(web);
  memory.remember({
    ...args,
    opts: { ...args.opts, ignoreChanges: ["userData"], deleteBeforeReplace: true },
  });
  const options = { ignoreChanges: ["userData"], deleteBeforeReplace: true };
  expect(memory.recall(urnOf(web))?.options).toEqual(options);
  expect(memory.stackOf(policyResources([web])).get(urnOf(web))?.options).toEqual(options);
});

describe("whether ids of look-ups are the offline provider's", () => {
  const provider = (type: string, inputs: Record<string, unknown>) =>
    resourceArgs({ type: `pulumi:providers:${type}`, name: "default", inputs, outputs: {} });
  const mark = { [OFFLINE_INPUT]: "true" };
  const native = resourceArgs({ type: "aws-native:ec2:Instance", name: "web", inputs: {}, outputs: {} });
  const servedBy = (props: Record<string, unknown>) => ({
    ...native,
    provider: { type: "pulumi:providers:aws-native", name: "default", urn: "p", props },
  });
  const marked = ({ provider: inputs }: StackResource) => inputs?.[OFFLINE_INPUT] !== undefined;

  test("is told by the classic provider, for launches of aws-native too", () => {
    const memory = newMemory();
    memory.remember(provider("aws", { region: "eu-west-1", ...mark }));
    expect(marked(memory.remember(servedBy({ region: "eu-west-1" })))).toBe(true);
  });

  test.each([
    ["the classic provider is AWS's own", [provider("aws", {})], {}],
    ["aws-native's provider says it of itself", [provider("aws", {})], mark],
    ["another package's provider says it", [provider("random", mark)], {}],
  ])("is not where %s", (_, before, props) => {
    const memory = newMemory();
    for (const each of before) memory.remember(each);
    expect(marked(memory.remember(servedBy(props)))).toBe(false);
  });
});
