import { upTo } from "../../facts/text";
import { checkAlgorithms, type Verdict } from "./algorithms";
import { channelTimeouts, ipQos, maxStartups, netblock, penalties, rekeyLimit } from "./amounts";
import { bad, each, first, missing, one, oneOf, wordsBeforeEmpty, type Check, type Line } from "./check";
import type { ArgumentKind } from "./keywords";
import { port, seconds, wholeNumber } from "./numbers";
import { isAddressList } from "./patterns";
import { listenAddress, permitted } from "./sockets";

const INT_MAX = 2 ** 31 - 1;

const ALL = Infinity;
const allowedTilde = (word: string): boolean | NonNullable<Verdict> =>
  /^~[^/]/u.test(word) ? { unknown: "whether the account whose home it names exists" } : true;

const path: Check = one(allowedTilde);

const algorithms = (sort: "ciphers" | "macs" | "key-exchange" | "keys"): Check =>
  one((word, line) => {
    const vendor = line.distribution === "rhel" || line.distribution === "unknown";
    return checkAlgorithms(sort, word, line.version, vendor, line.count) ?? true;
  });

const integer: Check = one((word, line) =>
  // 7.4 reads what begins with a digit, and anything else as 0.
  line.version < 706 ? true : wholeNumber(word, INT_MAX) !== undefined,
);

const METHODS = ["none", "publickey", "password", "keyboard-interactive", "hostbased"];
const OF_GSSAPI = ["gssapi-with-mic", "gssapi-keyex"];

/** One list of AuthenticationMethods: auth2_methods_valid() of auth2.c. */
function methodList(word: string): boolean | NonNullable<Verdict> {
  const names = word.split(",").map((method) => upTo(method, ":"));
  if (names.every((name) => METHODS.includes(name))) return true;
  const rest = names.filter((name) => !METHODS.includes(name));
  return rest.every((name) => OF_GSSAPI.includes(name))
    ? { unknown: "whether this build has GSSAPI" }
    : false;
}

const methods: Check = (line) => {
  const words = line.version >= 807 ? line.words : wordsBeforeEmpty(line.words);
  if (words.length === 0) return missing;
  if (words.includes("any") && words.length > 1) return { fails: '"any" stands with other methods' };
  if (words[0] === "any") return 1;
  for (const word of words) {
    const verdict = word === "" ? false : methodList(word);
    if (verdict !== true) return verdict === false ? bad : verdict;
  }
  return words.length;
};

function addressList(text: string): boolean | NonNullable<Verdict> {
  const valid = isAddressList(text);
  return valid === "unknown" ? { unknown: "whether sshd takes the address" } : valid === "yes";
}

/** A name is not checked here against the program's own list. */
const unread: Check = () => ({ unknown: "whether sshd takes the arguments" });

