import { UNKNOWN, type Properties, type StackResource } from "../../../policies/launch/resource";
import { rules } from "../../../policies/rules/index";
import type { ResourceRule } from "../../../policies/rules/rule";
import { findingsOn, written } from "../../support/written-resources";

/** Every rule about resources on each of its types, with properties that are bad, late, misshapen or not seen. */

const judged = rules.filter((rule): rule is ResourceRule => rule.judges === "resource");
const SECRET = "THISxISxNOxKEYxBUTxITxISxALLxTHExSAMExTOxBExTOLDxTOxNOBODY";
const PRIVATE_KEY = `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----\n`;
const open = (action: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: SECRET, Effect: "Allow", Action: action, Resource: "*" }],
  });
const everything = open("ec2-instance-connect:*").replace(
  '"ec2-instance-connect:*"',
  '["ec2-instance-connect:*", "ec2:Modify*"]',
);

/** What makes each rule speak, on a type that it judges. */
const BAD: Readonly<Record<string, Properties>> = {
  publicKey: { publicKey: `ssh-rsa ${SECRET}` },
  key: { publicKey: PRIVATE_KEY, tags: { key: PRIVATE_KEY } },
  metadata: { httpEndpoint: "disabled", metadataOptions: { httpEndpoint: "disabled" }, keyName: SECRET },
  policies: {
    policy: everything,
    inlinePolicy: everything,
    inlinePolicies: [{ policy: everything, name: SECRET }],
  },
  setting: {
    settingId: "/ssm/managed-instance/default-ec2-instance-management-role",
    settingValue: `arn:aws:iam::111122223333:role/${SECRET}`,
  },
  document: {
    name: "SSM-SessionManagerRunShell",
    content: JSON.stringify({ description: SECRET, inputs: { runAsEnabled: true } }),
  },
  shutdown: { instanceInitiatedShutdownBehavior: "terminate" },
  ignored: { userData: SECRET },
};
const options = { ignoreChanges: ["userData"] };
const properties = [...new Set(Object.values(BAD).flatMap((inputs) => Object.keys(inputs)))];

describe.each(judged.map((rule): [string, ResourceRule] => [rule.id, rule]))("%s", (_, rule) => {
  const on = (inputs: Properties): readonly string[] =>
    rule.types.flatMap((type) =>
      findingsOn(rule, written(type, inputs, options)).map(({ message }) => message),
    );

  test("speaks on each of its types", () => {
    for (const type of rule.types) {
      const speaks = Object.values(BAD).some(
        (inputs) => findingsOn(rule, written(type, inputs, options)).length > 0,
      );
      expect({ type, speaks }).toEqual({ type, speaks: true });
    }
  });

  test("tells no value", () => {
    expect(JSON.stringify(Object.values(BAD).flatMap(on))).not.toContain(SECRET);
  });

  test.each<[string, (value: string) => Properties]>([
    ["only known at apply", (property) => ({ [property]: UNKNOWN })],
    ["misshapen", (property) => ({ [property]: [[]] })],
    ["a list of what is only known at apply", (property) => ({ [property]: [UNKNOWN, { policy: UNKNOWN }] })],
    ["empty", (property) => ({ [property]: "" })],
  ])("makes nothing of properties that are %s", (_, inputsOf) => {
    const said = properties
      .filter((property) => property !== "userData")
      .flatMap((property) => on(inputsOf(property)));
    expect(said).toEqual([]);
  });

  test("makes nothing of a resource that nobody saw as written", () => {
    const { options: none, ...seen } = written("", {});
    expect(none).toBeDefined();
    const unseen = (type: string): StackResource => ({ ...seen, type, inputs: undefined });
    expect(rule.types.flatMap((type) => findingsOn(rule, unseen(type)))).toEqual([]);
  });
});
