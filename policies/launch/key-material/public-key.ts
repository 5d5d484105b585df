import { createPublicKey, type KeyObject } from "node:crypto";
import { holdsPrivateKey } from "./private-key";
import { readBlob, type KeyBlob } from "./blob";

/** What a text that should be a public key turns out to be. */
export type PublicKeyText =
  | ({ readonly is: "key" } & KeyBlob)
  /** A private key, in PEM, OpenSSH's or PuTTY's format. */
  | { readonly is: "private" }
  /** A public key in PEM (`BEGIN PUBLIC KEY`, `BEGIN RSA PUBLIC KEY`). */
  | { readonly is: "pem" }
  /** A certificate of OpenSSH's or X.509. */
  | { readonly is: "certificate" }
  /** The path of a file rather than what is in it. */
  | { readonly is: "path" }
  /** Begins as a key, and is cut short or was changed. */
  | { readonly is: "damaged" }
  /** Something else. */
  | { readonly is: "other" };

const SSH2 = /^---- BEGIN SSH2 PUBLIC KEY ----\r?\n(?<body>[\s\S]*?)\r?\n---- END SSH2 PUBLIC KEY ----\s*$/u;
const LINE =
  /^(?<type>ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-[a-z0-9-]+|sk-[a-z0-9-]+@openssh\.com)(?:[ \t]+(?<body>\S+))?/u;
const CERTIFICATE = /^[a-z0-9-]+-cert-v01@openssh\.com\s|^-----BEGIN (?:TRUSTED )?CERTIFICATE-----/u;
const PATH = /^(?:~|\.{0,2}\/|[A-Za-z]:\\|file:)\S*$|^\S+\.(?:pub|pem|ppk|key)$/u;

/**
 * Reads the text of a public key as ImportKeyPair takes it: a line of OpenSSH's, an SSH2 block (RFC 4716), or DER in base64
 * (EC2 user guide, "Create a key pair using a third-party tool and import the public key"). Never throws.
 */
export function readPublicKey(text: string): PublicKeyText {
  const trimmed = text.trim();
  if (holdsPrivateKey(trimmed)) return { is: "private" };
  if (CERTIFICATE.test(trimmed)) return { is: "certificate" };
  if (/^-----BEGIN (?:RSA )?PUBLIC KEY-----/u.test(trimmed)) return { is: "pem" };
  const block = SSH2.exec(trimmed)?.groups?.body;
  if (block !== undefined) return keyOr(readBlob(withoutHeaders(block)));
  if (trimmed.startsWith("---- BEGIN SSH2")) return { is: "damaged" };
  const line = LINE.exec(trimmed)?.groups;
  if (line !== undefined) {
    const blob = line.body === undefined ? undefined : readBlob(line.body);
    return keyOr(blob?.type === line.type ? blob : undefined);
  }
  if (PATH.test(trimmed)) return { is: "path" };
  return der(trimmed.replace(/\s/gu, ""));
}

const keyOr = (blob: KeyBlob | undefined): PublicKeyText =>
  blob === undefined ? { is: "damaged" } : { is: "key", ...blob };

/** Without `Comment: …` and other headers, which go on in the next line after a backslash (RFC 4716, 3.3). */
const withoutHeaders = (body: string): string =>
  body.replace(/^[^\s:]{1,64}:[^\r\n]*(?:(?<=\\)\r?\n[^\r\n]*)*\r?\n/gmu, "");

/** A DER sequence begins with 0x30, which base64 has as `MI` where the length takes two bytes. */
function der(base64: string): PublicKeyText {
  if (!/^M[A-Za-z0-9+/]+={0,2}$/u.test(base64)) return { is: "other" };
  const bytes = Buffer.from(base64, "base64");
  const key = derKey(bytes, "spki") ?? derKey(bytes, "pkcs1");
  if (key?.asymmetricKeyType === "ed25519") return { is: "key", type: "ssh-ed25519", bits: undefined };
  if (key?.asymmetricKeyType !== "rsa") return { is: "other" };
  return { is: "key", type: "ssh-rsa", bits: key.asymmetricKeyDetails?.modulusLength ?? 0 };
}

function derKey(key: Buffer, type: "spki" | "pkcs1"): KeyObject | undefined {
  try {
    return createPublicKey({ key, format: "der", type });
  } catch {
    return undefined;
  }
}