const CHECKS: Readonly<Record<Exclude<ArgumentKind, "include" | "match">, Check>> = {
  flag: oneOf("yes", "no"),
  "root-login": oneOf("yes", "no", "prohibit-password", "without-password", "forced-commands-only"),
  "tcp-forwarding": oneOf("yes", "no", "all", "local", "remote"),
  "gateway-ports": oneOf("yes", "no", "clientspecified"),
  "ignore-rhosts": (line) =>
    (line.version >= 803 ? oneOf("yes", "no", "shosts-only") : oneOf("yes", "no"))(line),
  "address-family": oneOf("any", "inet", "inet6"),
  compression: oneOf("yes", "no", "delayed"),
  "privilege-separation": oneOf("yes", "no", "sandbox", "nosandbox"),
  integer,
  time: one((word) => seconds(word) !== undefined),
  "time-or-none": one((word) => word.toLowerCase() === "none" || seconds(word) !== undefined),
  word: one(() => true),
  words: each(() => true),
  path,
  paths: each(allowedTilde),
  users: each((word) => !word.includes("@") || addressList(word.slice(word.indexOf("@") + 1))),
  groups: each(() => true),
  "environment-names": each((word) => !word.includes("=")),
  environment: each((word) => word.includes("=")),
  port: one((word, line) => {
    const value = port(word, line);
    return value === "unknown" ? { unknown: "which port the service's name stands for" } : (value ?? 0) > 0;
  }),
  "listen-address": listenAddress,
  "user-environment": (line) => (line.version >= 708 ? one(() => true) : oneOf("yes", "no"))(line),
  tunnel: one((word) => ["no", "point-to-point", "ethernet", "yes"].includes(word)),
  "rekey-limit": rekeyLimit,
  "log-facility": oneOf(
    "daemon",
    "user",
    "auth",
    "authpriv",
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((digit) => `local${digit}`),
  ),
  "log-level": oneOf(
    ...["silent", "quiet", "fatal", "error", "info", "verbose", "debug", "debug1", "debug2", "debug3"],
  ),
  "log-verbose": (line) =>
    line.words.length > 1 && line.words.some((word) => word.toLowerCase() === "none")
      ? bad
      : each(() => true)(line),
  "key-algorithms": algorithms("keys"),
  "ca-algorithms": (line) => {
    const verdict = algorithms("keys")(line);
    return typeof verdict === "number" && line.version >= 904
      ? { unknown: "whether a CA may sign with it" }
      : verdict;
  },
  ciphers: algorithms("ciphers"),
  macs: algorithms("macs"),
  "key-exchange": algorithms("key-exchange"),
  subsystem: (line) => {
    if (first(line) === "") return missing;
    // Inside a Match that does not apply, releases before 9.5 leave what follows the command over.
    if (!line.active && line.version < 1003) return line.version >= 905 ? ALL : 2;
    return (line.words[1] ?? "") === "" ? { fails: "the subsystem's command is missing" } : ALL;
  },
  "max-startups": maxStartups,
  "per-source-startups": one((word) => word === "none" || wholeNumber(word, INT_MAX) !== undefined),
  "per-source-netblock": netblock,
  penalties,
  addresses: one((word) => addressList(word)),
  "permit-open": permitted(false),
  "permit-listen": permitted(true),
  raw: (line) => (line.rest === "" ? missing : ALL),
  "version-addendum": (line) => (line.rest === "" ? missing : line.rest.includes("\r") ? bad : ALL),
  "absolute-command": (line) => {
    const command = line.rest.replace(/^[ \t\r\n]+/u, "");
    const fine =
      command.startsWith("/") || command.toLowerCase() === "none" || (line.version < 807 && !line.active);
    return fine ? ALL : { fails: "the command is not an absolute path" };
  },
  "ip-qos": ipQos,
  methods,
  octal: one((word) => /^\s*\+?[0-7]+/u.test(word) && Number.parseInt(word, 8) <= 0o777),
  "fingerprint-hash": oneOf("md5", "sha1", "sha256", "sha384", "sha512"),
  "routing-domain": (line) =>
    line.version >= 803
      ? { fails: "routing domains are not supported on Linux" }
      : { unknown: "the routing domain" },
  "channel-timeouts": channelTimeouts,
  "pubkey-options": each((word) =>
    ["none", "touch-required", "verify-required"].includes(word.toLowerCase()),
  ),
  unread,
  ignored: () => ALL,
};

/** Kinds whose lines releases before 8.7 end without looking for more arguments. */
const LOOSE_BEFORE_807: ReadonlySet<ArgumentKind> = new Set(["paths", "methods"]);

/** Whether sshd reads a line of a kind: process_server_config_line_depth() of servconf.c. */
export function checkArguments(kind: Exclude<ArgumentKind, "include" | "match">, line: Line): Verdict {
  const used = CHECKS[kind](line);
  if (typeof used !== "number") return used;
  const next = line.words[used];
  const loose = line.version < 807 && LOOSE_BEFORE_807.has(kind);
  const extra = !loose && next !== undefined && (line.version >= 807 || next !== "");
  return extra ? { fails: "there is an argument too many at the end of the line" } : undefined;
}
