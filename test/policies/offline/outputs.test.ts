import { readConfiguration } from "../../../policies/offline/configuration";
import { create, read, update } from "../../../policies/offline/provider";
import { UNKNOWN, secret } from "../../../policies/offline/properties";
import type { Properties } from "../../../policies/offline/properties";

const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const seven = readConfiguration({ version: "7.48.0" }, {});
const six = readConfiguration({ version: "6.83.4" }, {});

const urn = "urn:pulumi:dev::shop::aws:x/y:Z::web";
const preview = (token: string, inputs: Properties, configuration = seven): Properties =>
  create({ urn, token, inputs, preview: true }, configuration).outputs;
const apply = (token: string, inputs: Properties, configuration = seven) =>
  create({ urn, token, inputs, preview: false }, configuration);

describe("a preview of a new resource", () => {
  test("passes on what was written, unknown and secret as it was, without the provider's notes", () => {
    const inputs = {
      __defaults: [],
      ami: UNKNOWN,
      userData: secret("#!/bin/sh"),
      securityGroups: [UNKNOWN],
      keyName: "ops",
    };
    const outputs = preview(INSTANCE, inputs);
    expect(outputs).toMatchObject({
      ami: UNKNOWN,
      userData: secret("#!/bin/sh"),
      securityGroups: [UNKNOWN],
      keyName: "ops",
    });
    expect(outputs).not.toHaveProperty("__defaults");
  });

  test("has no outputs for arguments that nobody computes", () => {
    const outputs = preview(INSTANCE, { ami: "ami-1" });
    for (const name of ["userData", "launchTemplate", "tags", "creditSpecification"]) {
      expect(outputs).not.toHaveProperty(name);
    }
  });

  test("fills in what is computed inside an object", () => {
    expect(preview(INSTANCE, { metadataOptions: { httpTokens: "required" } }).metadataOptions).toEqual({
      httpTokens: "required",
      httpPutResponseHopLimit: UNKNOWN,
      instanceMetadataTags: UNKNOWN,
    });
  });

  test("fills in what is computed inside each object of a list, and keeps the list a secret", () => {
    const outputs = preview(INSTANCE, {
      ebsBlockDevices: secret([{ deviceName: "/dev/sdf", volumeSize: 8 }]),
    });
    expect(outputs.ebsBlockDevices).toMatchObject(
      secret([
        expect.objectContaining({ deviceName: "/dev/sdf", volumeSize: 8, volumeId: UNKNOWN }),
      ] as never),
    );
  });

  test("leaves an object that is unknown as a whole unknown", () => {
    expect(preview(INSTANCE, { metadataOptions: UNKNOWN }).metadataOptions).toBe(UNKNOWN);
  });

  test.each<[string, Properties, Properties, Properties | string]>([
    [
      "merges default tags under the resource's",
      { tags: { Name: "web" } },
      { tags: { Team: "a", Name: "b" } },
      { Team: "a", Name: "web" },
    ],
    ["is unknown with an unknown tag", { tags: { Name: UNKNOWN } }, {}, UNKNOWN],
    ["is unknown without any tag", {}, {}, UNKNOWN],
  ])("tagsAll %s", (_what, inputs, defaultTags, expected) => {
    const configuration = readConfiguration({ defaultTags: JSON.stringify(defaultTags) }, {});
    expect(preview(INSTANCE, inputs, configuration).tagsAll).toEqual(expected);
  });

  test("plans a type that the table does not know with an unknown id and arn", () => {
    expect(preview("aws:new/thing:Thing", { size: 1 })).toEqual({ size: 1, arn: UNKNOWN, id: UNKNOWN });
  });
});

describe("user data", () => {
  const sha1OfTrue = "e8dc9942e0d51645b241a917c42a9d400685ce88";
  test.each<[string, string, typeof seven, Properties["x"], unknown]>([
    ["is text in provider 7", INSTANCE, seven, "#!/bin/sh\ntrue\n", "#!/bin/sh\ntrue\n"],
    ["is a hash in provider 6", INSTANCE, six, "#!/bin/sh\ntrue\n", sha1OfTrue],
    ["is the hash of what base64 holds", INSTANCE, six, "IyEvYmluL3NoCnRydWUK", sha1OfTrue],
    ["stays secret as a hash", INSTANCE, six, secret("#!/bin/sh\ntrue\n"), secret(sha1OfTrue)],
    ["stays unknown", INSTANCE, six, UNKNOWN, UNKNOWN],
    ["is text in a template", TEMPLATE, six, "IyEvYmluL3NoCnRydWUK", "IyEvYmluL3NoCnRydWUK"],
    [
      "is a hash in a launch configuration",
      "aws:ec2/launchConfiguration:LaunchConfiguration",
      seven,
      "#!/bin/sh\ntrue\n",
      sha1OfTrue,
    ],
  ])("%s", (_what, token, configuration, userData = null, expected) => {
    expect(preview(token, { userData }, configuration).userData).toEqual(expected);
  });

  test("that was left out is unknown in provider 6 and absent in provider 7", () => {
    expect(preview(INSTANCE, {}, six).userData).toBe(UNKNOWN);
    expect(preview(INSTANCE, {}, seven)).not.toHaveProperty("userData");
  });
});

