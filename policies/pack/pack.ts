import type { PolicyPackArgs } from "@pulumi/policy";
import type { Settings } from "../judging/settings";
import { HOMEPAGE } from "../rules/pages";
import { ownParts, type Parts } from "../judging/parts";
import { policyOf, settingsPolicy } from "./policies";
import { newPreviews } from "./previews";
import { newSession } from "./session";

/**
 * Everything that @pulumi/policy is given to serve the pack.
 *
 * @param parts What it judges with; the pack's own unless told.
 */
export function packArguments(
  environment: Readonly<Record<string, string | undefined>>,
  parts: Parts = ownParts,
): PolicyPackArgs {
  const isLive = (settings: Settings): boolean => settings.live || environment.LATCHKEY_LIVE === "1";
  const previews = newPreviews(() => newSession(isLive, parts));
  return {
    description:
      "Says which ways into each EC2 instance remain, and which line of its user data closes the others",
    displayName: "Latchkey",
    provider: "aws",
    tags: ["ec2", "lock-out", "ssh", "cloud-init"],
    repository: HOMEPAGE,
    // First, so that what the others share is there before they are asked.
    policies: [settingsPolicy(previews), ...parts.rules.map((rule) => policyOf(rule, previews))],
  };
}
