import type { BootedLaunch } from "../access/subject";

/**
 * Whether a launch as a whole is judged at all. A template or configuration alone launches nothing; nobody logs in to the
 * nodes of a container service; and an image that is only known at apply may be one of those, or a Windows.
 */
export function isJudged({ launch, image }: Pick<BootedLaunch, "launch" | "image">): boolean {
  if (launch.kind === "template" || launch.kind === "configuration" || image.managed) return false;
  // A service's nodes are the service's own, unless somebody gives them a key pair to log in with.
  if (launch.service !== undefined && launch.keyName.state !== "known") return false;
  return !(image.family === "unknown" && launch.image.id.state === "unknown");
}
