import { launchAlone, launchesOf } from "../../../../policies/launch/launches";
import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { from, keyPair, profile, resource, securityGroup, stackOf, template, type Extra } from "../resources";

const SPOT_FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const FLEET = "aws:ec2/fleet:Fleet";

const launched = (...resources: readonly StackResource[]) =>
  launchesOf(stackOf(...resources)).filter(({ kind }) => kind === "fleet");

const specification: Properties = {
  ami: "ami-1",
  instanceType: "m5.large",
  keyName: "ops",
  userData: "#!/bin/sh\ntrue\n",
  subnetId: "subnet-1",
  associatePublicIpAddress: true,
};

const spotFleet = (change: Properties, extra: Extra = {}) =>
  resource(SPOT_FLEET, "crowd", { iamFleetRole: "arn", targetCapacity: 4, ...change }, extra);

const target = (change: Properties = {}): Properties => ({
  targetCapacitySpecification: { defaultTargetCapacityType: "on-demand", totalTargetCapacity: 4, ...change },
});

const fleet = (change: Properties, extra: Extra = {}) =>
  resource(FLEET, "crowd", { ...target(), ...change }, extra);

const one = template({}, {}, "one");
const two = template({ keyName: "other", userData: null }, {}, "two");

describe("a spot fleet's launch specifications", () => {
  it("are a launch each", () => {
    const crowd = spotFleet({
      launchSpecifications: [
        specification,
        { ...specification, keyName: null, subnetId: null, ami: "ami-2" },
      ],
    });
    expect(launched(crowd)).toMatchObject([
      {
        kind: "fleet",
        exists: false,
        image: { id: { value: "ami-1" } },
        instanceTypes: { value: ["m5.large"] },
        keyName: { value: "ops", path: "launchSpecifications[0].keyName" },
        userData: { value: { text: "#!/bin/sh\ntrue\n", encoding: "plain" } },
        namesSubnet: true,
        publicAddress: { value: true },
        oneTimeSpot: { value: true },
      },
      { image: { id: { value: "ami-2" } }, keyName: { state: "absent" }, namesSubnet: false },
    ]);
  });

  it("are told from what they depend on, where each kind of it stands there once", () => {
    const given = [keyPair(), profile(), securityGroup({ ingress: [] })];
    const later: Properties = {
      ...specification,
      keyName: UNKNOWN,
      vpcSecurityGroupIds: [UNKNOWN],
      iamInstanceProfileArn: UNKNOWN,
    };
    const crowd = spotFleet({ launchSpecifications: [later] }, from({ launchSpecifications: given }));
    expect(launched(crowd, ...given)).toMatchObject([
      {
        keyName: { value: "ops" },
        keyPairInStack: true,
        role: { state: "known" },
        sshIngress: { value: "closed" },
      },
    ]);
  });

  it("are unknown where they are only known at apply", () => {
    expect(launched(spotFleet({ launchSpecifications: UNKNOWN }))).toMatchObject([
      { keyName: { state: "unknown" }, userData: { state: "unknown" } },
    ]);
  });

  it("show their user data before the rest of the stack is known", () => {
    expect(launchAlone(spotFleet({ launchSpecifications: [specification] }))).toMatchObject({
      userData: { state: "known" },
    });
  });
});

describe("launch template configurations", () => {
  it("of a spot fleet name templates by id or name", () => {
    const crowd = spotFleet({
      launchTemplateConfigs: [
        {
          launchTemplateSpecification: { name: "one-1a2b3c4", version: "$Latest" },
          overrides: [{ instanceType: "c5.large", subnetId: "subnet-1" }, { instanceType: "c6i.large" }],
        },
        { launchTemplateSpecification: { name: "two-1a2b3c4", version: "1" } },
      ],
    });
    expect(launched(crowd, one, two)).toMatchObject([
      { keyName: { value: "ops" }, instanceTypes: { value: ["c5.large", "c6i.large"] }, namesSubnet: true },
      { keyName: { value: "other" }, instanceTypes: { value: ["t3.micro"] }, userData: { state: "absent" } },
    ]);
  });

  it("of a fleet do too", () => {
    const made = template({}, { outputs: { id: "lt-1", latestVersion: 3, defaultVersion: 3 } }, "one");
    const crowd = fleet({
      launchTemplateConfigs: [
        { launchTemplateSpecification: { launchTemplateId: "lt-1", version: "$Default" } },
      ],
    });
    expect(launched(crowd, made)).toMatchObject([{ keyName: { value: "ops" }, namesSubnet: false }]);
  });

  it("are one launch that holds for all where the engine does not tell which is which", () => {
    const specification: Properties = {
      launchTemplateSpecification: { launchTemplateId: UNKNOWN, version: UNKNOWN },
    };
    const crowd = fleet(
      { launchTemplateConfigs: [specification, specification] },
      from({ launchTemplateConfigs: [one, two] }),
    );
    expect(launched(crowd, one, two)).toMatchObject([
      { keyName: { state: "unknown" }, image: { id: { value: "ami-template" } } },
    ]);
  });

  it.each<[string, Properties]>([
    ["known at apply", { launchTemplateConfigs: UNKNOWN }],
    ["left out", {}],
  ])("that are %s leave everything unknown", (_, change) => {
    expect(launched(fleet(change))).toMatchObject([
      { keyName: { state: "unknown" }, role: { state: "unknown" } },
    ]);
  });

  it("use their templates up", () => {
    const crowd = fleet({
      launchTemplateConfigs: [
        { launchTemplateSpecification: { launchTemplateName: "one-1a2b3c4", version: "1" } },
      ],
    });
    expect(launchesOf(stackOf(crowd, one)).map(({ kind }) => kind)).toEqual(["fleet"]);
  });
});

