import { ANY, isExact, type Value } from "../shell/value";

/** The line of a key that the launch gives rather than the user data: it is valid, and no more is known of it. */
export const SOME_KEY: Value = `ssh-${ANY} AAAA${ANY}\n`;

const LINE =
  /(?<![^\n])(?<options>[^#\n]{0,2000}?)(?<![\w-])(?<type>ssh-(?:rsa|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-[a-z0-9-]+@openssh\.com)[ \t]+(?<body>AAAA[A-Za-z0-9+/]{30,}={0,2})(?:\s|$)/gu;

/** Options that hang a key's log-in on who comes from where and when, or run something else than what is asked for. */
const CONDITIONAL = /(?:^|,)\s*(?:from|command|expiry-time|cert-authority|principals|environment)\b/iu;

/** Whether a text has a line with a valid authorised key (sshd(8), "AUTHORIZED_KEYS FILE FORMAT"). */
export function keysOfText(text: Value): "some" | "none" | "unknown" {
  if (text.split("\n").some(givesKey)) return "some";
  const keys = [...text.matchAll(LINE)].filter(({ groups }) => isKey(groups?.type ?? "", groups?.body ?? ""));
  if (keys.some(({ groups }) => !CONDITIONAL.test(groups?.options ?? ""))) return "some";
  return keys.length > 0 || !isExact(text) ? "unknown" : "none";
}

function givesKey(line: string): boolean {
  const at = line.indexOf(SOME_KEY.trimEnd());
  return at !== -1 && !line.slice(0, at).includes("#");
}

/**
 * The types of the keys in a text, as sshd has them: "ssh-ed25519", "ssh-rsa".
 *
 * @param keyPair the type of the launch's own key pair
 * @returns `undefined` where it has none, or one whose type is not known
 */
export function keyTypesOf(text: Value, keyPair: string | undefined): readonly string[] | undefined {
  const given = text.includes(SOME_KEY);
  const rest = text.replaceAll(SOME_KEY, "\n");
  if (!isExact(rest) || (given && keyPair === undefined)) return undefined;
  const written = [...rest.matchAll(LINE)].flatMap(({ groups: { type = "", body = "" } = {} }) =>
    isKey(type, body) ? [type] : [],
  );
  const types = [...written, ...(given && keyPair !== undefined ? [keyPair] : [])];
  return types.length === 0 ? undefined : [...new Set(types)];
}

export const holdsKey = (text: Value): boolean => keysOfText(text) === "some";

/** By type: how many strings the blob has (RFC 4253, 6.6; RFC 5656, 3.1; RFC 8709, 4; OpenSSH's PROTOCOL.u2f). */
const STRINGS: readonly (readonly [type: RegExp, strings: number])[] = [
  [/^ssh-ed25519$/u, 2],
  [/^ssh-rsa$|^ecdsa-|^sk-ssh-/u, 3],
  [/^sk-ecdsa-/u, 4],
];

function isKey(type: string, body: string): boolean {
  const strings = stringsOf(Buffer.from(body, "base64"));
  const wanted = STRINGS.find(([each]) => each.test(type))?.[1];
  return (
    strings?.length === wanted &&
    strings?.[0]?.toString("latin1") === type &&
    (!type.endsWith("ed25519") || strings[1]?.length === 32)
  );
}

// Length and bytes, one after the other, to the blob's very end.
function stringsOf(blob: Buffer): readonly Buffer[] | undefined {
  const strings: Buffer[] = [];
  let at = 0;
  while (at + 4 <= blob.length) {
    const end = at + 4 + blob.readUInt32BE(at);
    if (end > blob.length) return undefined;
    strings.push(blob.subarray(at + 4, end));
    at = end;
  }
  return at === blob.length ? strings : undefined;
}
