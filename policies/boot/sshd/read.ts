import type { SshdFiles } from "./files";
import type { Count } from "../../facts/wildcard";
import { lookUp, type Distribution } from "./keywords";
import type { Located, Program } from "./program";
import { readAs, type Failure } from "./reader";
import { COMMON_RELEASES, NEWEST_READ, parseVersion, versionText, type Version } from "./version";

export interface ReadOptions {
  /** "9.2", or the releases that the image may have; undefined where they are not known. */
  readonly openssh: string | readonly string[] | undefined;
  readonly distribution: Distribution;
  /** The main file, /etc/ssh/sshd_config unless told otherwise. */
  readonly main?: string;
  /** Told what reading it takes. */
  readonly count?: Count;
}

/** What the configuration says to each release that the machine may have. */
export interface Readable {
  readonly programs: readonly Program[];
}

export type ReadConfig =
  | ({ readonly state: "loads" } & Readable)
  | ({ readonly state: "fails"; readonly keyword: string; readonly why: string } & Located)
  | ({ readonly state: "unknown"; readonly why: string } & Located & Readable);

/**
 * Reads sshd's configuration the way sshd does when it starts (servconf.c of OpenSSH 7.4 to 10.3).
 *
 * "fails": sshd would not start, and the line why (line 0: the file as a whole). "unknown": a text, a release or a build
 * that is not known decides that; the settings can be asked for as if it started. Never prints what a file says.
 */
export function readSshdConfig(files: SshdFiles, options: ReadOptions): ReadConfig {
  const versions = versionsOf(options.openssh);
  const main = options.main ?? "/etc/ssh/sshd_config";
  const programs: Program[] = [];
  let failure: (Failure & { readonly release: string }) | undefined;
  let doubt: (Located & { readonly why: string }) | undefined;
  for (const version of versions) {
    const reading = readAs(version, { ...options, main }, files);
    if (reading.failure) failure = { ...reading.failure, release: versionText(version) };
    else {
      programs.push(reading.program);
      if (MENDED_IN_BUILDS.has(version)) programs.push({ ...reading.program, includesMatch: false });
      doubt ??= reading.doubts[0];
    }
  }
  if (failure) {
    const { file, line, keyword, why, release } = failure;
    if (programs.length === 0) return { state: "fails", file, line, keyword, why };
    const told = lookUp(keyword, NEWEST_READ, options.distribution) === undefined ? "a keyword" : keyword;
    return { state: "unknown", file, line, why: `${told} in OpenSSH ${release}: ${why}`, programs };
  }
  return doubt ? { state: "unknown", ...doubt, programs } : { state: "loads", programs };
}

/**
 * Releases of their own that apply no Match in a file which is included ahead of the first one (bz#3122); distributions
 * have mended it in updates, so that a host may have either.
 */
const MENDED_IN_BUILDS: ReadonlySet<Version> = new Set([802, 803]);

function versionsOf(releases: ReadOptions["openssh"]): readonly Version[] {
  const texts = typeof releases === "string" ? [releases] : (releases ?? []);
  const versions = texts.map((text) => parseVersion(text)).filter((version) => version !== undefined);
  return versions.length === 0 ? COMMON_RELEASES : versions.map((version) => Math.min(version, NEWEST_READ));
}
