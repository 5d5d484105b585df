import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { resourceType, shape } from "../../../policies/offline/table";
import type { Major, ResourceType } from "../../../policies/offline/table";

const root = join(__dirname, "../../..");

function type(token: string, major: Major): ResourceType {
  const found = resourceType(token, major);
  if (found === undefined) throw new Error(`${token} is not in the table of provider ${String(major)}`);
  return found;
}

const names = (properties: readonly { readonly name: string }[]): readonly string[] =>
  properties.map(({ name }) => name);

test("is what the installed typings say", () => {
  const script = join(root, "scripts/generate/computed-properties.mjs");
  expect(execFileSync(process.execPath, [script, "--check"], { cwd: root, encoding: "utf8" })).toContain(
    "up to date",
  );
});

test("stays small enough to read on every start", () => {
  expect(statSync(join(root, "policies/offline/computed-properties.json")).size).toBeLessThan(1_500_000);
});

test.each([6, 7] as const)("knows what provider %i computes for an instance", (major) => {
  const { computed, optional } = type("aws:ec2/instance:Instance", major);
  expect(names(computed)).toEqual(expect.arrayContaining(["arn", "instanceState", "publicIp", "tagsAll"]));
  expect(names(optional)).toEqual(
    expect.arrayContaining([
      "keyName",
      "iamInstanceProfile",
      "userDataBase64",
      "subnetId",
      "vpcSecurityGroupIds",
      "metadataOptions",
    ]),
  );
  expect(names(optional)).not.toContain("launchTemplate");
});

test("user data of an instance is computed in provider 6 only", () => {
  expect(names(type("aws:ec2/instance:Instance", 6).optional)).toContain("userData");
  expect(names(type("aws:ec2/instance:Instance", 7).optional)).not.toContain("userData");
});

test.each([
  ["a type that differs in more", "aws:ec2/instance:Instance"],
  ["a type that differs in nothing else", "aws:ec2/keyPair:KeyPair"],
])("gives a region to provider 7 only: %s", (_what, token) => {
  expect(names(type(token, 7).optional)).toContain("region");
  expect(names(type(token, 6).optional)).not.toContain("region");
});

test("has no types in one major that only the other has", () => {
  expect(resourceType("aws:s3/bucketV2:BucketV2", 6)).toBeDefined();
  expect(resourceType("aws:odb/network:Network", 6)).toBeUndefined();
  expect(resourceType("toString", 7)).toBeUndefined();
});

test("knows what kind of value each property holds", () => {
  const kinds = new Map(type("aws:ec2/instance:Instance", 7).optional.map(({ name, kind }) => [name, kind]));
  expect(kinds.get("keyName")).toEqual({ is: "string" });
  expect(kinds.get("monitoring")).toEqual({ is: "boolean" });
  expect(kinds.get("ipv6AddressCount")).toEqual({ is: "number" });
  expect(kinds.get("vpcSecurityGroupIds")).toEqual({ is: "list" });
  expect(kinds.get("metadataOptions")).toEqual({ is: "object", shape: "ec2.InstanceMetadataOptions" });
  expect(kinds.get("ebsBlockDevices")).toEqual({ is: "objects", shape: "ec2.InstanceEbsBlockDevice" });
});

test("knows what is computed inside an object", () => {
  expect(names(shape("ec2.InstanceRootBlockDevice", 7).computed)).toContain("volumeId");
  expect(names(shape("ec2.InstanceRootBlockDevice", 7).computed)).not.toContain("deleteOnTermination");
});
