import type { PolicyPackArgs } from "@pulumi/policy";
import type { Settings } from "../judging/settings";
import { HOMEPAGE } from "../rules/pages";
import { rules } from "../rules/index";
import { policyOf, settingsPolicy } from "./policies";
import { newSession } from "./session";

/** Everything that @pulumi/policy is given to serve the pack. */
export function packArguments(environment: Readonly<Record<string, string | undefined>>): PolicyPackArgs {
  const isLive = (settings: Settings): boolean => settings.live || environment.LATCHKEY_LIVE === "1";
  const session = newSession(isLive);
  return {
    description:
      "Says which ways into each EC2 instance remain, and which line of its user data closes the others",
    displayName: "Latchkey",
    provider: "aws",
    tags: ["ec2", "lock-out", "ssh", "cloud-init"],
    repository: HOMEPAGE,
    // First, so that what the others share is there before they are asked.
    policies: [settingsPolicy(session), ...rules.map((rule) => policyOf(rule, session))],
  };
}
