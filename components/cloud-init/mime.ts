import { createHash } from "node:crypto";

/** A part of a MIME message as cloud-init reads it. */
export interface MimePart {
  /** As in `text/cloud-config`; `text/plain` has cloud-init tell by the first line, as for user data that stands alone. */
  readonly contentType: string;
  readonly text: string;
  /** Letters, digits, `.`, `_` and `-`. Scripts run in the order of their names; without one it is `part-00N`. */
  readonly filename?: string;
}

/** A MIME message of its own, taken in as it is: its headers tell what it holds. */
export interface MimeMessage {
  readonly message: string;
}

/**
 * A MIME multipart message of these parts (RFC 2046), as cloud-init takes it for user data. The same parts give the same
 * message.
 *
 * A part that is plain ASCII stands as it is, so that people can read it and gzip can shorten it. Any other is base64:
 * without a transfer encoding cloud-init drops a part with other characters, and mail's rules about line ends don't
 * apply inside base64.
 */
export function writeMime(parts: readonly (MimePart | MimeMessage)[]): string {
  const entities = parts.map((part) => ("message" in part ? part.message : entity(part)));
  const boundary = boundaryFor(entities);
  const delimiter = `--${boundary}`;
  return [
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "MIME-Version: 1.0",
    "",
    ...entities.flatMap((text) => [delimiter, text]),
    `${delimiter}--`,
    "",
  ].join("\n");
}

function entity({ contentType, text, filename }: MimePart): string {
  const plain = /^[\x20-\x7e\t\n]*$/u.test(text);
  const headers = [
    `Content-Type: ${contentType}; charset="utf-8"`,
    "MIME-Version: 1.0",
    `Content-Transfer-Encoding: ${plain ? "7bit" : "base64"}`,
    ...(filename === undefined ? [] : [`Content-Disposition: attachment; filename="${filename}"`]),
  ];
  const body = plain ? text : wrapped(Buffer.from(text, "utf8").toString("base64"));
  return [...headers, "", body].join("\n");
}

const wrapped = (base64: string): string => base64.replace(/.{76}(?=.)/gu, "$&\n");

// Of the text itself, so that it neither differs between two runs nor stands in any of the parts.
function boundaryFor(entities: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of entities) hash.update(text).update("\0");
  let boundary = `latchkey-${hash.digest("hex").slice(0, 24)}`;
  while (entities.some((text) => text.includes(boundary))) boundary += "x";
  return boundary;
}
