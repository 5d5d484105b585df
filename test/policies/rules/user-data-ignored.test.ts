import rule from "../../../policies/rules/user-data-ignored";
import { UNKNOWN, type Properties } from "../../../policies/launch/resource";
import { findingsOn, written } from "../../support/written-resources";

const said = (inputs: Properties, ignoreChanges: readonly string[]) =>
  findingsOn(rule, written("aws:ec2/instance:Instance", inputs, { ignoreChanges })).map(
    ({ message }) => message,
  );
const script = "#!/bin/sh\n";

describe("user-data-ignored", () => {
  test.each<[string, Properties, readonly string[], string]>([
    ["user data", { userData: script }, ["ami", "userData"], "userData"],
    ["user data in base64", { userDataBase64: "IyEvYmluL3NoCg==" }, ["userDataBase64"], "userDataBase64"],
    ["user data only known at apply", { userData: UNKNOWN }, ["userData"], "userData"],
    ["everything", { userData: script }, ["*"], "userData"],
  ])("reports %s that is left alone", (_, inputs, ignored, property) => {
    expect(said(inputs, ignored)).toEqual([expect.stringContaining(`holds ${property}:`)]);
  });

  test.each<[string, Properties, readonly string[]]>([
    ["another property", { userData: script }, ["ami"]],
    ["nothing ignored", { userData: script }, []],
    ["no user data", { ami: "ami-1" }, ["userData"]],
    ["user data in the other property", { userDataBase64: "IyEvYmluL3NoCg==" }, ["userData"]],
  ])("has nothing to say of %s", (_, inputs, ignored) => {
    expect(said(inputs, ignored)).toEqual([]);
  });

  test("has nothing to say where the options were not told", () => {
    const { options, ...untold } = written("aws:ec2/instance:Instance", { userData: script });
    expect(options).toBeDefined();
    expect(findingsOn(rule, untold)).toEqual([]);
  });
});
