import { runAsOf } from "../launch/session-preferences";
import { defineRule } from "./rule";

export default defineRule({
  id: "session-run-as-user",
  title: "Session Manager runs sessions as an account that it refuses or that nobody named",
  severity: "medium",
  enforcement: "advisory",
  judges: "resource",
  types: ["aws:ssm/document:Document"],
  closes: ["session-manager"],
  remedy:
    "Name in runAsDefaultUser an account that every host has, and not root; or turn runAsEnabled off, and sessions run as ssm-user.",
  causes: [
    "SSM-SessionManagerRunShell with runAsEnabled and an empty runAsDefaultUser",
    "SSM-SessionManagerRunShell with runAsEnabled and runAsDefaultUser root",
  ],
  check({ resource }) {
    const runAs = runAsOf(resource);
    if (runAs.state !== "known" || !runAs.value.enabled) return [];
    const { defaultUser } = runAs.value;
    if (defaultUser !== "" && defaultUser !== "root") return [];
    const what =
      defaultUser === "root"
        ? "runAsDefaultUser is root, which Run As does not allow"
        : "runAsEnabled, and runAsDefaultUser names nobody";
    return [
      {
        message: `${runAs.path}: ${what}: sessions of everybody whose IAM user or role has no tag SSMSessionRunAs are refused; Session Manager does not fall back to ssm-user.`,
      },
    ];
  },
});
