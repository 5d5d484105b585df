import { parse, type Statement } from "unbash";
import type { SourceText } from "../../facts/place";

/** What a shell reads of a script before it stops at a syntax error, if there is one. */
export interface Script {
  readonly statements: readonly Statement[];
  /** Offset of the first syntax error. */
  readonly error?: number;
}

/** Parses a POSIX or bash script. Never throws: what is nested too deeply counts as a syntax error at its start. */
export function parseScript(source: SourceText): Script {
  try {
    const { commands, errors } = parse(source.text);
    const error = errors?.reduce((first, { pos }) => Math.min(first, pos), Infinity);
    if (error === undefined || error === Infinity) return { statements: commands };
    // A shell reads and runs line by line: what stands on lines before the error has been run by then.
    const line = source.text.lastIndexOf("\n", error - 1) + 1;
    return { statements: commands.filter(({ end }) => end <= line), error };
  } catch (thrown) {
    if (thrown instanceof RangeError) return { statements: [], error: 0 };
    throw thrown;
  }
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
  return {
    text,
    placeAt(offset) {
      const line = text.slice(0, offset).split("\n").length - 1;
      const before = raw.split("\n").slice(0, line).join("\n").length;
      return outer.placeAt(pos + (line === 0 ? 0 : Math.min(before + 1, raw.length)));
    },
  };
}