describe("the instances of a fleet are spot instances", () => {
  const configs = {
    launchTemplateConfigs: [
      { launchTemplateSpecification: { launchTemplateName: "one-1a2b3c4", version: "1" } },
    ],
  };
  const spotIn = (crowd: StackResource) => {
    const fact = launched(crowd, one)[0]?.oneTimeSpot;
    return fact?.state === "known" ? fact.value : fact?.state;
  };

  it.each<[string, StackResource, boolean | string]>([
    ["all of a spot fleet", spotFleet(configs), true],
    ["none of it, on demand", spotFleet({ ...configs, onDemandTargetCapacity: 4 }), "absent"],
    ["some of it", spotFleet({ ...configs, onDemandTargetCapacity: 1 }), "unknown"],
    ["whatever it stops them by", spotFleet({ ...configs, instanceInterruptionBehaviour: "stop" }), true],
    ["by a fleet's default", fleet({ ...configs, ...target({ defaultTargetCapacityType: "spot" }) }), true],
    ["not by a fleet's default", fleet(configs), "absent"],
    ["in part, by number", fleet({ ...configs, ...target({ spotTargetCapacity: 1 }) }), "unknown"],
    ["all, by number", fleet({ ...configs, ...target({ spotTargetCapacity: 4 }) }), true],
    ["none, by number", fleet({ ...configs, ...target({ onDemandTargetCapacity: 4 }) }), "absent"],
    [
      "or not, where that is known at apply",
      fleet({ ...configs, ...target({ spotTargetCapacity: UNKNOWN }) }),
      "unknown",
    ],
  ])("%s", (_, crowd, expected) => {
    expect(spotIn(crowd)).toBe(expected);
  });
});

it("a fleet's template is the launch's where it says nothing else", () => {
  const crowd = fleet(
    {
      launchTemplateConfigs: [
        { launchTemplateSpecification: { launchTemplateId: UNKNOWN, version: "$Latest" } },
      ],
    },
    from({ launchTemplateConfigs: [one] }),
  );
  expect(launched(crowd, one)).toMatchObject([
    { userData: { value: { holder: { name: "one" } } }, resource: { type: FLEET } },
  ]);
});

describe("the subnet of a fleet's instances", () => {
  const configOf = (...overrides: readonly Properties[]) => ({
    launchTemplateConfigs: [
      {
        launchTemplateSpecification: { launchTemplateName: "workers-1a2b3c4", version: "$Latest" },
        overrides,
      },
    ],
  });
  const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/16" });
  const subnet = resource("aws:ec2/subnet:Subnet", "inner", { vpcId: UNKNOWN }, from({ vpcId: [vpc] }));
  const toldOf = (...overrides: readonly Properties[]) => {
    const dependencies = from({ launchTemplateConfigs: [template(), subnet] });
    const [launch] = launched(fleet(configOf(...overrides), dependencies), template(), subnet, vpc);
    return JSON.stringify(launch?.network.toSystemsManager);
  };

  it("is that of its overrides, where each names one", () => {
    expect(toldOf({ subnetId: UNKNOWN }, { subnetId: UNKNOWN })).toContain("inner");
  });

  it("cannot be told where one of them names none", () => {
    expect(toldOf({ subnetId: UNKNOWN }, { instanceType: "m5.large" })).toContain(
      "which subnet it goes to is not told",
    );
  });
});
