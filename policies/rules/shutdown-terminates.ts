import { textAt } from "../launch/read";
import { defineRule } from "./rule";

export default defineRule({
  id: "shutdown-terminates",
  title: "A shutdown from within deletes the instance",
  severity: "low",
  enforcement: "advisory",
  judges: "resource",
  types: [
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:ec2/launchTemplate:LaunchTemplate",
  ],
  closes: ["offline-repair"],
  remedy: 'Set instanceInitiatedShutdownBehavior to "stop", which is AWS\'s default.',
  causes: ['instanceInitiatedShutdownBehavior "terminate"'],
  check({ resource: { inputs } }) {
    const behavior = textAt(inputs, "instanceInitiatedShutdownBehavior");
    if (behavior.state !== "known" || behavior.value !== "terminate") return [];
    return [
      {
        message: `${behavior.path}: whoever shuts the host down from within (\`shutdown\`, \`poweroff\`, a script of its own) deletes it, termination protection or not, and with it what a repair would start from.`,
      },
    ];
  },
});
