import { growth } from "../../support/counted-stack";
import { graphOf } from "../../../policies/launch/graph";
import { launchesOf } from "../../../policies/launch/launches";
import { UNKNOWN, type StackResource } from "../../../policies/launch/resource";
import { referrersOf, type Relation } from "../../../policies/launch/stack";
import {
  from,
  instance,
  keyPair,
  profile,
  resource,
  securityGroup,
  stackOf,
  template,
  tokens,
} from "./resources";

const EIP_ASSOCIATION = "aws:ec2/eipAssociation:EipAssociation";

const toInstance: Relation = {
  type: EIP_ASSOCIATION,
  path: "instanceId",
  target: { types: [tokens.instance], names: [] },
};

const association = (name: string, ...instances: readonly StackResource[]) =>
  resource(EIP_ASSOCIATION, name, { instanceId: UNKNOWN }, from({ instanceId: instances }));

const named = (name: string) => ({ ...instance(), urn: `${instance().urn}-${name}`, name });

describe("the index of a stack", () => {
  const pair = keyPair({}, { outputs: { id: "kp-1", keyName: "ops" } });
  const group = securityGroup();
  const web = instance({}, from({ keyName: [pair], vpcSecurityGroupIds: [group] }));
  const graph = graphOf(stackOf(pair, group, { ...web, parent: group.urn }));

  it("has resources by type, and by what they are called", () => {
    expect(graph.ofType(tokens.keyPair)).toEqual([pair]);
    expect(graph.called(tokens.keyPair, "keyName", "ops")).toEqual([pair]);
    expect(graph.called(tokens.keyPair, "id", "kp-1")).toEqual([pair]);
    expect(graph.called(tokens.keyPair, "urn", pair.urn)).toEqual([pair]);
    expect(graph.called(tokens.keyPair, "keyName", "kp-1")).toEqual([]);
    expect(graph.called(tokens.keyPair, "id", "ops")).toEqual([]);
  });

  it("has what depends on a resource, and whose parent it is", () => {
    expect(graph.dependents(pair.urn)).toMatchObject([{ resource: { urn: web.urn }, property: "keyName" }]);
    expect(graph.children(group.urn)).toMatchObject([{ urn: web.urn }]);
    expect(graph.dependents(web.urn)).toEqual([]);
    expect(graph.children("urn:elsewhere")).toEqual([]);
  });

  it("takes names that every object has for names", () => {
    expect(graph.called(tokens.keyPair, "keyName", "constructor")).toEqual([]);
    expect(graph.ofType("__proto__")).toEqual([]);
  });
});

describe("what stands for a resource", () => {
  const one = named("one");
  const two = named("two");

  it.each<[string, StackResource, string]>([
    ["is certain where nothing else can be meant", association("a", one), "certain"],
    ["is possible as one of several", association("a", one, two), "possible"],
    ["cannot be told without dependencies", association("a"), "untold"],
    ["is nothing for another", association("a", two), "none"],
    ["is nothing where the property is left out", resource(EIP_ASSOCIATION, "a", {}), "none"],
  ])("%s", (_, given, expected) => {
    const referrers = referrersOf(stackOf(one, two, given), one, toInstance);
    for (const which of ["certain", "possible", "untold"] as const)
      expect(referrers[which]).toEqual(which === expected ? [given] : []);
  });
});

describe("a stack of 10,000 resources", () => {
  /** 2,000 launches, each with a template, a key pair, a security group and an address of its own. */
  function large(known: boolean, launches = 2000) {
    const all: StackResource[] = [];
    for (let at = 0; at < launches; at++) {
      const name = `n${String(at)}`;
      const id = (what: string) => (known ? { outputs: { id: `${what}-${name}` } } : {});
      const rename = (each: StackResource): StackResource => ({ ...each, urn: `${each.urn}-${name}`, name });
      const pair = rename(keyPair({ keyName: name }, id("key")));
      const group = rename(securityGroup({ name }, id("sg")));
      const lt = rename(
        template({ name, keyName: known ? name : UNKNOWN }, { ...id("lt"), ...from({ keyName: [pair] }) }),
      );
      const web = rename(
        instance(
          {
            keyName: null,
            launchTemplate: { id: known ? `lt-${name}` : UNKNOWN, version: "$Latest" },
            vpcSecurityGroupIds: [known ? `sg-${name}` : UNKNOWN],
          },
          { outputs: { id: UNKNOWN }, ...from({ launchTemplate: [lt], vpcSecurityGroupIds: [group] }) },
        ),
      );
      const address = rename(association("address", web));
      all.push(pair, group, lt, web, address);
    }
    return stackOf(...all, profile());
  }

  it.each([
    ["known ids", true],
    ["ids that are known at apply", false],
  ])("with %s is read without a step that grows with its square", (_, known) => {
    const launches = launchesOf(large(known));
    expect(launches).toHaveLength(2000);
    expect(
      launches.every(({ keyName, sshIngress }) => keyName.state === "known" && sshIngress.state === "known"),
    ).toBe(true);
    // A step that looks through all of a type for each launch reads twenty-five times as much.
    expect(growth((share) => large(known, 2000 * share), launchesOf)).toBeLessThan(5.5);
  });
});

it("what refers to itself, to nothing that is there, or in a circle is read all the same", () => {
  const loop = { ...instance({ keyName: UNKNOWN }), urn: "urn:loop" };
  const itself = { ...loop, parent: "urn:loop", propertyDependencies: { keyName: ["urn:loop", "urn:gone"] } };
  const graph = graphOf(stackOf(itself));
  expect(graph.children("urn:loop")).toEqual([itself]);
  expect(graph.dependents("urn:gone")).toHaveLength(1);
  expect(launchesOf(stackOf(itself))).toMatchObject([{ keyName: { state: "unknown" } }]);
});
