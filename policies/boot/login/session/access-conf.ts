import type { Machine } from "../../machine/machine";
import type { Answer } from "../../sshd/patterns";
import type { Check } from "../check";
import type { LoginReason } from "../reason";
import { both, namedIn } from "./answers";
import { isMember } from "../membership";
import { filesIn, hostLines, hostText, type HostLine } from "./texts";

const PATH = "/etc/security/access.conf";

/** What pam_access(8) says of an account that comes from anywhere: the first line of access.conf(5) that names both. */
export function accessConf(machine: Machine, account: string): Check {
  const unknown: LoginReason[] = [];
  const allowing: LoginReason[] = [];
  for (const path of [PATH, ...filesIn(machine, "/etc/security/access.d", ".conf")]) {
    const text = hostText(machine, path);
    if (text.state === "unknown") unknown.push({ what: text.why, since: text.since });
    if (text.state !== "known") continue;
    for (const line of hostLines(text.file)) {
      const { applies, refuses } = read(line, machine, account);
      if (applies === "no") continue;
      const told = path === PATH ? PATH : "a file of /etc/security/access.d";
      const reason = { what: `${told} turns it away`, since: line.since };
      if (applies === "yes") {
        if (refuses !== true) return unknown.length > 0 ? { unknown } : {};
        return unknown.length + allowing.length > 0
          ? { unknown: [...unknown, reason] }
          : { closed: [reason] };
      }
      (refuses === false ? allowing : unknown).push({
        ...reason,
        what: `whether ${told} lets it in is not known`,
      });
    }
  }
  return unknown.length > 0 ? { unknown } : {};
}

function read(
  { text, exact }: HostLine,
  machine: Machine,
  account: string,
): { readonly applies: Answer; readonly refuses: boolean | undefined } {
  if (!exact) return { applies: "unknown", refuses: undefined };
  const [permission = "", users = "", ...origins] = text.split(":").map((field) => field.trim());
  if (!/^[+-]$/u.test(permission) || origins.length === 0) return { applies: "no", refuses: undefined };
  const words = (list: string): readonly string[] => list.split(/[\s,]+/u).filter((word) => word !== "");
  const applies = both(
    namedIn(words(users), (word) => names(word, machine, account)),
    namedIn(words(origins.join(":")), fromNetwork),
  );
  return { applies, refuses: permission === "-" };
}

function names(word: string, machine: Machine, account: string): Answer {
  if (word === "ALL" || word === account) return "yes";
  if (word.includes("@")) return "unknown";
  // A word that is no account's name may be a group's.
  return isMember(machine, account, word.replace(/^\((.*)\)$/u, "$1"));
}

/** Origins are hosts and networks, or the terminals and services of log-ins that do not come over the network. */
const fromNetwork = (word: string): Answer => {
  if (word === "ALL") return "yes";
  return /^(?:LOCAL|tty\S*|pts\/\S*|:\d|crond?|console|systemd-user)$/u.test(word) ? "no" : "unknown";
};
