import { roleCondition } from "../access/session-manager";
import { defineRule } from "./rule";
import { isJudged } from "./scope";
import { describeRest } from "./wording";

export default defineRule({
  id: "session-manager-role-missing",
  title: "Session Manager is closed: no role lets the SSM agent in",
  severity: "medium",
  enforcement: "advisory",
  judges: "launch",
  closes: ["session-manager"],
  remedy:
    "Give the launch an instance profile whose role has AmazonSSMManagedInstanceCore, or switch on default host management and say so in `settings`.",
  causes: [
    "No instance profile on the launch or its template, and no default host management",
    "A role without the rights of AmazonSSMManagedInstanceCore",
  ],
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "SSM.1",
    specification: "Amazon EC2 instances should be managed by AWS Systems Manager",
  },
  check(subject) {
    const { launch, image, ways } = subject;
    if (!isJudged({ launch, image })) return [];
    const role = roleCondition(subject);
    if (role.holds !== false) return [];
    const reason = role.reasons.map(({ what }) => what).join("; ");
    return [
      {
        message: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.\n${describeRest(ways, ["session-manager"])}`,
      },
    ];
  },
});