describe("an apply", () => {
  test.each([
    [INSTANCE, {}, /^i-0[0-9a-f]{16}$/],
    [TEMPLATE, { name: "web" }, /^lt-0[0-9a-f]{16}$/],
    ["aws:ec2/securityGroup:SecurityGroup", { name: "web" }, /^sg-0[0-9a-f]{16}$/],
    ["aws:ec2/keyPair:KeyPair", { keyName: "ops" }, /^ops$/],
    ["aws:iam/policy:Policy", { name: "p" }, /^arn:aws:iam::123456789012:policy\/p$/],
    ["aws:cloudwatch/dashboard:Dashboard", {}, /^dashboard-[0-9a-f]{17}$/],
  ])("gives %s an id of its form", (token, inputs, expected) => {
    expect(apply(token, inputs).id).toMatch(expected);
  });

  test("gives the same id for the same resource and another for its replacement", () => {
    expect(apply(INSTANCE, { ami: "a" }).id).toBe(apply(INSTANCE, { ami: "a" }).id);
    expect(apply(INSTANCE, { ami: "b" }).id).not.toBe(apply(INSTANCE, { ami: "a" }).id);
  });

  test("completes a prefix to the name that is also the id", () => {
    const { id, outputs } = apply("aws:ec2/keyPair:KeyPair", { keyNamePrefix: "ops-" });
    expect(id).toMatch(/^ops-[0-9a-f]{8}$/);
    expect(outputs.keyName).toBe(id);
  });

  test("gives values of each property's type", () => {
    const { id, outputs } = apply(INSTANCE, { metadataOptions: { httpTokens: "required" } });
    expect(outputs).toMatchObject({
      arn: `arn:aws:ec2:us-east-1:123456789012:instance/${id}`,
      keyName: "",
      iamInstanceProfile: "",
      ipv6AddressCount: 0,
      monitoring: false,
      privateIp: expect.stringMatching(/^10\.0\.\d+\.\d+$/) as unknown,
      tagsAll: {},
      vpcSecurityGroupIds: [expect.stringMatching(/^sg-0/)],
      metadataOptions: {
        httpTokens: "required",
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: "disabled",
      },
    });
  });
});

describe("a change", () => {
  const before = apply(TEMPLATE, {
    name: "web",
    metadataOptions: { httpTokens: "optional" },
    tags: { a: "1" },
  });
  const change = (inputs: Properties, isPreview: boolean): Properties =>
    update(
      { urn, token: TEMPLATE, inputs, preview: isPreview, id: before.id, previous: before.outputs },
      seven,
    );

  test("keeps what was computed and drops what is no longer written", () => {
    const outputs = change({ name: "web", metadataOptions: { httpTokens: "required" } }, true);
    expect(outputs).toMatchObject({
      id: before.id,
      arn: before.outputs.arn,
      metadataOptions: { ...(before.outputs.metadataOptions as object), httpTokens: "required" },
    });
    expect(outputs).not.toHaveProperty("tags");
    expect(outputs.tagsAll).toBe(UNKNOWN);
  });

  test("gives a template a new version, known after the apply", () => {
    expect(change({ name: "web" }, true).latestVersion).toBe(UNKNOWN);
    expect(change({ name: "web" }, false).latestVersion).toBe(2);
  });
});

describe("a resource that the program only refers to", () => {
  test.each([
    ["aws:iam/instanceProfile:InstanceProfile", "name", "hosts"],
    ["aws:iam/role:Role", "name", "hosts"],
    ["aws:ec2/keyPair:KeyPair", "keyName", "ops"],
  ])("%s has the %s that its id is", (token, property, id) => {
    expect(read(token, id, {}, seven)[property]).toBe(id);
  });

  test.each([
    [TEMPLATE, "lt-0123456789abcdef0"],
    ["aws:ec2/securityGroup:SecurityGroup", "sg-0123456789abcdef0"],
  ])("%s has a name, too: whatever is named by it is not left out", (token, id) => {
    const { name } = read(token, id, {}, seven);
    expect(name).toMatch(/./u);
    expect(read(token, id, {}, seven).name).toBe(name);
  });
});
