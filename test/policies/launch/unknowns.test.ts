import { growth } from "../../support/counted-stack";
import { launchAlone, launchesOf } from "../../../policies/launch/launches";
import type { Launch } from "../../../policies/launch/launch";
import { declaredAccount } from "../../../policies/launch/declared-account";
import {
  UNKNOWN,
  type Properties,
  type PropertyValue,
  type StackResource,
} from "../../../policies/launch/resource";
import {
  attachment,
  configuration,
  CORE,
  from,
  group,
  instance,
  keyPair,
  profile,
  role,
  securityGroup,
  spot,
  stackOf,
  template,
} from "./resources";
import fc from "../../support/fast-check";

const good = [
  instance({ vpcSecurityGroupIds: ["access-1a2b3c4"] }),
  spot({ iamInstanceProfile: "web-profile" }),
  template({ vpcSecurityGroupIds: ["access-1a2b3c4"] }),
  configuration(),
  group({ launchTemplate: { name: "workers-1a2b3c4", version: "$Latest" } }),
  keyPair(),
  securityGroup(),
  profile(),
  role({ managedPolicyArns: [CORE] }),
  attachment(),
];

const FACTS = [
  "region",
  "instanceTypes",
  "keyName",
  "role",
  "sshIngress",
  "httpsEgress",
  "publicAddress",
  "metadataEndpoint",
  "stopProtection",
  "oneTimeSpot",
] as const satisfies readonly (keyof Launch)[];

/** What a launch says for certain: known values, and what it calls absent. */
function certain(launch: Launch): ReadonlyMap<string, string> {
  const said = FACTS.flatMap((name): [string, string][] => {
    const fact = launch[name];
    if (fact.state !== "known") return fact.state === "absent" ? [[name, "absent"]] : [];
    const { value } = fact;
    if (typeof value !== "object" || !("sessionManager" in value)) return [[name, JSON.stringify(value)]];
    const { sessionManager } = value;
    return sessionManager.state === "known" ? [[name, String(sessionManager.value)]] : [];
  });
  return new Map(said);
}

const properties = good.flatMap((each) =>
  Object.keys(each.inputs ?? {}).map((property): [string, string, string] => [each.name, property, each.urn]),
);

it.each(properties)("of %s, an unknown %s makes nothing else certain", (_, property, urn) => {
  const before = new Map(
    launchesOf(stackOf(...good)).map((launch) => [launch.resource.urn, certain(launch)]),
  );
  const changed = good.map((each): StackResource =>
    each.urn === urn ? { ...each, inputs: { ...each.inputs, [property]: UNKNOWN } } : each,
  );
  for (const launch of launchesOf(stackOf(...changed))) {
    // A template that is no longer certain to be used stands on its own.
    const told = before.get(launch.resource.urn);
    for (const [name, value] of told === undefined ? [] : certain(launch)) {
      expect([name, value]).toEqual([name, told?.get(name)]);
    }
  }
});

const anyValue = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<PropertyValue>(
      UNKNOWN,
      null,
      true,
      "true",
      "",
      22,
      "$Latest",
      "resolve:ssm:",
      "web-profile",
    ),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        ...[
          "id",
          "name",
          "version",
          "launchTemplate",
          "overrides",
          "launchTemplateSpecification",
          "securityGroups",
        ],
        ...["networkInterfaceId", "subnetId", "policy", "Statement", "protocol", "fromPort", "cidrBlocks"],
      ),
      tie("value"),
      { maxKeys: 4 },
    ),
  ),
})).value;

it("no shape of a property makes reading throw", () => {
  const changes = fc.array(fc.tuple(fc.constantFrom(...properties), anyValue), { maxLength: 12 });
  fc.assert(
    fc.property(changes, (list) => {
      const inputs = new Map<string, Properties>();
      for (const [[, property, urn], value] of list) {
        inputs.set(urn, { ...inputs.get(urn), [property]: value });
      }
      const stack = stackOf(
        ...good.map((each) => ({ ...each, inputs: { ...each.inputs, ...inputs.get(each.urn) } })),
      );
      declaredAccount(stack);
      for (const each of good) launchAlone(stack.get(each.urn) ?? each);
      expect(launchesOf(stack).length).toBeGreaterThan(3);
    }),
    { numRuns: 300 },
  );
});

it("a stack of thousands is read once for each of them", () => {
  const stackOfShare = (share: number) => {
    const groups = Array.from({ length: 1000 * share }, (_, index) =>
      securityGroup({}, {}, `access-${String(index)}`),
    );
    const webs = groups.map((access, index) => ({
      ...instance({ vpcSecurityGroupIds: [UNKNOWN] }, from({ vpcSecurityGroupIds: [access] })),
      urn: `web-${String(index)}`,
    }));
    return stackOf(...groups, ...webs, ...good);
  };
  expect(launchesOf(stackOfShare(1))).toHaveLength(1004);
  expect(growth(stackOfShare, launchesOf)).toBeLessThan(5.5);
});
