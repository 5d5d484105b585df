import { launchAlone, launchesOf } from "../../../policies/launch/launches";
import { UNKNOWN, type Properties, type StackResource } from "../../../policies/launch/resource";
import { refOf } from "../../../policies/launch/stack";
import {
  bareInstance,
  configuration,
  from,
  group,
  instance,
  keyPair,
  resource,
  role,
  SCRIPT,
  securityGroup,
  spot,
  stackOf,
  template,
} from "./resources";

const launched = (...resources: readonly StackResource[]) => launchesOf(stackOf(...resources));

function only(...resources: readonly StackResource[]) {
  const [launch, ...rest] = launched(...resources);
  if (launch === undefined || rest.length > 0)
    throw new Error(`${String(rest.length + 1)} launches, not one`);
  return launch;
}

const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0l9pnRwNu5YJ4pPLm7rrrrrrrrrrrrrrrrrrrrrrrr ops";

const usingTemplate = (made: StackResource, change: Properties = {}) =>
  bareInstance({ id: UNKNOWN, ...change }, from({ launchTemplate: [made] }));

describe("an instance", () => {
  it("says all of its launch", () => {
    const web = instance();
    expect(only(web)).toMatchObject({
      kind: "instance",
      resource: refOf(web),
      exists: false,
      region: { state: "known", value: "eu-west-1" },
      image: { id: { value: "ami-0123456789abcdef0", path: "ami" }, names: [], owners: [] },
      instanceTypes: { value: ["t3.micro"] },
      keyName: { value: "ops" },
      keyPairInStack: false,
      userData: { value: { text: "#!/bin/sh\necho hello\n", encoding: "plain", holder: refOf(web) } },
      namesSubnet: true,
      publicAddress: { value: true },
      metadataEndpoint: { value: "enabled", path: "metadataOptions.httpEndpoint" },
      stopProtection: { value: false },
      oneTimeSpot: { state: "absent" },
    });
  });

  it.each<[string, Properties, Properties]>([
    ["no key pair", { keyName: null }, { keyName: { state: "absent" } }],
    ["an empty key name", { keyName: "" }, { keyName: { state: "absent" } }],
    [
      "a key name known at apply",
      { keyName: UNKNOWN },
      { keyName: { state: "unknown" }, keyPairInStack: false },
    ],
    ["no user data", { userData: null }, { userData: { state: "absent" } }],
    ["user data known at apply", { userData: UNKNOWN }, { userData: { state: "unknown" } }],
    [
      "user data in base64",
      { userData: null, userDataBase64: SCRIPT },
      { userData: { value: { text: SCRIPT, encoding: "base64" }, path: "userDataBase64" } },
    ],
    ["no type", { instanceType: null }, { instanceTypes: { state: "absent" } }],
    ["a flag as text", { associatePublicIpAddress: "false" }, { publicAddress: { value: false } }],
    ["no subnet", { subnetId: null }, { namesSubnet: false }],
    ["a subnet known at apply", { subnetId: UNKNOWN }, { namesSubnet: true }],
    [
      "metadata off",
      { metadataOptions: { httpEndpoint: "disabled" } },
      { metadataEndpoint: { value: "disabled" } },
    ],
    [
      "metadata options known at apply",
      { metadataOptions: UNKNOWN },
      { metadataEndpoint: { state: "unknown" } },
    ],
    [
      "odd metadata options",
      { metadataOptions: { httpEndpoint: "off" } },
      { metadataEndpoint: { state: "unknown" } },
    ],
    ["stop protection", { disableApiStop: true }, { stopProtection: { value: true } }],
    ["its own region", { region: "us-east-1" }, { region: { value: "us-east-1" } }],
    [
      "a spot instance, one time unless written",
      { instanceMarketOptions: { marketType: "spot" } },
      { oneTimeSpot: { value: true } },
    ],
    [
      "a persistent spot instance",
      { instanceMarketOptions: { marketType: "spot", spotOptions: { spotInstanceType: "persistent" } } },
      { oneTimeSpot: { value: false } },
    ],
    [
      "a capacity block",
      { instanceMarketOptions: { marketType: "capacity-block" } },
      { oneTimeSpot: { value: false } },
    ],
  ])("with %s", (_, change, expected) => {
    expect(only(instance(change))).toMatchObject(expected);
  });

  it.each<[string, Properties, boolean]>([
    ["a known id means that it is there", { id: "i-0123456789abcdef0" }, true],
    ["an unknown id that it is to come", { id: UNKNOWN }, false],
  ])("%s", (_, outputs, exists) => {
    expect(only(instance({}, { outputs })).exists).toBe(exists);
  });

  it("is unknown throughout where nobody saw what was written", () => {
    const { keyName, userData, role, sshIngress, metadataEndpoint } = only({
      ...instance(),
      inputs: undefined,
    });
    for (const fact of [keyName, userData, role, sshIngress, metadataEndpoint])
      expect(fact.state).toBe("unknown");
  });

  it("has no region where neither it nor its provider says one", () => {
    expect(only(instance({}, { provider: undefined })).region.state).toBe("unknown");
    expect(only(instance({}, { provider: { region: UNKNOWN } })).region.state).toBe("unknown");
  });
});

