import { createHash } from "node:crypto";
import { encrypt } from "unixcrypt";

// As `mkpasswd -m sha-512 -R` would take; a guess costs twenty times that of the default of 5,000, a hash a tenth of a second.
const ROUNDS = 100_000;
const SALT_LENGTH = 16;

/** `$6$[rounds=N$]SALT$HASH` (crypt(5)). */
const SHA512_CRYPT = /^\$6\$(?:rounds=\d{4,9}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{86}$/u;

/** Forms of crypt(5) that today's images read as well: yescrypt, gost-yescrypt, bcrypt, SHA-256. */
const OTHER_CRYPT = /^\$(?:y|gy|7|2[aby]|5)\$[^\s:]{20,}$/u;

/**
 * The SHA-512 crypt hash of a password (crypt(5), `$6$`), as `/etc/shadow` and cloud-init's `hashed_passwd` take it. The
 * same password and context give the same hash, so that a preview shows no change where there is none.
 *
 * @param context what tells this use of the password from others, as stack and name; public, since a salt need not be
 *   secret. It must not follow from the password, or the salt would be a quick way to try guesses.
 */
export function hashPassword(password: string, context: string): string {
  return encrypt(password, `$6$rounds=${String(ROUNDS)}$${saltOf(context)}`);
}

function saltOf(context: string): string {
  const digest = createHash("sha256").update(`latchkey salt\n${context}`).digest("base64");
  return digest.replaceAll("+", ".").replaceAll("=", "").slice(0, SALT_LENGTH);
}

/** Why a password is too easily guessed at a console, as a reason; `undefined` when it will do. Never repeats it. */
export function passwordProblem(password: string, account: string): string | undefined {
  if (/[\x00-\x1f\x7f]/u.test(password)) return "holds control characters, which a console does not pass on";
  // A serial console knows no keyboard layout but that of the person's own terminal, and agetty no encoding.
  if (!/^[\x20-\x7e]*$/u.test(password))
    return "holds characters beyond ASCII, which not every console passes on";
  if (password.length < 12) return "is shorter than 12 characters";
  if (new Set(password).size < 5) return "repeats a few characters only";
  const lower = password.toLowerCase();
  if (lower.includes(account.toLowerCase())) return "holds the account's name";
  if (
    /^(?:\d+|(?:password|passw0rd|changeme|letmein|admin|welcome|qwerty|secret)[\d!@#$%^&*.,_-]*)$/u.test(
      lower,
    )
  ) {
    return "is one of those that are tried first";
  }
  return undefined;
}

/** Why a text is no password hash that `/etc/shadow` takes, as a reason; `undefined` when it is one. */
export function hashProblem(hash: string): string | undefined {
  if (SHA512_CRYPT.test(hash) || OTHER_CRYPT.test(hash)) return undefined;
  if (/^\$1\$|^[./0-9A-Za-z]{13}$/u.test(hash)) return "is an MD5 or DES hash, which today's images refuse";
  return hash.startsWith("$") ? "is a crypt hash cut short or of an unknown kind" : "is no crypt hash";
}
