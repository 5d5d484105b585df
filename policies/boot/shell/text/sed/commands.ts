import { ownValue } from "../../../../facts/own";
import { peek, skip, take, takeDelimiter, takeNumber, takeRegex, takeText, type Cursor } from "./cursor";
import { readPattern } from "./addresses";
import { readReplacement } from "./replacement";
import type { Action, PlainName, Substitution } from "./script";

/** The command itself, after its addresses: sed(1), "Commands". `undefined` for one that is not followed. */
export function readAction(cursor: Cursor, extended: boolean): Action | undefined {
  const name = peek(cursor);
  if (name === undefined) return undefined;
  cursor.at += 1;
  switch (name) {
    case "s":
      return readSubstitution(cursor, extended);
    case "y":
      return readTransliteration(cursor);
    case "a":
    case "i":
    case "c":
      return readText(cursor, name);
    case "q":
    case "Q":
      skip(cursor, /[ \t]/u);
      return { kind: "quit", prints: name === "q", status: (takeNumber(cursor) ?? 0) % 256 };
    case "b":
    case "t":
    case "T":
      return readBranch(cursor, name);
    case ":":
      return readLabel(cursor);
    case "{":
      return { kind: "block", end: -1 };
    case "}":
      return { kind: "end" };
    default:
      return isPlain(name) ? { kind: "plain", name } : undefined;
  }
}

const isPlain = (name: string): name is PlainName => /^[dDpPnN=hHgGxz]$/u.test(name);

function readSubstitution(cursor: Cursor, extended: boolean): Substitution | undefined {
  const delimiter = takeDelimiter(cursor);
  if (delimiter === undefined) return undefined;
  const regex = takeRegex(cursor, delimiter);
  const text = regex && takeText(cursor, delimiter);
  const pieces = text === undefined ? undefined : readReplacement(text);
  const flags = take(cursor, /[gpiIMm\d]*/y)?.[0] ?? "";
  if (regex === undefined || pieces === undefined || !/^(?:\D*|\D*[1-9]\d{0,4}\D*)$/u.test(flags))
    return undefined;
  if (/([gp]).*\1/u.test(flags)) return undefined;
  const pattern = readPattern(regex, {
    extended,
    ignoreCase: /i/iu.test(flags),
    multiline: /m/iu.test(flags),
    count: cursor.count,
  });
  if (pattern === undefined || !groupsAreTold(pattern, pieces)) return undefined;
  return {
    kind: "s",
    pattern,
    pieces,
    global: flags.includes("g"),
    nth: Number(/\d+/u.exec(flags)?.[0] ?? 1),
    print: flags.includes("p"),
  };
}

function groupsAreTold(pattern: Substitution["pattern"], pieces: Substitution["pieces"]): boolean {
  return pieces.every(
    (piece) =>
      piece.kind !== "group" ||
      piece.index === 0 ||
      (pattern !== "last" && piece.index <= pattern.groups && !pattern.repeated.has(piece.index)),
  );
}

function readTransliteration(cursor: Cursor): Action | undefined {
  const delimiter = takeDelimiter(cursor);
  if (delimiter === undefined) return undefined;
  const from = takeText(cursor, delimiter);
  const to = from === undefined ? undefined : takeText(cursor, delimiter);
  const [source, target] = [lettersOf(from ?? ""), lettersOf(to ?? "")];
  if (to === undefined || source === undefined || source.length !== target?.length) return undefined;
  const map = new Map<string, string>();
  source.forEach((char, at) => {
    if (!map.has(char)) map.set(char, target[at] ?? "");
  });
  return map.size === source.length ? { kind: "y", map } : undefined;
}

const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\", n: "\n", t: "\t" };

function lettersOf(text: string): readonly string[] | undefined {
  const letters: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") {
      at += 1;
      const letter = ownValue(ESCAPED, text[at] ?? "");
      if (letter === undefined) return undefined;
      letters.push(letter);
    } else letters.push(text.charAt(at));
  }
  return letters;
}

/** The text of `a`, `i` and `c`: up to the first newline without a backslash before it. */
function readText(cursor: Cursor, name: "a" | "i" | "c"): Action | undefined {
  skip(cursor, /[ \t]/u);
  const escaped = take(cursor, /\\[ \t]*\n/y) ?? take(cursor, /\\(?=[^\\\n])/y);
  const source = take(cursor, /(?:[^\\\n]|\\[^])+/y)?.[0];
  // A letter after a backslash is read in one way or the other by where it stands; a line's end in its midst is one.
  const letters = escaped === undefined ? /\\[a-mo-zA-Z0-9]|^\\|\\\\n/u : /\\[a-zA-Z0-9]/u;
  if (source === undefined || letters.test(source) || (escaped === undefined && source.startsWith("\\")))
    return undefined;
  if (cursor.at < cursor.text.length && peek(cursor) !== "\n") return undefined;
  return {
    kind: "text",
    name,
    text: `${source.replace(/\\([^])/gu, (_, each: string) => (each === "n" ? "\n" : each))}\n`,
  };
}

function readBranch(cursor: Cursor, name: "b" | "t" | "T"): Action | undefined {
  skip(cursor, /[ \t]/u);
  const label = take(cursor, /\w*/y)?.[0] ?? "";
  // Older versions take all up to the end of the line for the label.
  if (!/^[;\n]?$/u.test(peek(cursor) ?? "")) return undefined;
  const onChange = name === "t" ? "taken" : name === "T" ? "not taken" : "either";
  return { kind: "branch", onChange, label };
}

function readLabel(cursor: Cursor): Action | undefined {
  skip(cursor, /[ \t]/u);
  const label = take(cursor, /\w+/y)?.[0];
  return label === undefined || !/^[;\n]?$/u.test(peek(cursor) ?? "") ? undefined : { kind: "label", label };
}
