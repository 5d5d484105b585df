import { ownValue } from "../../facts/own";
import type { ImageFamily } from "./families";

/** The files by which scripts tell distributions apart, and the families whose packages bring them. */
const RELEASE_FILES: Readonly<Record<string, readonly (ImageFamily | "unknown")[]>> = {
  "/etc/debian_version": ["debian", "ubuntu"],
  "/etc/redhat-release": ["rhel-like"],
  "/etc/amazon-linux-release": ["al2023"],
  "/etc/SuSE-release": [],
};

const FOLLOWED: readonly (ImageFamily | "unknown")[] = [
  "debian",
  "ubuntu",
  "rhel-like",
  "al2023",
  "amazon-linux-2",
  "suse",
];

/** Whether images of a family have such a file; `undefined` for any other file, and where the family is not known. */
export const hasReleaseFile = (family: ImageFamily | "unknown", path: string): boolean | undefined =>
  FOLLOWED.includes(family) ? ownValue(RELEASE_FILES, path)?.includes(family) : undefined;