describe("a key pair", () => {
  it.each<[string, StackResource]>([
    ["by the name that Check made", instance()],
    ["by dependency", instance({ keyName: UNKNOWN }, from({ keyName: [keyPair()] }))],
  ])("of the stack is found %s", (_, web) => {
    expect(only(web, keyPair())).toMatchObject({
      keyName: { value: "ops", path: "keyName" },
      keyPairInStack: true,
    });
  });

  it("of the stack need not be known by name", () => {
    const prefixed = keyPair({ keyName: null, keyNamePrefix: "ops-" });
    const web = instance({ keyName: UNKNOWN }, from({ keyName: [prefixed] }));
    expect(only(web, prefixed)).toMatchObject({ keyName: { state: "unknown" }, keyPairInStack: true });
  });

  it.each<[string, Properties, Properties]>([
    ["an Ed25519 key", { publicKey: ED25519 }, { state: "known", value: "ssh-ed25519" }],
    ["a key that is only known at apply", { publicKey: UNKNOWN }, { state: "unknown" }],
    ["no key at all", { publicKey: "~/.ssh/id_ed25519.pub" }, { state: "unknown" }],
  ])("of the stack has its type by %s", (_, properties, keyType) => {
    expect(only(instance(), keyPair(properties))).toMatchObject({ keyType });
  });

  it("from elsewhere has no known type", () => {
    expect(only(instance()).keyType.state).not.toBe("known");
  });

  it("is told to be of the stack by its URN alone", () => {
    const web = instance({}, from({ keyName: [keyPair()] }));
    expect(launchAlone(web)).toMatchObject({ keyName: { value: "ops" }, keyPairInStack: true });
  });
});

describe("an image", () => {
  const PATH = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

  it("in an SSM parameter is known by the parameter's path", () => {
    const alone = template({ imageId: `resolve:ssm:${PATH}:3` });
    expect(only(alone).image).toMatchObject({ id: { state: "unknown" }, names: [PATH], owners: [] });
  });

  it("made in the stack is the account's own", () => {
    const copy = resource("aws:ec2/amiCopy:AmiCopy", "golden", { name: "golden-1" });
    const web = instance({ ami: UNKNOWN }, from({ ami: [copy] }));
    expect(only(web, copy).image).toMatchObject({
      id: { state: "unknown" },
      names: ["golden-1"],
      owners: ["self"],
    });
  });
});

describe("a public address", () => {
  const web = instance({ associatePublicIpAddress: false });

  it("comes with an Elastic IP of the stack too", () => {
    const eip = resource("aws:ec2/eip:Eip", "ip", { instance: UNKNOWN }, from({ instance: [web] }));
    const other = resource("aws:ec2/eip:Eip", "ip", { instance: "i-other" });
    expect(only(web, eip).publicAddress).toMatchObject({ value: true });
    expect(only(web, other).publicAddress).toMatchObject({ value: false });
  });
});

