import type { ImageFamily } from "../../image/families";
import type { Machine } from "../../machine/machine";
import type { Check } from "../check";
import type { LoginReason } from "../reason";
import { any, both, namedIn } from "./answers";
import { hostLines, hostText, type HostLine } from "./texts";

/**
 * Families whose sshd asks the TCP wrappers: Debian's package is patched for it (restore-tcp-wrappers.patch), Fedora and
 * RHEL dropped the library (RHEL 8, "Considerations in adopting"). Of the others it is not known.
 */
const ASKS: Readonly<Partial<Record<ImageFamily | "unknown", boolean>>> = {
  debian: true,
  ubuntu: true,
  al2023: false,
  "rhel-like": false,
};

/** What hosts.allow and hosts.deny say to somebody who comes from anywhere (hosts_access(5)): the first line that names sshd. */
export function tcpWrappers(machine: Machine): Check {
  const asks = ASKS[machine.family];
  if (asks === false) return {};
  const allow = fileAnswer(machine, "/etc/hosts.allow", "allowed");
  if (allow.decided) return asks === undefined ? unsure(allow) : { ...reasons(allow) };
  const deny = fileAnswer(machine, "/etc/hosts.deny", "refused");
  const all = { closed: deny.closed, unknown: [...allow.unknown, ...deny.unknown] };
  // Whoever a line of hosts.allow may let in is not refused by hosts.deny.
  return asks === undefined || allow.unknown.length > 0 ? unsure(all) : reasons(all);
}

interface Answered {
  readonly closed: readonly LoginReason[];
  readonly unknown: readonly LoginReason[];
}

const reasons = ({ closed, unknown }: Answered): Check =>
  closed.length > 0 ? { closed } : unknown.length > 0 ? { unknown } : {};

const unsure = ({ closed, unknown }: Answered): Check =>
  reasons({ closed: [], unknown: [...closed, ...unknown] });

function fileAnswer(
  machine: Machine,
  path: string,
  usual: "allowed" | "refused",
): Answered & { readonly decided: boolean } {
  const text = hostText(machine, path);
  if (text.state === "unknown")
    return { closed: [], unknown: [{ what: text.why, since: text.since }], decided: false };
  if (text.state !== "known") return { closed: [], unknown: [], decided: false };
  const unknown: LoginReason[] = [];
  for (const line of hostLines(text.file)) {
    const { applies, outcome } = read(line, usual);
    if (applies === "no") continue;
    const reason = { what: `${path} turns away who comes from the network`, since: line.since };
    if (applies === "unknown" || outcome === undefined) {
      unknown.push({ ...reason, what: `whether ${path} turns people away is not known` });
      continue;
    }
    return { closed: outcome === "refused" ? [reason] : [], unknown, decided: true };
  }
  return { closed: [], unknown, decided: false };
}

function read(
  { text, exact }: HostLine,
  usual: "allowed" | "refused",
): { readonly applies: "yes" | "no" | "unknown"; readonly outcome: "allowed" | "refused" | undefined } {
  if (!exact) return { applies: "unknown", outcome: undefined };
  // An address of six groups has colons of its own, in brackets.
  const [daemons = "", clients = "", ...options] = text.replace(/\[[^[\]]*\]/gu, "[]").split(":");
  const words = (list: string): readonly string[] => list.split(/[\s,]+/u).filter((word) => word !== "");
  const daemon = namedIn(words(daemons), (word) =>
    /^(?:ALL|sshd)$/u.test(word) ? "yes" : word.includes("@") ? "unknown" : "no",
  );
  const client = namedIn(words(clients), (word) =>
    word === "ALL" ? "yes" : word === "LOCAL" ? "no" : "unknown",
  );
  return { applies: any([both(daemon, client)]), outcome: outcomeOf(options, usual) };
}

// hosts_options(5): the last word decides, a program that takes the server's place ends the connection.
function outcomeOf(
  options: readonly string[],
  usual: "allowed" | "refused",
): "allowed" | "refused" | undefined {
  const words = options.map((option) => option.trim().toLowerCase());
  if (words.includes("deny") || words.some((word) => word.startsWith("twist"))) return "refused";
  if (words.includes("allow")) return "allowed";
  return words.every(
    (word) => word === "" || /^(?:spawn|severity|banners|keepalive|linger|rfc931)\b/u.test(word),
  )
    ? usual
    : undefined;
}
