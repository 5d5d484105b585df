import { valueOf, type Fact } from "../../facts/fact";
import { flagAt, numberAt, textAt } from "../read";
import type { StackResource } from "../resource";

/**
 * Whether a reference to a version of a launch template means what the program writes in it now; if not, why.
 *
 * `$Latest` does. `$Default` (also where no version is written) does for a template that is made now, whose first
 * version is its default; in one that exists the default stays behind unless the template says otherwise
 * (`updateDefaultVersion`), or is known to be the latest (`aws.ec2.LaunchTemplate`, CreateLaunchTemplateVersion).
 * A version that is only known at apply is the one that this deployment makes.
 */
export function staleVersion(template: StackResource, version: Fact<string>): string | undefined {
  if (typeof template.outputs?.id !== "string" || version.state === "unknown") return undefined;
  const written = valueOf(version) ?? "$Default";
  if (written === "$Latest") return undefined;
  const latest = numberAt(template.outputs, "latestVersion");
  if (written !== "$Default") {
    return latest.state === "known" && String(latest.value) === written
      ? undefined
      : "the version of the launch template that is named may differ from what the program writes";
  }
  if (valueOf(flagAt(template.inputs, "updateDefaultVersion")) === true) return undefined;
  const standing = textAt(template.outputs, "defaultVersion");
  if (latest.state === "known" && standing.state === "known" && standing.value === String(latest.value)) {
    return undefined;
  }
  return "the default version of the launch template may differ from what the program writes";
}
