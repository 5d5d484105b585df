import { contentTypeOf, parameterOf, type Header } from "./mime-header";

/** A MIME entity as Python's `email.feedparser` reads it, which is what cloud-init uses. */
export interface Entity {
  readonly headers: readonly Header[];
  readonly contentType: string;
  /** Offset of the entity's first line in the message. */
  readonly start: number;
  /** Only for a multipart whose boundary was found. */
  readonly children?: readonly Entity[];
  /** The text after the headers, still in its transfer encoding; for a multipart without children all of it. */
  readonly body: string;
  /** For a multipart: whether it has a boundary at all, and where text that looks like a further part begins after its end. */
  readonly boundary?: string;
  readonly partAfterEnd?: number;
}

export type Message =
  | { readonly state: "parsed"; readonly root: Entity }
  /** More nesting or parts than any user data needs: not read. */
  | { readonly state: "too-complex" };

const MAX_DEPTH = 50;
const MAX_ENTITIES = 200;

interface Reader {
  readonly text: string;
  at: number;
  entities: number;
  /** Boundaries of the multiparts around the current line, outermost first. */
  readonly boundaries: string[];
  tooComplex: boolean;
}

/** Parses a message. Never throws; takes time linear in the text (times the nesting depth, which is bounded). */
export function parseMessage(text: string): Message {
  const reader: Reader = { text, at: 0, entities: 0, boundaries: [], tooComplex: false };
  const root = readEntity(reader);
  return reader.tooComplex ? { state: "too-complex" } : { state: "parsed", root };
}

function readEntity(reader: Reader): Entity {
  const start = reader.at;
  const headers = readHeaders(reader);
  const contentType = contentTypeOf(headers);
  reader.entities++;
  if (reader.entities > MAX_ENTITIES || reader.boundaries.length > MAX_DEPTH) {
    reader.tooComplex = true;
    reader.at = reader.text.length;
  }
  if (!contentType.startsWith("multipart/")) return { headers, contentType, start, body: readBody(reader) };
  const boundary = parameterOf(headers, "content-type", "boundary")?.trimEnd();
  if (boundary === undefined) return { headers, contentType, start, body: readBody(reader) };
  return { headers, contentType, start, boundary, ...readMultipart(reader, boundary) };
}

function readMultipart(reader: Reader, boundary: string): Pick<Entity, "body" | "children" | "partAfterEnd"> {
  const bodyStart = reader.at;
  const first = skipToBoundary(reader, boundary);
  if (first !== "part") return { body: reader.text.slice(bodyStart, reader.at) + readBody(reader) };
  const children: Entity[] = [];
  let met: BoundaryLine | undefined = first;
  while (met === "part") {
    // Several boundary lines in a row make no empty parts.
    while (peekBoundary(reader, boundary) !== undefined) nextLine(reader);
    reader.boundaries.push(boundary);
    const child = readEntity(reader);
    reader.boundaries.pop();
    children.push(child.children === undefined ? { ...child, body: withoutLastBreak(child.body) } : child);
    met = peekBoundary(reader, boundary);
    if (met !== undefined) nextLine(reader);
  }
  const partAfterEnd = met === "end" ? skipEpilogue(reader, boundary) : undefined;
  return { body: "", children, ...(partAfterEnd === undefined ? {} : { partAfterEnd }) };
}

/** Consumes lines up to and including the first boundary line of this multipart. */
function skipToBoundary(reader: Reader, boundary: string): BoundaryLine | undefined {
  while (!atEnd(reader)) {
    const met = peekBoundary(reader, boundary);
    nextLine(reader);
    if (met !== undefined) return met;
  }
  return undefined;
}

function skipEpilogue(reader: Reader, boundary: string): number | undefined {
  let further: number | undefined;
  while (!atEnd(reader)) {
    if (further === undefined && peekBoundary(reader, boundary) === "part") further = reader.at;
    nextLine(reader);
  }
  return further;
}

function readBody(reader: Reader): string {
  const start = reader.at;
  while (!atEnd(reader)) nextLine(reader);
  return reader.text.slice(start, reader.at);
}

// feedparser.headerRE: an envelope line, a field name with its colon, or a continuation.
const HEADER_LINE = /^(?:From |[\x21-\x39\x3b-\x7e]*:|[\t ])/;

function readHeaders(reader: Reader): readonly Header[] {
  const lines: string[] = [];
  while (!atEnd(reader)) {
    const before = reader.at;
    const line = nextLine(reader);
    if (HEADER_LINE.test(line)) {
      lines.push(line);
      continue;
    }
    // The empty line between headers and body is dropped; any other line is the body's first.
    if (!/^[\r\n]/.test(line)) reader.at = before;
    break;
  }
  return parseHeaders(lines);
}

function parseHeaders(lines: readonly string[]): readonly Header[] {
  const fields: string[][] = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line)) fields.at(-1)?.push(line);
    else if (!line.startsWith("From ") && !line.startsWith(":")) fields.push([line]);
  }
  return fields.map((field) => {
    const [first = "", ...more] = field;
    const colon = first.indexOf(":");
    const value = first.slice(colon + 1).replace(/^[ \t]+/, "") + more.join("");
    return { name: first.slice(0, colon), value: withoutBreaks(value) };
  });
}

type BoundaryLine = "part" | "end";

/** Whether the line at the reader is a boundary line of this multipart. */
function peekBoundary(reader: Reader, boundary: string): BoundaryLine | undefined {
  const { text, at } = reader;
  if (!text.startsWith("--", at) || !text.startsWith(boundary, at + 2)) return undefined;
  const rest = withoutBreaks(text.slice(at + 2 + boundary.length, lineEnd(text, at)));
  const end = rest.startsWith("--");
  if (!/^[ \t]*$/.test(end ? rest.slice(2) : rest)) return undefined;
  return end ? "end" : "part";
}

/** At the end of the text, or at a boundary line of any multipart around. */
function atEnd(reader: Reader): boolean {
  if (reader.at >= reader.text.length) return true;
  return (
    reader.text.startsWith("--", reader.at) &&
    reader.boundaries.some((boundary) => peekBoundary(reader, boundary) !== undefined)
  );
}

function nextLine(reader: Reader): string {
  const end = lineEnd(reader.text, reader.at);
  const line = reader.text.slice(reader.at, end);
  reader.at = end;
  return line;
}

/** Offset behind the line break (`\r\n`, `\n` or `\r`) that ends the line at `from`. */
function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return at + 1;
    if (code === 13) return text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
  }
  return text.length;
}

/** Without one line break at the end: it belongs to the boundary line that follows. */
function withoutLastBreak(text: string): string {
  if (text.endsWith("\r\n")) return text.slice(0, -2);
  return text.endsWith("\n") || text.endsWith("\r") ? text.slice(0, -1) : text;
}

function withoutBreaks(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === "\r" || text[end - 1] === "\n")) end--;
  return text.slice(0, end);
}
