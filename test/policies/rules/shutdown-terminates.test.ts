import rule from "../../../policies/rules/shutdown-terminates";
import { UNKNOWN, type Properties } from "../../../policies/launch/resource";
import { findingsOn, written } from "../../support/written-resources";

const count = (type: string, inputs: Properties) => findingsOn(rule, written(type, inputs)).length;

describe("shutdown-terminates", () => {
  test.each(["aws:ec2/instance:Instance", "aws:ec2/launchTemplate:LaunchTemplate"])(
    "reports a shutdown that deletes, on %s",
    (type) => {
      expect(count(type, { instanceInitiatedShutdownBehavior: "terminate" })).toBe(1);
    },
  );

  test.each<[string, Properties]>([
    ["AWS's default", {}],
    ["a shutdown that stops", { instanceInitiatedShutdownBehavior: "stop" }],
    ["a behaviour only known at apply", { instanceInitiatedShutdownBehavior: UNKNOWN }],
  ])("has nothing to say of %s", (_, inputs) => {
    expect(count("aws:ec2/instance:Instance", inputs)).toBe(0);
  });
});
