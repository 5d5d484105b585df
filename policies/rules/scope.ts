import type { BootedLaunch } from "../access/subject";
import type { Launch, LaunchKind } from "../launch/launch";

/**
 * Whether a launch as a whole is judged at all. A template or configuration alone launches nothing; nobody logs in to the
 * nodes of a container service; and an image that is only known at apply may be one of those, or a Windows.
 */
export function isJudged({ launch, image }: Pick<BootedLaunch, "launch" | "image">): boolean {
  if (!isEntered(launch) || image.managed) return false;
  return !(image.family === "unknown" && launch.image.id.state === "unknown");
}

/** Whether anybody is meant to enter what is launched, whatever its image. */
export function isEntered(launch: Pick<Launch, "kind" | "service" | "keyName">): boolean {
  if (isPartial(launch.kind)) return false;
  // A service's nodes are the service's own, unless somebody gives them a key pair to log in with.
  return launch.service === undefined || launch.keyName.state === "known";
}

/** Whether what is written launches nothing by itself. */
export const isPartial = (kind: LaunchKind): boolean => kind === "template" || kind === "configuration";
