/** An OpenSSH release as one number to compare: 9.2 is 902, 10.0 is 1000. */
export type Version = number;

export const release = (major: number, minor: number): Version => major * 100 + minor;

/** The releases of the images that people launch; an image whose OpenSSH is not known runs one of these or one between. */
export const COMMON_RELEASES: readonly Version[] = [704, 800, 802, 804, 807, 809, 902, 906, 909, 1000];

/** The newest release whose servconf.c was read for these modules. */
export const NEWEST_READ: Version = 1003;

/** From 8.7 on arguments are split by argv_split(): quotes of both kinds, escapes, comments at the end of a line. */
export const SPLITS_LIKE_A_SHELL: Version = 807;

/** As of 9.8 "any" has to stand alone in its own line of AuthenticationMethods only. */
export const ANY_ALONE: Version = 908;

/** "9.2", "9.2p1" or "OpenSSH_9.2p1" as a number, undefined where it is none of them. */
export function parseVersion(text: string): Version | undefined {
  const found = /^(?:OpenSSH_)?(\d{1,2})\.(\d{1,2})(?:p\d+)?(?:\D|$)/u.exec(text);
  if (found?.[1] === undefined || found[2] === undefined) return undefined;
  return release(Number(found[1]), Number(found[2]));
}

export const versionText = (version: Version): string => `${Math.floor(version / 100)}.${version % 100}`;
