import { textAt } from "../launch/read";
import { defineRule } from "./rule";

export default defineRule({
  id: "default-host-management-role",
  title: "Default host management is given no role that it can use",
  severity: "medium",
  enforcement: "advisory",
  judges: "resource",
  types: ["aws:ssm/serviceSetting:ServiceSetting"],
  closes: ["session-manager"],
  remedy:
    "Set settingValue to the name of a role that trusts ssm.amazonaws.com and has AmazonSSMManagedEC2InstanceDefaultPolicy.",
  causes: [
    "The role's ARN in place of its name",
    "A text that can be no role's name",
    "`$None`, which switches default host management off (low)",
  ],
  check({ resource: { inputs } }) {
    const id = textAt(inputs, "settingId");
    const value = textAt(inputs, "settingValue");
    if (id.state !== "known" || !id.value.includes(SETTING) || value.state !== "known") return [];
    if (value.value === "$None")
      return [
        {
          message:
            "settingValue is $None: default host management is off, and an instance without a profile of its own has no Session Manager.",
          severity: "low",
        },
      ];
    if (value.value.startsWith("arn:"))
      return [
        {
          message: "settingValue is an ARN: the setting takes the role's name, with its path if it has one.",
        },
      ];
    return ROLE_NAME.test(value.value) ? [] : [{ message: "settingValue is not the name of a role." }];
  },
});

const SETTING = "/ssm/managed-instance/default-ec2-instance-management-role";

/** IAM's characters of a name (CreateRole, `RoleName`), after a path as in `service-role/`. */
const ROLE_NAME = /^(?:[\u0021-\u007e]*\/)?[\w+=,.@-]{1,64}$/u;
