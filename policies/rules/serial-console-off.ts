import { settingCondition, typeCondition } from "../access/serial-console";
import { defineRule } from "./rule";
import { isJudged } from "./scope";
import { describeRest } from "./wording";

export default defineRule({
  id: "serial-console-off",
  title: "The EC2 serial console is off: a host that SSH and Session Manager lose has no console",
  severity: "low",
  enforcement: "advisory",
  judges: "launch",
  closes: ["serial-console"],
  once: "region",
  remedy:
    "Declare aws.ec2.SerialConsoleAccess once per account and region, or say in `settings` that it is on, and give one account a password.",
  causes: [
    "No aws.ec2.SerialConsoleAccess in the stack, none stated in `settings`, none found by a look-up",
    "SerialConsoleAccess with enabled: false",
  ],
  check(subject) {
    const { launch, image, ways } = subject;
    if (!isJudged({ launch, image })) return [];
    const setting = settingCondition(subject);
    // A type without a console gains nothing from the setting.
    if (
      setting.holds !== false ||
      launch.instanceTypes.state === "unknown" ||
      typeCondition(subject).holds === false
    )
      return [];
    const reason = setting.reasons.map(({ what }) => what).join("; ");
    return [
      {
        message: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.\n${describeRest(ways, ["serial-console"])}`,
      },
    ];
  },
});
