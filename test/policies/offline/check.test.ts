import { autoname, logicalName } from "../../../policies/offline/autoname";
import { checkedInputs } from "../../../policies/offline/check";
import { UNKNOWN, secret } from "../../../policies/offline/properties";
import type { Properties } from "../../../policies/offline/properties";
import { resourceType } from "../../../policies/offline/table";

const seed = new Uint8Array([1, 2, 3]);
const urn = "urn:pulumi:dev::shop::aws:x/y:Z::web";

function check(token: string, news: Properties, olds: Properties = {}): Properties {
  return checkedInputs({ urn, token, olds, news, randomSeed: seed }, resourceType(token, 7));
}

test.each([
  ["key pairs", "aws:ec2/keyPair:KeyPair", "keyName"],
  ["instance profiles", "aws:iam/instanceProfile:InstanceProfile", "name"],
  ["roles", "aws:iam/role:Role", "name"],
  ["policies", "aws:iam/policy:Policy", "name"],
  ["launch templates", "aws:ec2/launchTemplate:LaunchTemplate", "name"],
  ["auto scaling groups", "aws:autoscaling/group:Group", "name"],
  ["security groups", "aws:ec2/securityGroup:SecurityGroup", "name"],
  ["buckets", "aws:s3/bucket:Bucket", "bucket"],
])("names %s after the resource and notes it", (_what, token, property) => {
  const inputs = check(token, {});
  expect(inputs[property]).toMatch(/^web-[0-9a-f]{7}$/);
  expect(inputs.__defaults).toContain(property);
});

test.each([
  ["the name that was written", "aws:ec2/keyPair:KeyPair", { keyName: "ops" }, { keyName: "ops" }],
  ["an unknown name", "aws:ec2/keyPair:KeyPair", { keyName: UNKNOWN }, { keyName: UNKNOWN }],
  ["a secret name", "aws:iam/role:Role", { name: secret("r") }, { name: secret("r") }],
])("keeps %s", (_what, token, news, expected) => {
  expect(check(token, news)).toMatchObject(expected);
});

test.each([
  ["keyNamePrefix", "aws:ec2/keyPair:KeyPair", { keyNamePrefix: "ops-" }, "keyName"],
  ["namePrefix", "aws:ec2/launchTemplate:LaunchTemplate", { namePrefix: "web-" }, "name"],
  ["an unknown prefix", "aws:iam/role:Role", { namePrefix: UNKNOWN }, "name"],
])("leaves the name to AWS with %s", (_what, token, news, property) => {
  expect(check(token, news)).not.toHaveProperty(property);
});

test("does not name what has no name", () => {
  expect(check("aws:ec2/instance:Instance", {})).toEqual({
    __defaults: ["getPasswordData", "sourceDestCheck", "userDataReplaceOnChange"],
    getPasswordData: false,
    sourceDestCheck: true,
    userDataReplaceOnChange: false,
  });
});

test.each<[string, Properties, string | RegExp]>([
  ["was given by the provider", { __defaults: ["keyName"], keyName: "web-1234567" }, "web-1234567"],
  ["comes from a state without notes", { keyName: "web-1234567" }, "web-1234567"],
  ["was written and is now left out", { __defaults: [], keyName: "ops" }, /^web-(?!1234567)[0-9a-f]{7}$/],
])("gives the right name when the earlier one %s", (_what, olds, expected) => {
  expect(check("aws:ec2/keyPair:KeyPair", {}, olds).keyName).toMatch(expected);
});

test("takes over defaults of a stack that the real provider deployed, also inside objects", () => {
  const olds = {
    __defaults: ["forceDestroy"],
    forceDestroy: false,
    ami: "ami-1",
    rootBlockDevice: { __defaults: ["deleteOnTermination"], deleteOnTermination: true, volumeSize: 8 },
  };
  expect(check("aws:ec2/instance:Instance", { rootBlockDevice: { volumeSize: 9 } }, olds)).toMatchObject({
    forceDestroy: false,
    rootBlockDevice: { deleteOnTermination: true, volumeSize: 9 },
  });
  expect(check("aws:ec2/instance:Instance", {}, olds)).not.toHaveProperty("ami");
});

test.each([
  ["proposes", { mode: "propose", proposedName: "shop-web" }, "shop-web"],
  ["enforces", { mode: "enforce", proposedName: "shop-web" }, "shop-web"],
  ["disables", { mode: "disable", proposedName: "" }, undefined],
] as const)("follows a project that %s names", (_what, autonaming, expected) => {
  expect(autoname("name", {}, { urn, randomSeed: seed, autonaming })).toBe(expected);
});

test("gives the same name for the same seed and another for another", () => {
  const first = autoname("name", {}, { urn, randomSeed: seed });
  expect(autoname("name", {}, { urn, randomSeed: seed })).toBe(first);
  expect(autoname("name", {}, { urn, randomSeed: new Uint8Array([9]) })).not.toBe(first);
});

test("gives resources of one seed different names", () => {
  const other = "urn:pulumi:dev::shop::aws:x/y:Other::web";
  expect(autoname("name", {}, { urn: other, randomSeed: seed })).not.toBe(
    autoname("name", {}, { urn, randomSeed: seed }),
  );
});

test("lowers the name of a bucket", () => {
  const bucket = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::Logs";
  expect(autoname("bucket", {}, { urn: bucket, randomSeed: seed })).toMatch(/^logs-[0-9a-f]{7}$/);
});

test("reads a logical name that holds colons", () => {
  expect(logicalName("urn:pulumi:dev::shop::aws:x/y:Z::team::web")).toBe("team::web");
});
