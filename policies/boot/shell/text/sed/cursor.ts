import type { Count } from "../../../../facts/wildcard";

/** A place in a script that is being read. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Told what searching for what it reads takes. */
  readonly count?: Count | undefined;
}

export const peek = (cursor: Cursor): string | undefined => cursor.text[cursor.at];

export function skip(cursor: Cursor, chars: RegExp): void {
  while (cursor.at < cursor.text.length && chars.test(cursor.text.charAt(cursor.at))) cursor.at += 1;
}

/** What the sticky expression matches here, taken. */
export function take(cursor: Cursor, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = cursor.at;
  const match = expression.exec(cursor.text);
  if (match !== null) cursor.at = expression.lastIndex;
  return match ?? undefined;
}

export const takeNumber = (cursor: Cursor): number | undefined => {
  const digits = take(cursor, /\d{1,9}/y);
  return digits && Number(digits[0]);
};

export interface Delimited {
  readonly text: string;
  /** Whether the delimiter is escaped in brackets, where versions of sed(1) see the backslash or do not. */
  readonly escapedInBrackets: boolean;
}

/** The delimiters that mean something in a regular expression: what they mean there when escaped differs by version. */
const SPECIAL = /[.*[\]^$+?(){}|\\\n]/u;

/** The delimiter that a command has, taken. */
export function takeDelimiter(cursor: Cursor): string | undefined {
  const delimiter = peek(cursor);
  if (delimiter === undefined || delimiter === "\\" || delimiter === "\n") return undefined;
  cursor.at += 1;
  return delimiter;
}

/** A regular expression up to its delimiter, which is taken too. */
export function takeRegex(cursor: Cursor, delimiter: string): Delimited | undefined {
  let text = "";
  let inBrackets = false;
  let escapedInBrackets = false;
  while (cursor.at < cursor.text.length) {
    const char = cursor.text.charAt(cursor.at);
    const next = cursor.text[cursor.at + 1];
    if (char === "\n") return undefined;
    if (char === "\\" && next === delimiter) {
      if (SPECIAL.test(delimiter) || /[a-zA-Z0-9<>'`]/u.test(delimiter)) return undefined;
      text += delimiter;
      escapedInBrackets ||= inBrackets;
      cursor.at += 2;
    } else if (inBrackets) {
      const named = /^\[([:.=])[^\]\n]*?\1\]/u.exec(cursor.text.slice(cursor.at, cursor.at + 40))?.[0];
      text += named ?? char;
      cursor.at += (named ?? char).length;
      inBrackets = named !== undefined || char !== "]";
    } else if (char === delimiter) {
      cursor.at += 1;
      return { text, escapedInBrackets };
    } else if (char === "[") {
      // A `]` that comes first is one of the set.
      const opening = take(cursor, /\[\^?\]?/y)?.[0] ?? "";
      text += opening;
      inBrackets = true;
    } else {
      const taken = char === "\\" ? char + (next ?? "") : char;
      if (taken === "\\\n") return undefined;
      text += taken;
      cursor.at += taken.length;
    }
  }
  return undefined;
}

/** Any other text up to its delimiter, with escapes but that of the delimiter as they are. */
export function takeText(cursor: Cursor, delimiter: string): string | undefined {
  let text = "";
  while (cursor.at < cursor.text.length) {
    const char = cursor.text.charAt(cursor.at);
    const next = cursor.text[cursor.at + 1];
    if (char === "\n") return undefined;
    cursor.at += 1;
    if (char === delimiter) return text;
    if (char !== "\\") text += char;
    else {
      if (next === undefined || (next === delimiter && /[a-zA-Z0-9&]/u.test(next))) return undefined;
      text += next === delimiter ? next : char + next;
      cursor.at += 1;
    }
  }
  return undefined;
}
