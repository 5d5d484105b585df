import { BlockList, isIPv4, isIPv6 } from "node:net";
import { upTo } from "../../facts/text";
import { fits, wildcards, type Count } from "../../facts/wildcard";

/** What a pattern makes of a text that may not be known. */
export type Answer = "yes" | "no" | "unknown";

// match.c goes by bytes.
const bytesOf = (text: string): string =>
  /^[\0-\x7f]*$/u.test(text) ? text : Buffer.from(text, "utf8").toString("latin1");

/** "*" and "?" as match_pattern() of match.c reads them. */
export const matchesPattern = (text: string, pattern: string, count?: Count): boolean =>
  /[*?]/u.test(pattern) ? fits(wildcards(bytesOf(pattern)), bytesOf(text), count) : text === pattern;

const subpatterns = (list: string): { negated: boolean; pattern: string }[] =>
  // A comma at the end begins no further pattern.
  (list.endsWith(",") ? list.slice(0, -1) : list)
    .split(",")
    .map((each) =>
      each.startsWith("!") ? { negated: true, pattern: each.slice(1) } : { negated: false, pattern: each },
    );

/** -1 for a negated match, 1 for a match, 0 for none: match_pattern_list() of match.c. */
export function matchPatternList(text: string, list: string, count?: Count): -1 | 0 | 1 {
  if (list === "") return 0;
  let found: 0 | 1 = 0;
  for (const { negated, pattern } of subpatterns(list)) {
    if (!matchesPattern(text, pattern, count)) continue;
    if (negated) return -1;
    found = 1;
  }
  return found;
}

/** Whether the list takes every text there is. */
export const takesAll = (list: string): boolean =>
  subpatterns(list).every(({ negated }) => !negated) &&
  subpatterns(list).some(({ pattern }) => /^\*+$/u.test(pattern));

interface Network {
  readonly address: string;
  readonly bits: number;
  readonly family: "ipv4" | "ipv6";
}

/** "no address" where it is a text pattern, "inconsistent" where the mask is too long or cuts the host's part. */
function parseNetwork(text: string): Network | "no address" | "inconsistent" | "short" {
  if (text.length >= 64) return "no address";
  const slash = text.indexOf("/");
  const address = slash === -1 ? text : text.slice(0, slash);
  const mask = slash === -1 ? undefined : text.slice(slash + 1);
  if (mask !== undefined && (!/^\d+$/u.test(mask) || Number(mask) > 128)) return "no address";
  const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : undefined;
  // getaddrinfo() also reads "10.1", "0x0a000001" and the like as IPv4.
  if (family === undefined) return /^(?:0x[\da-f]+|[\d.]+)$/iu.test(address) ? "short" : "no address";
  const whole = family === "ipv4" ? 32 : 128;
  const bits = mask === undefined ? whole : Number(mask);
  if (bits > whole || !hostPartIsZero(address, bits, family)) return "inconsistent";
  return { address, bits, family };
}

function hostPartIsZero(address: string, bits: number, family: "ipv4" | "ipv6"): boolean {
  const whole = family === "ipv4" ? 32 : 128;
  if (bits === whole) return true;
  return toNumber(address, family) % (1n << BigInt(whole - bits)) === 0n;
}

function toNumber(address: string, family: "ipv4" | "ipv6"): bigint {
  if (family === "ipv4") return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const bare = upTo(address, "%");
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/u.exec(bare);
  const text = dotted ? `${dotted[1]}${hexOfDotted(dotted[2] ?? "")}` : bare;
  const [left = "", right] = text.split("::");
  const before = left === "" ? [] : left.split(":");
  const after = right === undefined || right === "" ? [] : right.split(":");
  const zeros = right === undefined ? [] : new Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].reduce((sum, part) => sum * 65_536n + BigInt(`0x${part}`), 0n);
}

function hexOfDotted(dotted: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split(".").map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** Whether addr_match_list() of addrmatch.c takes the list: an empty item or a wrong mask makes sshd refuse it. */
export function isAddressList(list: string): Answer {
  const networks = list.split(",").map((item) => {
    const text = item.startsWith("!") ? item.slice(1) : item;
    return text === "" ? "inconsistent" : parseNetwork(text);
  });
  if (networks.includes("inconsistent")) return "no";
  return networks.includes("short") ? "unknown" : "yes";
}

/** Whether an address is in a list; undefined stands for an address that is not known. */
export function addressInList(address: string | undefined, list: string): Answer {
  if (isAddressList(list) !== "yes") return "unknown";
  if (takesAll(list)) return "yes";
  if (address === undefined) return "unknown";
  const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : undefined;
  if (family === undefined) return "no";
  let found: Answer = "no";
  for (const item of list.split(",")) {
    const negated = item.startsWith("!");
    const text = negated ? item.slice(1) : item;
    if (!addressMatches(address, family, text)) continue;
    if (negated) return "no";
    found = "yes";
  }
  return found;
}

function addressMatches(address: string, family: "ipv4" | "ipv6", text: string): boolean {
  const network = parseNetwork(text);
  if (typeof network === "string") return matchesPattern(address, text);
  if (network.family !== family) return false;
  const block = new BlockList();
  block.addSubnet(network.address, network.bits, network.family);
  return block.check(address, family);
}
