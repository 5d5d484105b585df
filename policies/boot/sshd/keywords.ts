import { DEBIAN, RHEL, UPSTREAM } from "./keyword-table";
import type { Version } from "./version";

export type Distribution = "debian" | "rhel" | "upstream" | "unknown";

/** How a keyword's arguments are checked: a name of arguments.ts. */
export type ArgumentKind =
  | "flag"
  | "root-login"
  | "tcp-forwarding"
  | "gateway-ports"
  | "ignore-rhosts"
  | "address-family"
  | "compression"
  | "privilege-separation"
  | "integer"
  | "time"
  | "time-or-none"
  | "word"
  | "words"
  | "path"
  | "paths"
  | "users"
  | "groups"
  | "environment-names"
  | "environment"
  | "port"
  | "listen-address"
  | "user-environment"
  | "tunnel"
  | "rekey-limit"
  | "log-facility"
  | "log-level"
  | "log-verbose"
  | "key-algorithms"
  | "ca-algorithms"
  | "ciphers"
  | "macs"
  | "key-exchange"
  | "subsystem"
  | "max-startups"
  | "per-source-startups"
  | "per-source-netblock"
  | "penalties"
  | "addresses"
  | "permit-open"
  | "permit-listen"
  | "raw"
  | "version-addendum"
  | "absolute-command"
  | "ip-qos"
  | "methods"
  | "octal"
  | "fingerprint-hash"
  | "routing-domain"
  | "channel-timeouts"
  | "pubkey-options"
  | "unread"
  | "ignored"
  | "include"
  | "match";

/** "ok" is taken, "ignored" draws at most a warning, "unsure" depends on the build. */
export type Status = "ok" | "ignored" | "unsure";

export interface Keyword {
  /** The keyword's name today: an alias carries the name of what it sets. */
  readonly sets: string;
  readonly kind: ArgumentKind;
  readonly status: Status;
  readonly inMatch: boolean;
}

interface Row {
  readonly kind: ArgumentKind;
  readonly sets: string;
  readonly since: Version;
  readonly matchSince: Version;
}

const NEVER = Infinity;
const number = (text: string): Version => {
  const [major, minor] = text.split(".");
  return Number(major) * 100 + Number(minor);
};

function parseRow(line: string): [string, Row] {
  const [name = "", kind = "", where = "", ...more] = line.split(" ");
  let row: Row = { kind: kind as ArgumentKind, sets: name, since: 0, matchSince: where === "A" ? 0 : NEVER };
  for (const word of more) {
    if (word.startsWith("=")) row = { ...row, sets: word.slice(1) };
    else if (word.startsWith("A@")) row = { ...row, matchSince: number(word.slice(2)) };
    else row = { ...row, since: number(word) };
  }
  return [name, row];
}

const parseTable = (text: string): ReadonlyMap<string, Row> => new Map(text.trim().split("\n").map(parseRow));

const upstream = parseTable(UPSTREAM);
const debian = parseTable(DEBIAN);
const rhel = parseTable(RHEL);

function extra(name: string, distribution: Distribution): { row: Row; status: Status } | undefined {
  if (distribution === "upstream") return undefined;
  const [row, status]: [Row | undefined, Status] =
    distribution === "debian"
      ? [debian.get(name), "ok"]
      : distribution === "rhel"
        ? [rhel.get(name), "unsure"]
        : [debian.get(name) ?? rhel.get(name), "unsure"];
  return row && { row, status };
}

/**
 * What sshd of a release makes of a keyword (sshd_config(5) of that release, servconf.c), undefined for "Bad
 * configuration option". Keywords compare without case.
 */
export function lookUp(written: string, version: Version, distribution: Distribution): Keyword | undefined {
  const name = written.toLowerCase();
  const row = upstream.get(name);
  if (row === undefined || row.since > version) {
    const added = extra(name, distribution);
    if (added) return finish(name, added.row, added.status, version);
    if (row === undefined) return undefined;
    // Red Hat has brought Include into later builds of its 8.0; which one an image has is not told by "8.0".
    const backported =
      name === "include" && version === 800 && distribution !== "upstream" && distribution !== "debian";
    return backported ? finish(name, row, "unsure", version) : undefined;
  }
  return finish(name, row, "ok", version);
}

function finish(name: string, row: Row, status: Status, version: Version): Keyword {
  const inMatch = version >= row.matchSince;
  let { kind, sets } = row;
  // 7.8 to 8.6 only warn of it, 7.5 on only warn of the other.
  if (name === "skeyauthentication" && version >= 708 && version < 807) kind = "ignored";
  if (name === "useprivilegeseparation" && version >= 705) kind = "ignored";
  // From 8.7 on one setting has the three names.
  if (sets === "challengeresponseauthentication" && version >= 807) sets = "kbdinteractiveauthentication";
  return { sets, kind, status: kind === "ignored" ? "ignored" : status, inMatch };
}
