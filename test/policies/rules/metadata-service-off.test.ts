import rule from "../../../policies/rules/metadata-service-off";
import { UNKNOWN, type Properties } from "../../../policies/launch/resource";
import { findingsOn, written } from "../../support/written-resources";

const INSTANCE = "aws:ec2/instance:Instance";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults";
const off = { metadataOptions: { httpEndpoint: "disabled" } };
const said = (type: string, inputs: Properties) =>
  findingsOn(rule, written(type, inputs)).map(({ message }) => message);

describe("metadata-service-off", () => {
  test.each<[string, Properties, readonly string[]]>([
    ["the key pair of an instance that names one", { keyName: "ops" }, ["no key pair"]],
    ["the user data of one that has some", { userData: UNKNOWN }, ["no user data"]],
    ["the role of one that has a profile", { iamInstanceProfile: "web" }, ["no credentials"]],
    ["everything where others may ask for it", {}, ["no key pair", "no user data", "no credentials"]],
  ])("tells that it costs %s", (_, inputs, words) => {
    for (const type of [INSTANCE, TEMPLATE]) {
      const [message = ""] = said(type, { ...off, ...inputs });
      const all = ["no key pair", "no user data", "no credentials"];
      expect(all.filter((word) => message.includes(word))).toEqual(words);
    }
  });

  test("reports the default of an account", () => {
    expect(said(DEFAULTS, { httpEndpoint: "disabled" })).toEqual([expect.stringContaining("every launch")]);
  });

  test.each<[string, string, Properties]>([
    ["tokens that are required", INSTANCE, { metadataOptions: { httpTokens: "required" } }],
    ["an endpoint that is on", INSTANCE, { metadataOptions: { httpEndpoint: "enabled" } }],
    ["an endpoint only known at apply", INSTANCE, { metadataOptions: { httpEndpoint: UNKNOWN } }],
    ["options only known at apply", TEMPLATE, { metadataOptions: UNKNOWN }],
    ["no preference", DEFAULTS, { httpEndpoint: "no-preference" }],
  ])("has nothing to say of %s", (_, type, inputs) => {
    expect(said(type, inputs)).toEqual([]);
  });
});
