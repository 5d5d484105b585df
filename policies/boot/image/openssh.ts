import { ownValue } from "../../facts/own";
import type { Distribution } from "../sshd/keywords";
import type { ImageFamily } from "./families";
import type { Image } from "./recognise";

/** Which OpenSSH an image has, as far as its family tells. */
export interface OpenSsh {
  /** Those of the family's supported releases, as in "8.7"; undefined where any may be there. */
  readonly releases: readonly string[] | undefined;
  readonly distribution: Distribution;
}

export const SOME_OPENSSH: OpenSsh = { releases: undefined, distribution: "unknown" };

/**
 * Amazon Linux 2 has stayed at 7.4p1 and AL2023 at 8.7p1. Debian 11 to 13, Ubuntu 20.04 to 24.04, RHEL 8 to 10 and SLES 15
 * have these (the packages' own changelogs).
 */
const FAMILIES: Readonly<Partial<Record<ImageFamily | "unknown", OpenSsh>>> = {
  "amazon-linux-2": { releases: ["7.4"], distribution: "rhel" },
  al2023: { releases: ["8.7"], distribution: "rhel" },
  "rhel-like": { releases: ["8.0", "8.7", "9.9"], distribution: "rhel" },
  debian: { releases: ["8.4", "9.2", "10.0"], distribution: "debian" },
  ubuntu: { releases: ["8.2", "8.9", "9.6"], distribution: "debian" },
  suse: { releases: ["8.4", "9.6"], distribution: "unknown" },
};

/** By family and release. */
const RELEASES: Readonly<Record<string, string>> = {
  "debian 11": "8.4",
  "debian 12": "9.2",
  "debian 13": "10.0",
  "ubuntu 20.04": "8.2",
  "ubuntu 22.04": "8.9",
  "ubuntu 24.04": "9.6",
  "rhel-like 8": "8.0",
  "rhel-like 9": "8.7",
  "rhel-like 10": "9.9",
};

/** The OpenSSH of an image by its family and, where that is known, its release. */
export function opensshOf({ family, release = "" }: Pick<Image, "family" | "release">): OpenSsh {
  const found = FAMILIES[family] ?? SOME_OPENSSH;
  const only = ownValue(RELEASES, `${family} ${release}`);
  return only === undefined ? found : { ...found, releases: [only] };
}
