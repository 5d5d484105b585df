/** What the wire format of a public key says (RFC 4253, 6.6; RFC 8709, 4). */
export interface KeyBlob {
  readonly type: string;
  /** Of RSA's modulus; `undefined` for the other types. */
  readonly bits: number | undefined;
}

/** How many strings a key of a type has, the type itself among them (RFC 5656, 3.1; OpenSSH's PROTOCOL.u2f). */
const STRINGS: readonly (readonly [type: RegExp, strings: number])[] = [
  [/^ssh-ed25519$/u, 2],
  [/^ssh-rsa$|^ecdsa-sha2-|^sk-ssh-/u, 3],
  [/^sk-ecdsa-/u, 4],
  [/^ssh-dss$/u, 5],
];

/**
 * Reads a key from base64, blanks aside.
 *
 * @returns `undefined` for what is cut short, was changed, or is no key of a type that is known here
 */
export function readBlob(base64: string): KeyBlob | undefined {
  const text = base64.replace(/\s/gu, "");
  if (!/^[A-Za-z0-9+/]+={0,2}$/u.test(text)) return undefined;
  const strings = stringsOf(Buffer.from(text, "base64"));
  const type = strings?.[0]?.toString("latin1") ?? "";
  if (strings?.length !== STRINGS.find(([each]) => each.test(type))?.[1]) return undefined;
  if (type === "ssh-ed25519" && strings?.[1]?.length !== 32) return undefined;
  return { type, bits: type === "ssh-rsa" ? bitsOf(strings?.[2]) : undefined };
}

/** The strings of RFC 4251, section 5: a length of four bytes, then as many; `undefined` where they don't come out even. */
function stringsOf(bytes: Buffer): readonly Buffer[] | undefined {
  const strings: Buffer[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    strings.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return at === bytes.length ? strings : undefined;
}

/** Bits of a multiple precision integer (RFC 4251, section 5: a leading zero keeps it positive). */
function bitsOf(integer: Buffer | undefined): number {
  const first = integer?.findIndex((byte) => byte !== 0) ?? -1;
  const byte = integer?.[first];
  return integer === undefined || byte === undefined
    ? 0
    : (integer.length - first) * 8 - Math.clz32(byte) + 24;
}
