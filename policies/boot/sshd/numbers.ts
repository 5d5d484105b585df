import { ownValue } from "../../facts/own";
import type { Distribution } from "./keywords";
import { SERVICE_NAMES } from "./services";
import type { Version } from "./version";

/** Numbers as sshd reads them, undefined where it refuses the text. */

/** strtonum(3) from 0 to a limit. */
export function wholeNumber(text: string, limit: number): number | undefined {
  if (!/^\s*[+-]?\d+$/u.test(text)) return undefined;
  const value = Number(text);
  return value >= 0 && value <= limit ? value : undefined;
}

const SERVICES: Readonly<Record<string, number>> = {
  ssh: 22,
  http: 80,
  https: 443,
  telnet: 23,
  smtp: 25,
  domain: 53,
};

/** The releases whose `/etc/services` is known: those of Debian 12 and 13, and of Ubuntu in between. */
const hasKnownServices = ({ version, distribution }: Release): boolean =>
  distribution === "debian" && version >= 902 && version <= 1000;

interface Release {
  readonly version: Version;
  readonly distribution: Distribution;
}

/** A port or a service's name, "unknown" for a name that /etc/services may have: a2port() of misc.c. */
export function port(text: string, release?: Release): number | "unknown" | undefined {
  const value = wholeNumber(text, 65_535);
  if (value !== undefined) return value;
  const known = ownValue(SERVICES, text);
  if (known !== undefined) return known;
  if (release !== undefined && hasKnownServices(release))
    return SERVICE_NAMES.has(text) ? "unknown" : undefined;
  // The services' names are letters, digits and a few marks; at least one letter.
  return /^[a-z][\w.+*-]{1,30}$/iu.test(text) ? "unknown" : undefined;
}

const SECONDS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const MOST_SECONDS = 2 ** 31 - 1;

/** Seconds of "90", "1h30m" and the like: convtime() of misc.c. */
export function seconds(text: string): number | undefined {
  if (text === "") return undefined;
  let total = 0;
  let at = 0;
  while (at < text.length) {
    const found = /^\s*[+-]?(\d+)([smhdw]?)/iu.exec(text.slice(at));
    if (found?.[1] === undefined) return undefined;
    const value = Number(found[1]) * (ownValue(SECONDS, (found[2] ?? "").toLowerCase()) ?? 1);
    const negative = found[0].trimStart().startsWith("-") && value !== 0;
    if (negative || value > MOST_SECONDS || total + value > MOST_SECONDS) return undefined;
    total += value;
    at += found[0].length;
    if (found[2] === "" && at < text.length) return undefined;
  }
  return total;
}

/** The leading integers of "10:30:100" as sscanf("%d:%d:%d") finds them. */
export function colonNumbers(text: string, most: number): readonly number[] {
  const found: number[] = [];
  let rest = text;
  while (found.length < most) {
    const next = /^\s*([+-]?\d+)/u.exec(rest);
    if (next?.[1] === undefined) break;
    found.push(Number(next[1]));
    rest = rest.slice(next[0].length);
    if (!rest.startsWith(":")) break;
    rest = rest.slice(1);
  }
  return found;
}

/** A number with a K, M or G behind it: scan_scaled(3). */
export function scaled(text: string): number | undefined {
  const found = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:([BKMGTPE])(?![a-z\d]).*)?$/isu.exec(text);
  if (!found) return undefined;
  const [, sign = "", whole = "", , unit = ""] = found;
  const power = "BKMGTPE".indexOf(unit.toUpperCase());
  const value = Number(whole === "" ? "0" : whole) * 1_024 ** (unit === "" ? 0 : power);
  return sign === "-" ? -value : value;
}
