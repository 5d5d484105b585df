import rule from "../../../policies/rules/session-run-as-user";
import { UNKNOWN, type PropertyValue } from "../../../policies/launch/resource";
import { findingsOn, written } from "../../support/written-resources";

const PREFERENCES = "SSM-SessionManagerRunShell";
const json = (inputs: object) =>
  JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs });
const said = (content: PropertyValue, name: PropertyValue = PREFERENCES) =>
  findingsOn(rule, written("aws:ssm/document:Document", { name, content })).map(({ message }) => message);

describe("session-run-as-user", () => {
  test.each([
    ["nobody named", json({ runAsEnabled: true, runAsDefaultUser: "" }), "names nobody"],
    ["no default at all", json({ runAsEnabled: true }), "names nobody"],
    ["a default of blanks", json({ runAsEnabled: "true", runAsDefaultUser: " " }), "names nobody"],
    ["root", json({ runAsEnabled: true, runAsDefaultUser: "root" }), "root"],
    ["root in YAML", "inputs:\n  runAsEnabled: true\n  runAsDefaultUser: root\n", "root"],
  ])("reports %s", (_, content, words) => {
    expect(said(content)).toEqual([expect.stringContaining(words)]);
  });

  test.each<[string, PropertyValue, PropertyValue?]>([
    ["an account", json({ runAsEnabled: true, runAsDefaultUser: "operator" })],
    ["Run As that is off", json({ runAsEnabled: false, runAsDefaultUser: "root" })],
    ["another document", json({ runAsEnabled: true }), "restart-web"],
    ["what is no document", "{"],
    ["a list", "[1]"],
    ["content only known at apply", UNKNOWN],
    ["a name only known at apply", json({ runAsEnabled: true }), UNKNOWN],
  ])("has nothing to say of %s", (_, content, name = PREFERENCES) => {
    expect(said(content, name)).toEqual([]);
  });

  test("an alias bomb is read as nothing", () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}*a${at}]`,
    );
    expect(said(["a0: &a0 x", ...levels, "inputs: {runAsEnabled: true}"].join("\n"))).toEqual([]);
  });
});
