import { gzip } from "pako";

/** The most that EC2 takes: 16 KiB of raw bytes, before base64 (Amazon EC2 API, RunInstances, UserData). */
export const USER_DATA_LIMIT = 16_384;

/** User data as EC2 stores it. */
export interface EncodedUserData {
  /** For `userDataBase64` of an instance and `userData` of a launch template. */
  readonly base64: string;
  /** Raw bytes, as EC2 counts them. */
  readonly bytes: number;
  readonly gzipped: boolean;
}

/**
 * Puts user data into the form in which it is handed over. What is over EC2's limit is compressed, which cloud-init
 * undoes by itself. Whether the outcome is within the limit is the caller's to look at: `bytes`.
 */
export function encodeUserData(text: string, options: { readonly gzip?: boolean } = {}): EncodedUserData {
  const raw = Buffer.from(text, "utf8");
  const gzipped = raw.length > USER_DATA_LIMIT && options.gzip !== false;
  // Not zlib: its output differs by version and processor, and two people's previews would show a change each time.
  const stored = gzipped ? Buffer.from(gzip(raw, { level: 9, memLevel: 9 })) : raw;
  return { base64: stored.toString("base64"), bytes: stored.length, gzipped };
}
