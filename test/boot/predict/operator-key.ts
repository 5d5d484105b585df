import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// The key of the people in the corpus is made from this word, so that no private key lies in the repository and yet the
// public half in the user data is always the same.
const SEED = createHash("sha256").update("the key of those who are in Latchkey's corpus").digest();
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");
const TYPE = "ssh-ed25519";

const length = (bytes: number): Buffer => {
  const out = Buffer.alloc(4);
  out.writeUInt32BE(bytes);
  return out;
};
const field = (value: string | Buffer): Buffer => {
  const bytes = Buffer.from(value as Buffer);
  return Buffer.concat([length(bytes.length), bytes]);
};

function publicBytes(): Buffer {
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8_ED25519, SEED]),
    format: "der",
    type: "pkcs8",
  });
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  return Buffer.from(x, "base64url");
}

const publicBlob = (): Buffer => Buffer.concat([field(TYPE), field(publicBytes())]);

/** The public half, as it stands in the user data of the corpus: `ssh-ed25519 AAAA…`. */
export const operatorPublicKey = (): string => `${TYPE} ${publicBlob().toString("base64")}`;

/**
 * Writes the private half into a folder, in OpenSSH's own format (its PROTOCOL.key): older clients read no other for ed25519.
 *
 * @returns the file's path
 */
export function writeOperatorKey(folder: string): string {
  const secret = Buffer.concat([
    ...[length(7), length(7), field(TYPE), field(publicBytes())],
    ...[field(Buffer.concat([SEED, publicBytes()])), field("operator")],
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, (8 - (secret.length % 8)) % 8);
  const whole = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...[field("none"), field("none"), field(""), length(1)],
    ...[field(publicBlob()), field(Buffer.concat([secret, padding]))],
  ]);
  const body = whole.toString("base64").replace(/.{70}(?=.)/gu, "$&\n");
  const path = join(folder, "operator");
  writeFileSync(path, `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`);
  chmodSync(path, 0o600);
  return path;
}
