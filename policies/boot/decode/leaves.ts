import { isCompressedType, NOT_MULTIPART, typeFromBeginning } from "./content-type";
import { inflate } from "./gzip";
import { parseMessage, type Entity } from "./mime";
import { fileNameOf, headerValue, mergeTypeOf } from "./mime-header";
import { decodeMailBase64, decodeQuotedPrintable, decodeUtf8, firstLostCharacter } from "./python";

/** One part as its author wrote it, with the transfer encoding and compression taken off. */
export interface Leaf {
  /** As declared; compressed parts count as `text/plain` once inflated. */
  readonly contentType: string;
  readonly text: string;
  /** False: bytes that are no UTF-8. Python carries them along, and writing or parsing the text fails. */
  readonly utf8: boolean;
  /** Offset of the first character that Python's reading of unencoded mail text destroys, -1 if none. */
  readonly lostAt: number;
  readonly filename?: string;
  readonly mergeType?: string;
  readonly compression?: "corrupt" | "too-large";
}

/** What a whole MIME message has wrong; offsets are those of the message. */
export interface MimeFlaw {
  readonly at: number;
  readonly severity: "error" | "warning";
  readonly message: string;
}

export interface Leaves {
  readonly leaves: readonly Leaf[];
  readonly flaws: readonly MimeFlaw[];
  readonly multipart: boolean;
}

/** User data that is no MIME message: its one part. */
export function singleLeaf(text: string, utf8: boolean): Leaf {
  return { contentType: NOT_MULTIPART, text, utf8, lostAt: -1 };
}

/**
 * The parts of a MIME message, as `UserDataProcessor._process_msg` walks them. `inflateLimit` bounds what all compressed
 * parts together may inflate to, in bytes.
 */
export function leavesOfMessage(text: string, inflateLimit: number): Leaves | "too-complex" {
  const message = parseMessage(text);
  if (message.state === "too-complex") return "too-complex";
  const { root } = message;
  if (root.headers.length === 0 && typeFromBeginning(root.body) === undefined) {
    // The headers went astray, and the parser dropped the lines before the first empty one: show what its author sees.
    return {
      leaves: [{ ...singleLeaf(text, true), contentType: "text/plain" }],
      flaws: [],
      multipart: false,
    };
  }
  const leaves: Leaf[] = [];
  const flaws: MimeFlaw[] = [];
  let budget = inflateLimit;
  const walk = (entity: Entity): void => {
    if (entity.partAfterEnd !== undefined) {
      flaws.push({
        at: entity.partAfterEnd,
        severity: "warning",
        message: "this part stands after the closing boundary: cloud-init drops it",
      });
    }
    if (entity.children !== undefined) {
      entity.children.forEach(walk);
    } else if (entity.contentType.startsWith("multipart/")) {
      flaws.push({ at: entity.start, severity: "error", message: whyNoParts(entity) });
    } else {
      const leaf = leafOf(entity, budget);
      budget -= isCompressedType(entity.contentType) ? leaf.text.length : 0;
      leaves.push(leaf);
    }
  };
  walk(root);
  return { leaves, flaws, multipart: root.contentType.startsWith("multipart/") };
}

function whyNoParts(entity: Entity): string {
  const why =
    entity.boundary === undefined
      ? "its Content-Type names no boundary"
      : "the boundary that its Content-Type names never stands on a line of its own";
  return `a multipart without parts: ${why}, so cloud-init drops all of it in silence`;
}

function leafOf(entity: Entity, inflateLimit: number): Leaf {
  const filename = fileNameOf(entity.headers);
  const mergeType = mergeTypeOf(entity.headers);
  const named = {
    ...(filename === undefined ? {} : { filename }),
    ...(mergeType === undefined ? {} : { mergeType }),
  };
  const encoding = (headerValue(entity.headers, "content-transfer-encoding") ?? "").toLowerCase();
  const bytes = encodedBytes(entity.body, encoding);
  if (isCompressedType(entity.contentType)) {
    // cloud-init copies the file name to the inflated part, but no merge type.
    const nameOnly = filename === undefined ? {} : { filename };
    return {
      contentType: "text/plain",
      lostAt: -1,
      ...inflated(bytes ?? Buffer.from(entity.body), inflateLimit),
      ...nameOnly,
    };
  }
  if (bytes === undefined) {
    const lostAt = /^[\x00-\x7f]*$/.test(entity.body) ? -1 : firstLostCharacter(entity.body);
    return { contentType: entity.contentType, text: entity.body, utf8: true, lostAt, ...named };
  }
  const { text, valid } = decodeUtf8(bytes);
  return { contentType: entity.contentType, text, utf8: valid, lostAt: -1, ...named };
}

function encodedBytes(body: string, encoding: string): Buffer | undefined {
  if (encoding === "base64") return decodeMailBase64(body);
  return encoding === "quoted-printable" ? decodeQuotedPrintable(body) : undefined;
}

function inflated(bytes: Buffer, limit: number): Pick<Leaf, "text" | "utf8" | "compression"> {
  const result = limit > 0 ? inflate(bytes, limit) : ({ state: "too-large" } as const);
  if (result.state !== "inflated") return { text: "", utf8: true, compression: result.state };
  const { text, valid } = decodeUtf8(result.bytes);
  // cloud-init decodes inflated bytes strictly and takes failure for a broken compression.
  return valid ? { text, utf8: true } : { text: "", utf8: true, compression: "corrupt" };
}
