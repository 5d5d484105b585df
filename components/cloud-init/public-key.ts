import { parseKey } from "sshpk";

/** What a line of `authorized_keys` cannot be; the remedy fits each. */
export interface KeyProblem {
  readonly reason: string;
  readonly remedy: string;
}

const TYPES = /(?:^|\s)((?:ssh-|ecdsa-|sk-)[a-z0-9@.-]+)\s+(\S+)/u;

/** Types with a security key behind them, which sshpk does not read: fields after the type, in order. */
const SECURITY_KEYS: Readonly<Record<string, readonly string[]>> = {
  "sk-ssh-ed25519@openssh.com": ["key", "application"],
  "sk-ecdsa-sha2-nistp256@openssh.com": ["curve", "key", "application"],
};

const PRINT_IT = "Give the one line of the .pub file (ssh-keygen -y -f KEY prints it)";

/**
 * Whether a text is one public key as `authorized_keys` takes it (sshd(8), AUTHORIZED_KEYS FILE FORMAT): options are
 * allowed before the type. Keys that today's sshd refuses are problems, too: DSA, and RSA below 2048 bits
 * (crypto-policies of RHEL 9; OpenSSH's own RequiredRSASize is 1024).
 *
 * @returns what is wrong, `undefined` for a good key; never a part of the key
 */
export function publicKeyProblem(text: string): KeyProblem | undefined {
  const line = text.trim();
  if (line === "") return { reason: "is empty", remedy: PRINT_IT };
  if (/PRIVATE KEY|PuTTY-User-Key-File/u.test(line)) {
    return {
      reason: "is a private key",
      remedy: `Keep it to yourself and make a new one, since it stands in code. ${PRINT_IT}`,
    };
  }
  if (/^-{3,4} ?BEGIN/u.test(line)) {
    return {
      reason: "is a public key in another format (PuTTY's SSH2 block, PEM), which sshd does not read",
      remedy: "Convert it with ssh-keygen -i, or copy the line that PuTTYgen shows for authorized_keys",
    };
  }
  if (/[\r\n]/u.test(line))
    return { reason: "has several lines", remedy: "Give each key as an item of its own" };
  if (!/^[\x20-\x7e\t\u00a0-\uffff]*$/u.test(line))
    return { reason: "has control characters", remedy: PRINT_IT };
  const [, type, body] = TYPES.exec(line) ?? [];
  if (type === undefined || body === undefined) {
    return { reason: "is no public key: a type and its base64 are missing", remedy: PRINT_IT };
  }
  return Object.hasOwn(SECURITY_KEYS, type) ? securityKeyProblem(type, body) : ordinaryKeyProblem(type, body);
}

const BROKEN: KeyProblem = { reason: "does not parse: it is cut short or was changed", remedy: PRINT_IT };

function ordinaryKeyProblem(type: string, body: string): KeyProblem | undefined {
  if (!isBase64(body)) return BROKEN;
  if (firstField(body)?.toString("latin1") !== type) return BROKEN;
  if (type === "ssh-dss")
    return {
      reason: "is a DSA key, which sshd refuses",
      remedy: "Make an Ed25519 key: ssh-keygen -t ed25519",
    };
  // A certificate is shown by the client; authorized_keys takes none.
  if (type.includes("-cert-"))
    return {
      reason: "is a certificate",
      remedy: "Give the key that signed it, with the option cert-authority",
    };
  try {
    const key = parseKey(`${type} ${body}`, "ssh");
    return key.type === "rsa" && key.size < 2048
      ? {
          reason: "is an RSA key below 2048 bits, which some images refuse",
          remedy: "Make an Ed25519 key: ssh-keygen -t ed25519",
        }
      : undefined;
  } catch {
    return BROKEN;
  }
}

function securityKeyProblem(type: string, body: string): KeyProblem | undefined {
  const wanted = [type, ...(Object.hasOwn(SECURITY_KEYS, type) ? (SECURITY_KEYS[type] ?? []) : [])];
  const fields = isBase64(body) ? wireFields(Buffer.from(body, "base64")) : undefined;
  const fits =
    fields?.length === wanted.length &&
    fields[0]?.toString("latin1") === type &&
    fields.every(({ length }) => length > 0);
  return fits ? undefined : BROKEN;
}

const isBase64 = (text: string): boolean => /^[A-Za-z0-9+/]+={0,2}$/u.test(text) && text.length % 4 === 0;

const firstField = (body: string): Buffer | undefined => {
  const bytes = Buffer.from(body, "base64");
  return bytes.length < 4 ? undefined : bytes.subarray(4, 4 + bytes.readUInt32BE(0));
};

/** The strings of RFC 4251, section 5: a length of four bytes, then as many; `undefined` where they don't come out even. */
function wireFields(bytes: Buffer): readonly Buffer[] | undefined {
  const fields: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length) return undefined;
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return undefined;
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}
