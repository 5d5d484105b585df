/**
 * The few functions of Python's library whose exact behaviour decides what cloud-init makes of user data.
 */

// What str.isspace() is true for. JavaScript's trimStart() also takes U+FEFF away and leaves U+001C to U+001F, U+0085.
const SPACE = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** `str.lstrip()`. */
export function lstrip(text: string): string {
  return text.slice(leadingSpace(text));
}

/** How many characters `str.lstrip()` takes away. */
export function leadingSpace(text: string): number {
  return SPACE.exec(text)?.[0].length ?? 0;
}

/** Text of UTF-8 bytes and whether they are UTF-8 at all; bytes that are not become U+FFFD. Keeps a byte order mark. */
export function decodeUtf8(bytes: Uint8Array): { readonly text: string; readonly valid: boolean } {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes), valid: true };
  } catch {
    return { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes), valid: false };
  }
}

/**
 * Base64 as `email.message.Message.get_payload(decode=True)` reads it: characters outside the alphabet are skipped,
 * padding may lack, and text that cannot be base64 at all is returned as it is.
 */
export function decodeMailBase64(text: string): Buffer {
  const letters = text.replace(/[^A-Za-z0-9+/]+/g, "");
  return letters.length % 4 === 1 ? Buffer.from(text, "latin1") : Buffer.from(letters, "base64");
}

/** `quopri.decodestring()`: takes ASCII text, gives bytes. */
export function decodeQuotedPrintable(text: string): Buffer {
  const joined = text.replace(/=(?:\r\n|\n)/g, "");
  const bytes = joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  return Buffer.from(bytes, "latin1");
}

/**
 * Whether a character survives the way in which Python hands out mail text that is not ASCII and has no transfer
 * encoding: it encodes such text as `raw-unicode-escape` (U+0080 to U+00FF as one byte, others as `\uXXXX`), and
 * cloud-init reads the bytes as UTF-8. Gives the offset of the first character that does not, or -1.
 */
export function firstLostCharacter(text: string): number {
  if (decodeUtf8(rawUnicodeEscape(text)).valid) return -1;
  return text.search(/[\x80-\xff]/);
}

function rawUnicodeEscape(text: string): Buffer {
  const escaped = text.replace(/[^\x00-\xff]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return Buffer.from(escaped, "latin1");
}
