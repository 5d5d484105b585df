import type { Scalar } from "yaml";
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
  const map = new Int32Array(value.length + 1);
  let at = from;
  let offset = 0;
  while (offset < value.length) {
    const code = value.charCodeAt(offset);
    const escape = type === "QUOTE_DOUBLE" ? escapeAt(text, at, end, !isBlank(code)) : undefined;
    if (escape !== undefined) {
      for (let unit = 0; unit < escape.units && offset < value.length; unit++) map[offset++] = escape.at;
      at = escape.next;
      continue;
    }
    if (!isBlank(code)) while (at < end && isBlank(text.charCodeAt(at))) at++;
    map[offset++] = Math.min(at, end);
    if (text.charCodeAt(at) !== code) {
      // A blank that folding made: the blanks of the source are skipped with the next character.
      if (!isBlank(code)) at++;
      continue;
    }
    at += type === "QUOTE_SINGLE" && text.startsWith("''", at) ? 2 : 1;
  }
  map[value.length] = Math.min(at, end);
  return map;
}

interface Escape {
  readonly at: number;
  readonly next: number;
  /** How many UTF-16 units of the value it stands for. */
  readonly units: number;
}

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** The escape at `from`, behind blanks if `skipBlanks`; escaped line breaks are passed over. */
function escapeAt(text: string, from: number, end: number, skipBlanks: boolean): Escape | undefined {
  let at = from;
  for (;;) {
    let probe = at;
    if (skipBlanks) while (probe < end && isBlank(text.charCodeAt(probe))) probe++;
    if (probe >= end || text[probe] !== "\\") return undefined;
    const letter = text[probe + 1] ?? "";
    if (letter !== "\n" && letter !== "\r") {
      const digits = HEX_DIGITS[letter] ?? 0;
      const code = digits === 8 ? parseInt(text.slice(probe + 2, probe + 10), 16) : 0;
      return { at: probe, next: probe + 2 + digits, units: code > 0xffff ? 2 : 1 };
    }
    at = probe + 2;
    while (at < end && isBlank(text.charCodeAt(at))) at++;
  }
}
