import { parse, type ParsedScript } from "unbash";
import type { SourceText } from "../../facts/place";

/** Parses a POSIX or bash script. `undefined` where the shell itself would stop at a syntax error. */
export function parseScript(source: SourceText): ParsedScript | undefined {
  const script = parse(source.text);
  return script.errors === undefined || script.errors.length === 0 ? script : undefined;
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
