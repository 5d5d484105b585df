import { grantingTypes, grantsIn } from "./granting-policies";
import { defineRule } from "./rule";

export default defineRule({
  id: "modify-instance-attribute-open",
  title: "A policy lets all it is attached to rewrite the user data of every instance",
  severity: "medium",
  enforcement: "advisory",
  judges: "resource",
  types: grantingTypes,
  closes: [],
  remedy:
    "Name the instances in Resource, or add a condition on their tags (aws:ResourceTag) to the statement, and keep the open right for a role of emergencies.",
  causes: [
    "ec2:ModifyInstanceAttribute by name or a narrow wildcard, allowed on every resource without a condition",
    "ec2:* on every resource without a condition (low)",
  ],
  check({ resource }) {
    return grantsIn(resource, "ec2:ModifyInstanceAttribute").map(({ path, by }) => ({
      message: `${path} allows ec2:ModifyInstanceAttribute on every resource without a condition: whoever has it and gets an instance stopped and started has root on it, and its role, by user data that cloud-init runs at every boot.`,
      ...(by === "service" && { severity: "low" as const }),
    }));
  },
});
