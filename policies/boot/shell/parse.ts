import { parse, type Command, type Statement, type Word } from "unbash";
import { lineStarts, partSource, type SourceText } from "../../facts/place";

/** What a shell reads of a script before it stops at a syntax error, if there is one. */
export interface Script {
  readonly statements: readonly Statement[];
  /** Offset of the first syntax error. */
  readonly error?: number;
  /** Which shells certainly stop there, having run the statements. */
  readonly certain?: "bash" | "every shell" | undefined;
}

/** Parses a POSIX or bash script. Never throws: what is nested too deeply counts as a syntax error at its start. */
export function parseScript({ text }: SourceText): Script {
  try {
    const { commands, errors } = parse(text);
    const [first, ...others] = errors ?? [];
    if (first === undefined) return { statements: commands };
    const { message, pos } = others.reduce((one, other) => (other.pos < one.pos ? other : one), first);
    const read = readBefore(text, commands, pos);
    return { statements: read ?? [], error: pos, certain: read && certaintyOf(text, message) };
  } catch (thrown) {
    if (thrown instanceof RangeError) return { statements: [], error: 0 };
    throw thrown;
  }
}

/**
 * What parsing takes, in the units of `boot/work.ts`. A here-document that is open is looked for the end of by every one
 * behind it.
 */
export function parsingOf(text: string): number {
  const opened = text.split("<<").length - 1;
  return PER_CHARACTER * text.length + ((opened * opened) >> 6);
}

const PER_CHARACTER = 2;

/** More places than this are not tried. */
export const MAX_PLACES = 12;

/**
 * A shell reads and runs line by line: what it has run by then is the commands on whole lines before the error, of which
 * the last may begin much earlier. Held against bash and dash by `syntax-errors.test.ts`.
 */
function readBefore(
  text: string,
  commands: readonly Statement[],
  error: number,
): readonly Statement[] | undefined {
  const lines = [error, ...commands.map(({ pos }) => pos)]
    .filter((pos) => pos <= error)
    .map((pos) => text.lastIndexOf("\n", pos - 1) + 1)
    .sort((one, other) => other - one);
  for (const line of [...new Set(lines)].slice(0, MAX_PLACES)) {
    const before = text.slice(0, line);
    const { commands: read, errors = [] } = parse(before);
    if (errors.length === 0 && !/(?:^|[^\\])(?:\\\\)*\\\n$/u.test(before)) return read;
  }
  return undefined;
}

/** Errors that bash tells of only when it runs the command, or that it does not see. */
const NO_ERROR = /array assignment|extended glob|for header|arithmetic command|nesting/u;
/** What is no syntax to dash but words, or an error of the command's own. */
const BASH_ONLY = /\[\[|\]\]|\(\(|<\(|>\(|=\(|<<<|&>|\|&|\$'|\bfunction\b|\bselect\b|\bcoproc\b/u;

function certaintyOf(text: string, message: string): Script["certain"] {
  if (NO_ERROR.test(message)) return undefined;
  return BASH_ONLY.test(text) || /parameter|arithmetic|function body/u.test(message) ? "bash" : "every shell";
}

/** A text that stands in another one from `offset` on, character by character (a quoted word, a here-document). */
export function innerSource(text: string, outer: SourceText, offset: number): SourceText {
  return { text, placeAt: (at) => outer.placeAt(offset + at) };
}

/** A text that was put together on the way: all of it is told as standing where `outer` has `offset`. */
export function collapsedSource(text: string, outer: SourceText, offset: number): SourceText {
  const place = outer.placeAt(offset);
  return { text, placeAt: () => place };
}

/** A text whose lines are those of a stretch of another one, with variables filled in or leading tabs taken away. */
export function linewiseSource(
  text: string,
  outer: SourceText,
  { pos, end }: { readonly pos: number; readonly end: number },
): SourceText {
  const raw = outer.text.slice(pos, end);
  if (raw === text) return innerSource(text, outer, pos);
  // A part of its own, whose lines are found once and not at each question.
  const lines = partSource(text, { part: 1, parts: 1 });
  let starts: readonly number[] | undefined;
  return {
    text,
    placeAt(offset) {
      starts ??= lineStarts(raw);
      const { line } = lines.placeAt(offset);
      return outer.placeAt(pos + (starts[line - 1] ?? raw.length));
    },
  };
}

/** The names of all commands that stand in a script, on whichever course; "" for one that is put together on the way. */
export function commandNames(source: SourceText): readonly string[] {
  const { statements, error } = parseScript(source);
  // The commands of a substitution are not walked through.
  const names: string[] = error === undefined && !/`|[$<>]\(/u.test(source.text) ? [] : [""];
  const seen = new Set<unknown>();
  const walk = (node: unknown): void => {
    if (typeof node !== "object" || node === null || seen.has(node)) return;
    seen.add(node);
    if (isCommand(node) && node.name !== undefined) names.push(isPlain(node.name) ? node.name.value : "");
    for (const child of Object.values(node)) walk(child);
  };
  walk(statements);
  return names;
}

const isCommand = (node: object): node is Command => "type" in node && node.type === "Command";
const isPlain = ({ value, text }: Word): boolean => value === text;