describe("the account's metadata defaults", () => {
  const defaults = (inputs: Properties) =>
    resource("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", "imds", inputs);
  const silent = instance({ metadataOptions: null });

  it.each<[string, StackResource, Properties, Properties]>([
    ["stand where the launch is silent", silent, { httpEndpoint: "disabled" }, { value: "disabled" }],
    ["give way to what is written", instance(), { httpEndpoint: "disabled" }, { value: "enabled" }],
    ["may have no preference", silent, { httpEndpoint: "no-preference" }, { state: "absent" }],
    ["hold in their region", silent, { httpEndpoint: "disabled", region: "us-east-1" }, { state: "absent" }],
  ])("%s", (_, web, inputs, expected) => {
    expect(only(web, defaults(inputs)).metadataEndpoint).toMatchObject(expected);
  });
});

describe("an instance on a template", () => {
  it("takes what it leaves out from the template, which holds the user data", () => {
    const made = template();
    expect(only(usingTemplate(made), made)).toMatchObject({
      kind: "instance",
      resource: { name: "web" },
      image: { id: { value: "ami-template" } },
      instanceTypes: { value: ["t3.micro"] },
      keyName: { value: "ops" },
      userData: { value: { text: SCRIPT, encoding: "base64", holder: refOf(made) } },
      role: { state: "known" },
      metadataEndpoint: { value: "enabled" },
    });
  });

  it.each<[string, Properties]>([
    ["id", { id: "lt-1" }],
    ["name", { name: "workers-1a2b3c4" }],
  ])("finds it by a known %s", (_, launchTemplate) => {
    const made = template({}, { outputs: { id: "lt-1", latestVersion: 1, defaultVersion: 1 } });
    expect(only(bareInstance(launchTemplate), made).keyName).toMatchObject({ value: "ops" });
  });

  it("finds it where the whole argument is known at apply", () => {
    const made = template();
    const web = instance({ launchTemplate: UNKNOWN, keyName: null }, from({ launchTemplate: [made] }));
    expect(only(web, made).keyName).toMatchObject({ value: "ops" });
  });

  it("overrides the template by what it writes itself", () => {
    const made = template();
    const web = instance(
      { launchTemplate: { id: UNKNOWN }, keyName: "mine" },
      from({ launchTemplate: [made] }),
    );
    expect(only(web, made)).toMatchObject({
      image: { id: { value: "ami-0123456789abcdef0" } },
      keyName: { value: "mine" },
      userData: { value: { encoding: "plain", holder: refOf(web) } },
    });
  });

  it("overrides the template's security groups by its own", () => {
    const open = securityGroup();
    const closed = securityGroup({ ingress: null }, {}, "closed");
    const made = template({ vpcSecurityGroupIds: [UNKNOWN] }, from({ vpcSecurityGroupIds: [open] }));
    const web = instance(
      { launchTemplate: { id: UNKNOWN }, vpcSecurityGroupIds: [UNKNOWN] },
      from({ launchTemplate: [made], vpcSecurityGroupIds: [closed] }),
    );
    expect(only(web, made, open, closed).sshIngress).toMatchObject({ value: "closed" });
    expect(only(usingTemplate(made), made, open, closed).sshIngress).toMatchObject({ value: "open" });
  });

  it("does not know whether its own false turns the template's stop protection off", () => {
    const made = template({ disableApiStop: true });
    const web = instance({ launchTemplate: { id: UNKNOWN } }, from({ launchTemplate: [made] }));
    expect(only(web, made).stopProtection.state).toBe("unknown");
  });

  it.each<[string, Properties | null, string]>([
    ["keeps the template's metadata endpoint where it writes no options", null, "disabled"],
    ["overrides the template's metadata endpoint by its own", { httpEndpoint: "enabled" }, "enabled"],
    ["may keep the template's where it writes other options", { httpTokens: "required" }, "unknown"],
  ])("%s", (_, metadataOptions, expected) => {
    const made = template({ metadataOptions: { httpEndpoint: "disabled" } });
    const web = instance(
      { launchTemplate: { id: UNKNOWN }, metadataOptions },
      from({ launchTemplate: [made] }),
    );
    const { metadataEndpoint } = only(web, made);
    expect(metadataEndpoint.state === "known" ? metadataEndpoint.value : metadataEndpoint.state).toBe(
      expected,
    );
  });

  it.each<[string, Properties]>([
    ["not in the stack", { id: "lt-outside" }],
    ["known at apply, from nowhere", { id: UNKNOWN }],
    ["named by nothing", { version: "1" }],
  ])("knows nothing of a template that is %s", (_, launchTemplate) => {
    const { keyName, userData, role, sshIngress, publicAddress, image } = only(bareInstance(launchTemplate));
    for (const fact of [keyName, userData, role, sshIngress, publicAddress, image.id]) {
      expect(fact.state).toBe("unknown");
    }
  });

  it("keeps what it writes itself on a template it does not know", () => {
    expect(only(instance({ launchTemplate: { id: "lt-outside" } }))).toMatchObject({
      keyName: { value: "ops" },
    });
  });

  it("asks for an address where one of the template's interfaces does, as text", () => {
    const made = template({
      networkInterfaces: [{ associatePublicIpAddress: "false" }, { associatePublicIpAddress: "true" }],
    });
    expect(only(usingTemplate(made), made).publicAddress).toMatchObject({ value: true });
  });

  it("has any of the types that the template's requirements allow", () => {
    const made = template({ instanceType: null, instanceRequirements: { memoryMib: { min: 1024 } } });
    expect(only(usingTemplate(made), made).instanceTypes.state).toBe("unknown");
  });
});

