import { gunzipSync } from "node:zlib";

export type Inflated =
  | { readonly state: "inflated"; readonly bytes: Buffer }
  | { readonly state: "corrupt" }
  | { readonly state: "too-large" };

/** Whether the bytes carry gzip's magic number. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * Inflates gzip as Python's `gzip` module does: several members are joined, zero bytes may follow, anything else after
 * the last member is corrupt (Node ignores it). Stops at `limit` bytes.
 */
export function inflate(bytes: Buffer, limit: number): Inflated {
  try {
    const { buffer, engine } = gunzipSync(bytes, { maxOutputLength: limit, info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    const rest = bytes.subarray(engine.bytesWritten);
    return rest.every((byte) => byte === 0) ? { state: "inflated", bytes: buffer } : { state: "corrupt" };
  } catch (thrown) {
    const tooLarge =
      thrown instanceof RangeError && (thrown as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    return { state: tooLarge ? "too-large" : "corrupt" };
  }
}
