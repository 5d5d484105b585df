import { majorOf, partitionOf, readConfiguration } from "../../../policies/offline/configuration";
import { UNKNOWN, secret } from "../../../policies/offline/properties";
import type { Properties } from "../../../policies/offline/properties";

test.each([
  ["7.48.0", 7],
  ["6.83.4", 6],
  ["5.0.0", 6],
  ["v6.1.0", 6],
  ["8.0.0", 7],
  ["next", 7],
  [undefined, 7],
])("version %s plans as provider %i", (version, major) => {
  expect(majorOf(version)).toBe(major);
});

test.each<[string, Properties, Record<string, string>, string]>([
  ["as configured", { region: "eu-west-1" }, { AWS_REGION: "eu-west-2" }, "eu-west-1"],
  ["of the environment", {}, { AWS_REGION: "eu-west-2", AWS_DEFAULT_REGION: "eu-west-3" }, "eu-west-2"],
  ["of the older variable", {}, { AWS_DEFAULT_REGION: "eu-west-3" }, "eu-west-3"],
  ["of nobody", { region: UNKNOWN }, {}, "us-east-1"],
])("takes the region %s", (_what, args, environment, expected) => {
  expect(readConfiguration(args, environment).region).toBe(expected);
});

test.each([
  ["us-gov-west-1", "aws-us-gov"],
  ["cn-north-1", "aws-cn"],
  ["eu-west-1", "aws"],
])("%s lies in %s", (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test.each<[string, Properties, Properties]>([
  ["as JSON text", { defaultTags: '{"tags":{"Team":"a"}}' }, { Team: "a" }],
  ["as an object", { defaultTags: { tags: { Team: "a" } } }, { Team: "a" }],
  ["as a secret", { defaultTags: secret('{"tags":{"Team":"a"}}') }, { Team: "a" }],
  ["as nonsense", { defaultTags: "{" }, {}],
  ["as null", { defaultTags: "null" }, {}],
])("reads default tags %s", (_what, args, expected) => {
  expect(readConfiguration(args, {}).defaultTags).toEqual(expected);
});

test("takes the account that the program allows", () => {
  expect(readConfiguration({ allowedAccountIds: '["210987654321"]' }, {}).accountId).toBe("210987654321");
});
