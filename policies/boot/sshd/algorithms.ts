import type { Count } from "../../facts/wildcard";
import { matchesPattern, matchPatternList } from "./patterns";
import { release, type Version } from "./version";

/** What a check says of a line: nothing, that sshd refuses it, or that it cannot be told whether sshd does. */
export type Verdict = { readonly fails: string } | { readonly unknown: string } | undefined;

type Span = readonly [name: string, since?: Version, until?: Version];

/** ciphers[] of cipher.c, releases 7.4 to 10.3: the name, the first release that has it, the first that has it no more. */
const CIPHERS: readonly Span[] = [
  ...["3des-cbc", "aes128-cbc", "aes192-cbc", "aes256-cbc", "aes128-ctr", "aes192-ctr", "aes256-ctr"].map(
    (name): Span => [name],
  ),
  ...["aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"].map(
    (name): Span => [name],
  ),
  ...["arcfour", "arcfour128", "arcfour256", "blowfish-cbc", "cast128-cbc"].map((name): Span => [
    name,
    0,
    706,
  ]),
  ["rijndael-cbc@lysator.liu.se", 0, 805],
];

/** macs[] of mac.c. */
const MACS: readonly Span[] = [
  ...["hmac-md5", "hmac-md5-96", "hmac-sha1", "hmac-sha1-96", "hmac-sha2-256", "hmac-sha2-512"].flatMap(
    (name): Span[] => [[name], [`${name}-etm@openssh.com`]],
  ),
  ...["umac-64", "umac-128"].flatMap((name): Span[] => [
    [`${name}@openssh.com`],
    [`${name}-etm@openssh.com`],
  ]),
  ...["hmac-ripemd160", "hmac-ripemd160@openssh.com", "hmac-ripemd160-etm@openssh.com"].map((name): Span => [
    name,
    0,
    706,
  ]),
];

/** kexalgs[] of kex.c and kex-names.c. */
const KEY_EXCHANGES: readonly Span[] = [
  ["curve25519-sha256"],
  ["curve25519-sha256@libssh.org"],
  ...["group1-sha1", "group14-sha1", "group14-sha256", "group16-sha512", "group18-sha512"].map(
    (name): Span => [`diffie-hellman-${name}`],
  ),
  ["diffie-hellman-group-exchange-sha1"],
  ["diffie-hellman-group-exchange-sha256"],
  ...["256", "384", "521"].map((bits): Span => [`ecdh-sha2-nistp${bits}`]),
  ["sntrup4591761x25519-sha512@tinyssh.org", 800, 805],
  ["sntrup761x25519-sha512@openssh.com", 805],
  ["sntrup761x25519-sha512", 909],
  ["mlkem768x25519-sha256", 909],
];

/** The names of keys and signatures (keytypes[] of sshkey.c and its successors). */
const KEYS: readonly Span[] = [
  ...["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"].flatMap(
    (name): Span[] => [[name], [`${name}-cert-v01@openssh.com`]],
  ),
  ...["rsa-sha2-256", "rsa-sha2-512"].flatMap((name): Span[] => [
    [name],
    [`${name}-cert-v01@openssh.com`, 708],
  ]),
  ...["sk-ssh-ed25519", "sk-ecdsa-sha2-nistp256"].flatMap((name): Span[] => [
    [`${name}@openssh.com`, 802],
    [`${name}-cert-v01@openssh.com`, 802],
  ]),
  ["webauthn-sk-ecdsa-sha2-nistp256@openssh.com", 804],
  ["ssh-dss", 0, 1000],
  ["ssh-dss-cert-v01@openssh.com", 0, 1000],
];

const LISTS = { ciphers: CIPHERS, macs: MACS, "key-exchange": KEY_EXCHANGES, keys: KEYS } as const;
export type AlgorithmSort = keyof typeof LISTS;

const has = ([, since = 0, until = Infinity]: Span, version: Version): boolean =>
  version >= since && version < until;

/** The algorithms of a sort that a release knows. */
export const algorithmsOf = (sort: AlgorithmSort, version: Version): readonly string[] =>
  LISTS[sort].filter((span) => has(span, version)).map(([name]) => name);

/** An algorithm list's first character and the names after it. "-" came with 7.5, "^" with 8.1. */
export function splitList(list: string, version: Version): { how: "+" | "-" | "^" | ""; names: string } {
  const first = list.charAt(0);
  const how =
    first === "+" || (first === "-" && version >= 705) || (first === "^" && version >= 801) ? first : "";
  return { how, names: list.slice(how.length) };
}

/** Whether sshd takes an algorithm list. `vendor`: a build with algorithms of its own, whose names cannot be told wrong. */
export function checkAlgorithms(
  sort: AlgorithmSort,
  list: string,
  version: Version,
  vendor: boolean,
  count?: Count,
): Verdict {
  const { how, names } = splitList(list, version);
  if (how === "-") return undefined;
  // sshd stops reading at an empty name, but an empty list is refused.
  const read = names.split(",");
  const end = read.indexOf("");
  const known = algorithmsOf(sort, version);
  if (read[0] === "") return { fails: "the list of algorithms is empty" };
  for (const name of end === -1 ? read : read.slice(0, end)) {
    if (known.includes(name)) continue;
    if (sort === "keys" && /[!*?]/u.test(name)) {
      const patterns = known.some((each) => matchPatternList(each, name, count) !== 0);
      // A negated pattern passes this check and fails when the list is put together: at the start, or, in a Match block,
      // only once a connection matches.
      if (patterns && name.startsWith("!")) return { unknown: "a negated pattern in the list" };
      if (patterns) continue;
    }
    if (name.startsWith("gss-")) return { unknown: `whether this build knows ${sort} by that name` };
    if (vendor && LISTS[sort].some(([each]) => each === name))
      return { unknown: "whether this build has it" };
    return { fails: `an algorithm that OpenSSH does not know` };
  }
  return end === -1 ? undefined : { unknown: "an empty name in the list" };
}

/** KEX_DEFAULT_PK_ALG of myproposal.h without certificates. */
const defaultKeys = (version: Version): readonly string[] =>
  algorithmsOf("keys", version).filter(
    (name) =>
      !name.includes("cert") &&
      name !== "ssh-dss" &&
      !name.startsWith("webauthn") &&
      (name !== "ssh-rsa" || version < 808),
  );

/** The signatures, those of certificates left out, that a list such as PubkeyAcceptedAlgorithms lets pass: kex_assemble_names() of kex.c. */
export function acceptedKeys(list: string | undefined, version: Version, count?: Count): readonly string[] {
  const defaults = defaultKeys(version);
  if (list === undefined) return defaults;
  const { how, names } = splitList(list, version);
  if (how === "-") return defaults.filter((name) => matchPatternList(name, names, count) !== 1);
  const patterns = names.split(",");
  const named = algorithmsOf("keys", version).filter(
    (name) => !name.includes("-cert-") && patterns.some((each) => matchesPattern(name, each, count)),
  );
  return how === "" ? named : [...new Set([...named, ...defaults])];
}

/** From 7.8 on an RSA key is let in by its signature's name, before that by "ssh-rsa". */
export const NAMES_RSA_BY_SIGNATURE = release(7, 8);
