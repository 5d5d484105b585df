import type { Machine } from "../../machine/machine";
import type { Answer } from "../../sshd/patterns";
import type { Check } from "../check";
import type { LoginReason } from "../reason";
import { isMember } from "../membership";
import { filesIn, hostLines, hostText } from "./texts";

const PATH = "/etc/security/limits.conf";

/** More open files than the kernel's own bound lets a process ask for (proc(5), `fs/nr_open`): then pam_limits refuses. */
const NR_OPEN = 1_048_576;

interface Limit {
  readonly item: string;
  readonly value: number;
  /** What an account's own line says counts more than a group's, and that more than everybody's (pam_limits.c). */
  readonly weight: number;
  readonly applies: Answer;
  readonly reason: LoginReason;
}

/** What pam_limits(8) makes of limits.conf(5) and its drop-ins when a session of the account opens. */
export function limits(machine: Machine, account: string): Check {
  const all: Limit[] = [];
  const unknown: LoginReason[] = [];
  for (const path of [PATH, ...filesIn(machine, "/etc/security/limits.d", ".conf")]) {
    const text = hostText(machine, path);
    if (text.state === "unknown") unknown.push({ what: text.why, since: text.since });
    if (text.state !== "known") continue;
    for (const line of hostLines(text.file)) {
      if (!line.exact) {
        if (line.since.from === "user-data" && !isHarmless(line.text))
          unknown.push({ what: "a limit for sessions is not known", since: line.since });
        continue;
      }
      const limit = readLimit(line.text, machine, account);
      if (limit !== undefined && limit.applies !== "no")
        all.push({ ...limit, reason: { what: "a limit lets no session open", since: line.since } });
    }
  }
  const closed: LoginReason[] = [];
  for (const item of new Set(all.map((limit) => limit.item))) {
    const last = counting(all.filter((limit) => limit.item === item));
    for (const limit of last) {
      const answer = forbids(limit);
      if (answer === "no") continue;
      if (answer === "yes" && limit.applies === "yes" && last.length === 1) closed.push(limit.reason);
      else unknown.push({ ...limit.reason, what: "whether a limit lets a session open is not known" });
    }
  }
  return closed.length > 0 ? { closed } : unknown.length > 0 ? { unknown } : {};
}

/** Limits that only bound what a session may use. */
const isHarmless = (line: string): boolean =>
  /\b(?:core|memlock|priority|nice|rtprio|msgqueue|sigpending|locks|cpu|rss|chroot)\b/u.test(line);

// The line that counts, and every one that may count in its place.
function counting(limits: readonly Limit[]): readonly Limit[] {
  const sure = limits.filter(({ applies }) => applies === "yes");
  const weight = Math.max(0, ...sure.map((each) => each.weight));
  const winner = sure.filter((each) => each.weight === weight).at(-1);
  const maybe = limits.filter((each) => each.applies === "unknown" && each.weight >= weight);
  return winner === undefined ? maybe : [winner, ...maybe];
}

function readLimit(text: string, machine: Machine, account: string): Omit<Limit, "reason"> | undefined {
  const [domain = "", type = "", item = "", written] = text.split(/\s+/u);
  if (written === undefined || !/^(?:soft|hard|-)$/u.test(type)) return undefined;
  const value = /^(?:unlimited|infinity|-1)$/u.test(written) ? Infinity : Number(written);
  if (Number.isNaN(value)) return undefined;
  return { item, value, ...whom(domain, machine, account) };
}

// Everybody and groups do not name root (limits.conf(5)).
function whom(domain: string, machine: Machine, account: string): Pick<Limit, "weight" | "applies"> {
  if (domain === account) return { weight: 3, applies: "yes" };
  if (domain === "*" || domain === "%") return { weight: 1, applies: account === "root" ? "no" : "yes" };
  if (/^[@%]/u.test(domain))
    return { weight: 2, applies: account === "root" ? "no" : isMember(machine, account, domain.slice(1)) };
  return { weight: 3, applies: domain.includes(":") ? "unknown" : "no" };
}

function forbids({ item, value }: Limit): Answer {
  if (item === "maxlogins" || item === "maxsyslogins") return value === 0 ? "yes" : "no";
  if (item === "nofile") return value > NR_OPEN || value < 32 ? "unknown" : "no";
  if (item === "nproc") return value < 16 ? "unknown" : "no";
  if (item === "as" || item === "data" || item === "stack") return value < 65_536 ? "unknown" : "no";
  return item === "fsize" && value === 0 ? "unknown" : "no";
}
