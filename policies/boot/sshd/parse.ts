import { isExact } from "../shell/value";
import { readLine, splitArguments } from "./lines";
import type { Version } from "./version";

/** A line of a file that is neither empty nor a comment. */
export interface SourceLine {
  readonly line: number;
  readonly keyword: string;
  readonly words: readonly string[] | "open";
  /** The text after the keyword, undefined where there is none. */
  readonly rest: string | undefined;
  readonly exact: boolean;
}

const KEPT = 64;
const kept = new Map<string, readonly SourceLine[]>();

/** The lines of a file. Kept by text: the same files are asked about for every user, connection and launch. */
export function parseLines(text: string, version: Version): readonly SourceLine[] {
  const key = `${version >= 807 ? "" : "old"}\n${text}`;
  const known = kept.get(key);
  if (known) return known;
  const lines: SourceLine[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const directive = readLine(raw, version);
    if (!directive) continue;
    const { keyword, rest } = directive;
    lines.push({
      line: index + 1,
      keyword,
      words: splitArguments(directive, version),
      rest,
      exact: isExact(keyword) && isExact(rest ?? ""),
    });
  }
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? "");
  kept.set(key, lines);
  return lines;
}
