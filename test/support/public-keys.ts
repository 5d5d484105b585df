import { generateKeyPairSync } from "node:crypto";

/** Public keys in OpenSSH's formats, made from real keys. */

const field = (bytes: Buffer | string): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, Buffer.from(bytes as string)]);
};

export interface OpensshKey {
  readonly type: string;
  readonly base64: string;
}

const made = (type: string, ...fields: readonly Buffer[]): OpensshKey => ({
  type,
  base64: Buffer.concat([field(type), ...fields.map(field)]).toString("base64"),
});

const jwk = (key: ReturnType<typeof generateKeyPairSync>["publicKey"], name: "n" | "e" | "x" | "y"): Buffer =>
  Buffer.from(key.export({ format: "jwk" })[name] ?? "", "base64url");

/** An integer with its highest bit set gets a zero before it (RFC 4251, section 5). */
const positive = (bytes: Buffer): Buffer =>
  (bytes[0] ?? 0) >= 128 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes;

export function opensshKey(type: "rsa" | "ed25519" | "ecdsa" | "sk-ed25519", bits = 2048): OpensshKey {
  switch (type) {
    case "rsa": {
      const { publicKey } = generateKeyPairSync("rsa", { modulusLength: bits });
      return made("ssh-rsa", positive(jwk(publicKey, "e")), positive(jwk(publicKey, "n")));
    }
    case "ed25519":
      return made("ssh-ed25519", jwk(generateKeyPairSync("ed25519").publicKey, "x"));
    case "sk-ed25519":
      return made(
        "sk-ssh-ed25519@openssh.com",
        jwk(generateKeyPairSync("ed25519").publicKey, "x"),
        Buffer.from("ssh:"),
      );
    case "ecdsa": {
      const { publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
      const point = Buffer.concat([Buffer.from([4]), jwk(publicKey, "x"), jwk(publicKey, "y")]);
      return made("ecdsa-sha2-nistp256", Buffer.from("nistp256"), point);
    }
  }
}

export const line = ({ type, base64 }: OpensshKey): string => `${type} ${base64}`;

/** The block that PuTTYgen saves (RFC 4716). */
export const block = ({ base64 }: OpensshKey, comment = "ops"): string =>
  [
    "---- BEGIN SSH2 PUBLIC KEY ----",
    `Comment: "${comment}"`,
    ...(base64.match(/.{1,70}/gu) ?? []),
    "---- END SSH2 PUBLIC KEY ----",
    "",
  ].join("\n");
