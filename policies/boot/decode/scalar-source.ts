import type { Scalar } from "yaml";
import { ownValue } from "../../facts/own";
import type { SourceText } from "../../facts/place";

/**
 * The value of a YAML scalar (of any style) as a text of its own, whose offsets lead back to the characters they came
 * from. Exact for everything but blanks: a blank made by folding lines, or by stripping indentation, is placed at the
 * blank in the source that precedes the next character.
 *
 * @param source the text that was parsed
 * @param node a scalar of that text; one without a range (not from a parser) is placed at the text's start
 */
export function sourceOfScalar(source: SourceText, node: Scalar): SourceText {
  const value = typeof node.value === "string" ? node.value : (node.source ?? "");
  const [start, end] = node.range ?? [0, 0];
  let map: Int32Array | undefined;
  return {
    text: value,
    placeAt(offset) {
      map ??= align(value, source.text, bodyStart(source.text, start, end, node.type), end, node.type);
      return source.placeAt(map[Math.max(0, Math.min(offset, value.length))] ?? start);
    },
  };
}

/** Where the value's characters begin: behind the opening quote, or behind a block scalar's header line. */
function bodyStart(text: string, start: number, end: number, type: Scalar["type"]): number {
  if (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE") return start + 1;
  if (type !== "BLOCK_LITERAL" && type !== "BLOCK_FOLDED") return start;
  const headerEnd = text.indexOf("\n", start);
  return headerEnd === -1 || headerEnd >= end ? end : headerEnd + 1;
}

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

/** For each offset of the value (and one behind it) the offset in the text. */
function align(value: string, text: string, from: number, end: number, type: Scalar["type"]): Int32Array {
  const escapes = type === "QUOTE_DOUBLE";
  const map = new Int32Array(value.length + 1);
  let at = from;
  let offset = 0;
  while (offset < value.length) {
    const code = value.charCodeAt(offset);
    if (!isBlank(code)) at = skipBlanks(text, at, end, escapes);
    const escape = escapes ? escapeAt(text, at) : undefined;
    const units = escape?.units ?? 1;
    for (let unit = 0; unit < units && offset < value.length; unit++) map[offset++] = Math.min(at, end);
    if (escape !== undefined) at += escape.length;
    // A blank that folding made: the blanks of the source are skipped with the next character.
    else if (text.charCodeAt(at) !== code) at += isBlank(code) ? 0 : 1;
    else at += type === "QUOTE_SINGLE" && text.startsWith("''", at) ? 2 : 1;
  }
  map[value.length] = Math.min(at, end);
  return map;
}

/** Behind blanks and, in double quotes, escaped line ends. */
function skipBlanks(text: string, from: number, end: number, escapes: boolean): number {
  let at = from;
  while (at < end) {
    if (isBlank(text.charCodeAt(at))) at++;
    else if (escapes && text[at] === "\\" && /[\r\n]/.test(text[at + 1] ?? "")) at += 2;
    else break;
  }
  return at;
}

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The escape that begins at an offset: how long it is, and how many UTF-16 units of the value it stands for. */
function escapeAt(text: string, at: number): { readonly length: number; readonly units: number } | undefined {
  if (text[at] !== "\\") return undefined;
  const digits = ownValue(HEX_DIGITS, text[at + 1] ?? "") ?? 0;
  const code = digits === 8 ? parseInt(text.slice(at + 2, at + 10), 16) : 0;
  return { length: 2 + digits, units: code > 0xffff ? 2 : 1 };
}