describe("the version of a template that exists", () => {
  const made = (change: Properties, outputs: Properties = {}) =>
    template(change, { outputs: { id: "lt-1", ...outputs } });

  it.each<[string, string | null | typeof UNKNOWN, StackResource, string]>([
    ["$Latest is what is written", "$Latest", made({}), "known"],
    ["one known at apply is the one to come", UNKNOWN, made({}), "known"],
    ["the default may stay behind", null, made({}, { latestVersion: UNKNOWN, defaultVersion: 1 }), "unknown"],
    ["the default follows where it is told to", "$Default", made({ updateDefaultVersion: true }), "known"],
    ["the default is the latest", null, made({}, { latestVersion: 3, defaultVersion: 3 }), "known"],
    ["the default is older", null, made({}, { latestVersion: 3, defaultVersion: 2 }), "unknown"],
    ["a number is the latest", "3", made({}, { latestVersion: 3 }), "known"],
    ["a number is older", "2", made({}, { latestVersion: 3 }), "unknown"],
  ])("%s", (_, version, existing, state) => {
    expect(only(bareInstance({ id: "lt-1", version }), existing).keyName.state).toBe(state);
  });

  it("does not matter for one that is made now", () => {
    const now = template();
    expect(only(usingTemplate(now, { version: "$Default" }), now).keyName.state).toBe("known");
  });
});

describe("templates and configurations", () => {
  it("are launches of their own where nothing uses them, in the stack's order", () => {
    const kinds = launched(template(), instance(), configuration()).map(({ kind }) => kind);
    expect(kinds).toEqual(["template", "instance", "configuration"]);
  });

  it("are not listed where they are used", () => {
    const made = template();
    const web = usingTemplate(made);
    expect(
      launched(made, web, configuration(), group({ launchConfiguration: "legacy-1a2b3c4" })),
    ).toHaveLength(2);
  });

  it("never exist: they are for launches to come", () => {
    expect(only(template({}, { outputs: { id: "lt-1" } })).exists).toBe(false);
  });
});

