import { grantingTypes, grantsIn } from "./granting-policies";
import { defineRule } from "./rule";

export default defineRule({
  id: "serial-console-grant",
  title: "A policy opens the serial console of every instance to all it is attached to",
  severity: "low",
  enforcement: "advisory",
  judges: "resource",
  types: grantingTypes,
  closes: [],
  remedy:
    "Name the instances in Resource, or add a condition on their tags (aws:ResourceTag) to the statement.",
  causes: [
    "ec2-instance-connect:SendSerialConsoleSSHPublicKey, by name or wildcard, allowed on every resource without a condition",
  ],
  check({ resource }) {
    return grantsIn(resource, "ec2-instance-connect:SendSerialConsoleSSHPublicKey").map(({ path }) => ({
      message: `${path} allows ec2-instance-connect:SendSerialConsoleSSHPublicKey on every resource without a condition: whoever has it meets the log-in prompt of every instance's console, past security groups and bastions.`,
    }));
  },
});
