import type { ImageFamily } from "./families";

/** How the names of published images, and of their public SSM parameters, tell the distribution's release. */
const RELEASES: Readonly<Partial<Record<ImageFamily | "unknown", RegExp>>> = {
  debian: /(?:^|\/)debian-(\d{1,2})-|\/debian\/release\/(\d{1,2})\//u,
  ubuntu: /-(\d{2}\.\d{2})-|\/ubuntu\/[a-z-]+\/(\d{2}\.\d{2})\//u,
  "rhel-like": /(?:^RHEL-|^Rocky-|^AlmaLinux OS |^CentOS Stream |^OL)(\d{1,2})(?:\D|$)/u,
};

/** The release that all the names tell, as in "12" or "22.04"; `undefined` where one of them does not, or they differ. */
export function releaseOf(family: ImageFamily | "unknown", names: readonly string[]): string | undefined {
  const pattern = RELEASES[family];
  const found = names.map((name) => pattern?.exec(name)?.slice(1).find(Boolean));
  const [first] = found;
  return found.every((each) => each === first) ? first : undefined;
}
