import { difference } from "../../../policies/offline/diff";
import { UNKNOWN, secret } from "../../../policies/offline/properties";
import type { Properties } from "../../../policies/offline/properties";
import { resourceType } from "../../../policies/offline/table";

const INSTANCE = "aws:ec2/instance:Instance";

function diff(
  token: string,
  oldInputs: Properties,
  newInputs: Properties,
  ignoreChanges: readonly string[] = [],
) {
  return difference({ token, oldInputs, newInputs, ignoreChanges }, resourceType(token, 7));
}

test.each<[string, Properties, Properties]>([
  ["nothing changed", { ami: "a", tags: { a: "1", b: "2" } }, { tags: { b: "2", a: "1" }, ami: "a" }],
  ["only secrecy changed", { userData: "x" }, { userData: secret("x") }],
  ["a property became null", { ami: "a" }, { ami: "a", keyName: null }],
  ["only the provider's notes changed", { __defaults: ["x"] }, { __defaults: [] }],
  [
    "only notes inside changed",
    { rootBlockDevice: { __defaults: [], volumeSize: 8 } },
    { rootBlockDevice: { volumeSize: 8 } },
  ],
])("sees no change when %s", (_what, olds, news) => {
  expect(diff(INSTANCE, olds, news).changes).toEqual([]);
});

test("leaves out what the program ignores", () => {
  expect(diff(INSTANCE, { ami: "a" }, { ami: "b" }, ["ami"]).changes).toEqual([]);
});

test.each<[string, string, Properties, Properties, object]>([
  [
    "another image",
    INSTANCE,
    { ami: "a" },
    { ami: "b" },
    { property: "ami", kind: "update", replaces: true },
  ],
  ["a key pair", INSTANCE, {}, { keyName: "k" }, { property: "keyName", kind: "add", replaces: true }],
  [
    "a key pair less",
    INSTANCE,
    { keyName: "k" },
    {},
    { property: "keyName", kind: "delete", replaces: true },
  ],
  [
    "an unknown subnet",
    INSTANCE,
    { subnetId: "s" },
    { subnetId: UNKNOWN },
    { property: "subnetId", kind: "update", replaces: true },
  ],
  [
    "another profile",
    INSTANCE,
    { iamInstanceProfile: "a" },
    { iamInstanceProfile: "b" },
    { property: "iamInstanceProfile", kind: "update", replaces: false },
  ],
  [
    "user data",
    INSTANCE,
    { userData: "a" },
    { userData: "b" },
    { property: "userData", kind: "update", replaces: false },
  ],
  [
    "a public key",
    "aws:ec2/keyPair:KeyPair",
    { publicKey: "a" },
    { publicKey: "b" },
    { property: "publicKey", kind: "update", replaces: true },
  ],
  [
    "a template's user data",
    "aws:ec2/launchTemplate:LaunchTemplate",
    { userData: "a" },
    { userData: "b" },
    { property: "userData", kind: "update", replaces: false },
  ],
  [
    "a launch configuration's anything",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    { userData: "a" },
    { userData: "b" },
    { property: "userData", kind: "update", replaces: true },
  ],
  [
    "the region of anything",
    "aws:sqs/queue:Queue",
    { region: "eu-west-1" },
    { region: "eu-west-2" },
    { property: "region", kind: "update", replaces: true },
  ],
])("plans %s", (_what, token, olds, news, expected) => {
  expect(diff(token, olds, news).changes).toEqual([expected]);
});

test("replaces for user data where the program asks for it", () => {
  const changes = diff(
    INSTANCE,
    { userData: "a", userDataReplaceOnChange: true },
    { userData: "b", userDataReplaceOnChange: true },
  ).changes;
  expect(changes).toEqual([{ property: "userData", kind: "update", replaces: true }]);
});

test.each<[string, Properties, boolean]>([
  ["the program wrote the name", { __defaults: [], keyName: "ops", publicKey: "b" }, true],
  ["the provider gave the name", { __defaults: ["keyName"], keyName: "ops", publicKey: "b" }, false],
  ["the name changes too", { __defaults: [], keyName: "other", publicKey: "b" }, false],
])("deletes first only where both would have one name: %s", (_what, news, expected) => {
  const olds = { __defaults: [], keyName: "ops", publicKey: "a" };
  expect(diff("aws:ec2/keyPair:KeyPair", olds, news).deleteBeforeReplace).toBe(expected);
});