describe("a spot request", () => {
  it.each<[string, Properties, boolean]>([
    ["one-time", { spotType: "one-time" }, true],
    ["persistent", {}, false],
    ["persistent unless written", { spotType: null }, false],
  ])("is %s", (_, change, expected) => {
    expect(only(spot(change))).toMatchObject({ kind: "spot-request", oneTimeSpot: { value: expected } });
  });
});

describe("a group", () => {
  it("takes everything from its launch configuration", () => {
    const legacy = configuration({ spotPrice: "0.01" });
    expect(only(group({ launchConfiguration: "legacy-1a2b3c4" }), legacy)).toMatchObject({
      kind: "group",
      resource: { name: "fleet" },
      exists: false,
      image: { id: { value: "ami-legacy" } },
      userData: { value: { encoding: "plain", holder: refOf(legacy) } },
      namesSubnet: true,
      oneTimeSpot: { value: true },
      publicAddress: { value: false },
    });
  });

  it("takes everything from its launch template", () => {
    const made = template();
    const fleet = group(
      { launchTemplate: { id: UNKNOWN, version: "$Latest" } },
      from({ launchTemplate: [made] }),
    );
    expect(only(fleet, made)).toMatchObject({ kind: "group", keyName: { value: "ops" }, namesSubnet: true });
  });

  it.each<[string, StackResource]>([
    ["names nothing", group()],
    ["was not seen as written", { ...group(), inputs: undefined }],
    ["names a configuration that is not in the stack", group({ launchConfiguration: "other" })],
  ])("is unknown where it %s", (_, fleet) => {
    expect(only(fleet)).toMatchObject({ keyName: { state: "unknown" }, userData: { state: "unknown" } });
  });
});

