import { upTo } from "../../facts/text";
import { SPLITS_LIKE_A_SHELL, type Version } from "./version";

/** A line that sets something, as its first word and the text after it. */
export interface Directive {
  readonly keyword: string;
  /** What follows the keyword and its separator, undefined where the line ends with the keyword. */
  readonly rest: string | undefined;
}

const END_OF_LINE = new Set([" ", "\t", "\r", "\n", "\f"]);

/** One token by whitespace, double quotes or a single "=": strdelim() of misc.c. No token: a quote that is not closed. */
export function strdelim(
  text: string,
  atEquals = true,
): { token: string | undefined; rest: string | undefined } {
  const at = text.search(atEquals ? /[ \t\r\n"=]/u : /[ \t\r\n"]/u);
  if (at === -1) return { token: text, rest: undefined };
  if (text[at] === '"') {
    const unquoted = text.slice(0, at) + text.slice(at + 1);
    const close = unquoted.indexOf('"', at);
    if (close === -1) return { token: undefined, rest: undefined };
    return { token: unquoted.slice(0, close), rest: skipSpace(unquoted.slice(close + 1)) };
  }
  const rest = skipSpace(text.slice(at + 1));
  const second = atEquals && text[at] !== "=" && rest.startsWith("=");
  return { token: text.slice(0, at), rest: second ? skipSpace(rest.slice(1)) : rest };
}

const skipSpace = (text: string): string => text.replace(/^[ \t\r\n]+/u, "");

/** All tokens of strdelim(), to a quote that is not closed. */
function delimited(text: string | undefined, atEquals: boolean): readonly string[] {
  const tokens: string[] = [];
  for (let rest = text; rest !== undefined;) {
    const next = strdelim(rest, atEquals);
    if (next.token === undefined) break;
    tokens.push(next.token);
    rest = next.rest;
  }
  return tokens;
}

/** Words like a shell's, to a comment: argv_split() of misc.c; undefined for a quote that is not closed. */
export function argvSplit(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const first = text[at];
    if (first === " " || first === "\t") {
      at++;
      continue;
    }
    if (first === "#") break;
    const word = shellWord(text, at);
    if (word === undefined) return undefined;
    words.push(word.text);
    at = word.end;
  }
  return words;
}

function shellWord(text: string, start: number): { text: string; end: number } | undefined {
  let word = "";
  let quote = "";
  let at = start;
  for (; at < text.length; at++) {
    const char = text[at] ?? "";
    const next = text[at + 1] ?? "";
    if (char === "\\") {
      const escapes = next === "'" || next === '"' || next === "\\" || (quote === "" && next === " ");
      if (escapes) at++;
      word += escapes ? next : char;
    } else if (quote === "" && (char === " " || char === "\t")) break;
    else if (quote === "" && (char === '"' || char === "'")) quote = char;
    else if (quote !== "" && char === quote) quote = "";
    else word += char;
  }
  return quote === "" ? { text: word, end: at } : undefined;
}

/** A line as a keyword and the rest, undefined for an empty line, a comment, or one that sshd passes over. */
export function readLine(line: string, version: Version): Directive | undefined {
  let text = line.replace(/^[ \t\r]+/u, "");
  // Before 8.7 a line ends at its first "#", wherever that stands (load_server_config() of servconf.c).
  if (version < SPLITS_LIKE_A_SHELL) text = upTo(text, "#");
  let end = text.length;
  while (end > 1 && END_OF_LINE.has(text[end - 1] ?? "")) end--;
  text = text.slice(0, end);
  let { token, rest } = strdelim(text);
  if (token === "" && rest !== undefined) ({ token, rest } = strdelim(rest));
  if (token === undefined || token === "" || token.startsWith("#")) return undefined;
  return { keyword: token, rest };
}

/** The arguments of a line, "open" where sshd refuses its quotes. */
export function splitArguments({ keyword, rest }: Directive, version: Version): readonly string[] | "open" {
  if (version >= SPLITS_LIKE_A_SHELL) return argvSplit(rest ?? "") ?? "open";
  // SetEnv alone keeps its equals signs.
  return delimited(rest, keyword.toLowerCase() !== "setenv");
}
