import type { Count } from "../../../facts/wildcard";
import { isExact } from "../value";

/** What a text tool reads. All texts are exact ones. */
export interface TextInput {
  /** Standard input, where it is known. */
  readonly stdin?: string;
  /** A file's contents; `undefined` where they cannot be told, or there is no such file. */
  readonly read: (path: string) => string | undefined;
  /** Told what going through the texts takes. */
  readonly count?: Count;
}

export interface TextResult {
  readonly status: number;
  readonly output: string;
}

/** What a tool does with its input; `undefined` where that cannot be told. */
export type TextTool<Result> = (args: readonly string[], input: TextInput) => Result | undefined;

/**
 * Runs a tool as in a UTF-8 locale and, where a text is not plain ASCII, as in the C locale too, which sees bytes:
 * what a boot's programs run in depends on the image. Where the two differ, the result cannot be told.
 *
 * @param decoded The result with each of its texts changed by the function.
 */
export function inEveryLocale<Result>(
  tool: TextTool<Result>,
  decoded: (result: Result, decode: (text: string) => string) => Result,
): TextTool<Result> {
  return (args, input) => {
    let plain = args.every(isAscii);
    let clear = args.every(isClear);
    const seen = (text: string | undefined): string | undefined => {
      plain &&= isAscii(text ?? "");
      clear &&= isClear(text ?? "");
      return text;
    };
    const asCharacters = tool(args, watched(input, seen));
    if (asCharacters === undefined || !clear) return undefined;
    if (plain) return asCharacters;
    const asBytes = tool(
      args.map(toBytes),
      watched(input, (text) => text && toBytes(text), fromBytes),
    );
    const same = asBytes && printed(decoded(asBytes, fromBytes)) === printed(asCharacters);
    return same === true ? asCharacters : undefined;
  };
}

/** A result of texts alone. */
export const decodedResult = (result: TextResult, decode: (text: string) => string): TextResult => ({
  ...result,
  output: decode(result.output),
});

function watched(
  input: TextInput,
  change: (text: string | undefined) => string | undefined,
  path: (text: string) => string = (text) => text,
): TextInput {
  const stdin = change(input.stdin);
  return {
    ...(stdin === undefined ? {} : { stdin }),
    ...(input.count && { count: input.count }),
    read: (of) => change(input.read(path(of))),
  };
}

/** The characters of a text; none of those that a tool is given takes two of JavaScript's. */
export const charsOf = (text: string): readonly string[] => text.match(/[^]/gu) ?? [];

export const isAscii = (text: string): boolean => !/[^\0-\x7f]/u.test(text);

// Characters beyond the basic plane are two of a JavaScript string, and NUL ends a text or makes it a binary one.
const isClear = (text: string): boolean => isExact(text) && !/[\0\ud800-\udfff]|[^\0-\uffff]/u.test(text);

export const toBytes = (text: string): string => Buffer.from(text, "utf8").toString("latin1");
export const fromBytes = (bytes: string): string => Buffer.from(bytes, "latin1").toString("utf8");

const printed = (result: unknown): string =>
  JSON.stringify(result, (_, value: unknown) =>
    value instanceof Map ? [...(value as Map<string, string>)] : value,
  );

/** A line, and whether its newline was there: the last one of a file may lack it. */
export interface Line {
  readonly text: string;
  readonly ended: boolean;
}

export function linesOf(text: string): readonly Line[] {
  const pieces = text.split("\n");
  const last = pieces.pop() ?? "";
  const lines = pieces.map((piece) => ({ text: piece, ended: true }));
  return last === "" ? lines : [...lines, { text: last, ended: false }];
}

/** The texts of the files, or of standard input where there are none; `-` is standard input. */
export function readInputs(paths: readonly string[], input: TextInput): readonly string[] | undefined {
  const texts: string[] = [];
  for (const path of paths.length === 0 ? ["-"] : paths) {
    const text = path === "-" ? input.stdin : input.read(path);
    // A second reading of standard input finds nothing left.
    if (text === undefined || (path === "-" && paths.filter((each) => each === "-").length > 1))
      return undefined;
    texts.push(text);
  }
  return texts;
}