describe("a mixed instances policy", () => {
  const specification: Properties = { launchTemplateId: UNKNOWN, version: "$Latest" };
  const one = template({}, {}, "one");
  const two = template({ keyName: "other", userData: null }, {}, "two");
  const mixed = (launchTemplate: Properties, dependencies: readonly StackResource[], rest: Properties = {}) =>
    group(
      { mixedInstancesPolicy: { launchTemplate, ...rest } },
      from({ mixedInstancesPolicy: dependencies }),
    );

  it("launches every type of its overrides", () => {
    const overrides = [
      { instanceType: "m5.large" },
      { instanceType: "t2.micro" },
      { instanceType: "m5.large" },
    ];
    const fleet = mixed({ launchTemplateSpecification: specification, overrides }, [one]);
    expect(only(fleet, one)).toMatchObject({
      instanceTypes: { value: ["m5.large", "t2.micro"] },
      keyName: { value: "ops" },
      userData: { value: { holder: refOf(one) } },
    });
  });

  it.each<[string, Properties, string]>([
    ["none of them names a type: the template's", { overrides: [{ weightedCapacity: "1" }] }, "t3.micro"],
    ["there are none: the template's", {}, "t3.micro"],
    ["some do", { overrides: [{ instanceType: "m5.large" }, { weightedCapacity: "2" }] }, "unknown"],
    [
      "one asks for attributes",
      { overrides: [{ instanceRequirements: { vcpuCount: { min: 2 } } }] },
      "unknown",
    ],
    ["they are known at apply", { overrides: UNKNOWN }, "unknown"],
  ])("has, where of the overrides %s", (_, change, expected) => {
    const { instanceTypes } = only(
      mixed({ launchTemplateSpecification: specification, ...change }, [one]),
      one,
    );
    expect(instanceTypes.state === "known" ? instanceTypes.value[0] : instanceTypes.state).toBe(expected);
  });

  it("is a launch for each template that can be told by name", () => {
    const named = (name: string) => ({ launchTemplateName: name, version: "$Latest" });
    const fleet = mixed(
      {
        launchTemplateSpecification: named("one-1a2b3c4"),
        overrides: [
          { instanceType: "m5.large" },
          { instanceType: "m6g.large", launchTemplateSpecification: named("two-1a2b3c4") },
        ],
      },
      [],
    );
    expect(launched(fleet, one, two)).toMatchObject([
      { keyName: { value: "ops" }, instanceTypes: { value: ["m5.large"] } },
      { keyName: { value: "other" }, instanceTypes: { value: ["m6g.large"] }, userData: { state: "absent" } },
    ]);
  });

  it("leaves a general template out that every override replaces", () => {
    const overrides = [{ launchTemplateSpecification: { launchTemplateName: "two-1a2b3c4", version: "1" } }];
    const fleet = mixed(
      { launchTemplateSpecification: { launchTemplateName: "one-1a2b3c4" }, overrides },
      [],
    );
    expect(only(fleet, two).keyName).toMatchObject({ value: "other" });
  });

  it("says what all templates agree on where the engine does not tell which is which", () => {
    const overrides = [
      { instanceType: "m5.large", launchTemplateSpecification: specification },
      { instanceType: "c5.large" },
    ];
    const fleet = mixed({ launchTemplateSpecification: specification, overrides }, [two, one]);
    expect(only(fleet, one, two)).toMatchObject({
      instanceTypes: { value: ["m5.large", "c5.large"] },
      image: { id: { value: "ami-template" } },
      metadataEndpoint: { value: "enabled" },
      keyName: { state: "unknown", why: "the launch templates differ" },
      userData: { state: "unknown" },
    });
  });

  it("keeps the reason of what is known at apply in one of them", () => {
    const later = template({ keyName: UNKNOWN }, {}, "later");
    const overrides = [{ launchTemplateSpecification: specification }, { weightedCapacity: "1" }];
    const fleet = mixed({ launchTemplateSpecification: specification, overrides }, [one, later]);
    expect(only(fleet, one, later).keyName).toMatchObject({ why: "keyName is only known at apply" });
  });

  it("knows nothing where a template may come from elsewhere", () => {
    const fleet = mixed({ launchTemplateSpecification: specification }, [one, role()]);
    expect(launched(fleet, one, role()).find(({ kind }) => kind === "group")?.keyName.state).toBe("unknown");
  });

  it("knows the template where what stands beside it can be none", () => {
    const fleet = mixed({ launchTemplateSpecification: specification }, [one, keyPair()]);
    expect(only(fleet, one, keyPair()).keyName).toMatchObject({ value: "ops" });
  });

  it("may make spot instances", () => {
    const distribution = (share: number) =>
      only(
        mixed({ launchTemplateSpecification: specification }, [one], {
          instancesDistribution: { onDemandPercentageAboveBaseCapacity: share },
        }),
        one,
      ).oneTimeSpot.state;
    expect(distribution(100)).toBe("absent");
    expect(distribution(20)).toBe("unknown");
  });
});

describe("launchAlone", () => {
  it("shows what holds user data, whatever it refers to", () => {
    const web = launchAlone(instance({}, { outputs: undefined }));
    expect(web).toMatchObject({ kind: "instance", exists: false, userData: { state: "known" } });
    expect(launchAlone(template())).toMatchObject({
      kind: "template",
      userData: { value: { text: SCRIPT } },
    });
    expect(launchAlone(configuration())?.kind).toBe("configuration");
  });

  it("calls nothing absent that a template may add", () => {
    expect(launchAlone(bareInstance({ id: UNKNOWN }))).toMatchObject({
      keyName: { state: "unknown" },
      userData: { state: "unknown" },
    });
  });

  it.each([
    ["a group", group()],
    ["another resource", keyPair()],
  ])("is nothing for %s", (_, other) => {
    expect(launchAlone(other)).toBeUndefined();
  });
});

it("references in a circle do not hang", () => {
  const loop = template({ name: UNKNOWN }, from({ name: [template()], keyName: [template()] }));
  const web = instance({ launchTemplate: { id: UNKNOWN } }, from({ launchTemplate: [instance()] }));
  expect(launched(loop, web)).toHaveLength(2);
});

it("an empty stack launches nothing", () => {
  expect(launched()).toEqual([]);
});
