import { has, readWords, type Words } from "./getopt";
import { inEveryLocale, linesOf, readInputs, type TextInput, type TextTool } from "./input";
import { parseScript, type Script } from "./sed/parse";
import { runScript } from "./sed/run";

export interface SedResult {
  readonly inPlace: boolean;
  /** What `-i` has attached: the old files are kept under their names with it, or as `*` in it says; empty for none. */
  readonly suffix: string;
  /** Whether a symbolic link is followed; otherwise `-i` puts a file in its place. */
  readonly followSymlinks: boolean;
  /** With `-i`, each file's new text by its path as given. */
  readonly files: ReadonlyMap<string, string>;
  /** What is printed. */
  readonly output: string;
  readonly quitStatus: number;
}

const SPEC = {
  short: "i::Ernsue:f:F",
  long: {
    "in-place": "i",
    "regexp-extended": "E",
    quiet: "n",
    silent: "n",
    separate: "s",
    unbuffered: "u",
    expression: "e",
    file: "f",
    "follow-symlinks": "F",
  },
} as const;

/**
 * GNU sed(1).
 *
 * @param args The words after the command's name.
 * @returns `undefined` where a file is not known, or the script is wrong or has something that is not followed.
 */
export const runSed: TextTool<SedResult> = inEveryLocale(sed, (result, decode) => ({
  ...result,
  suffix: decode(result.suffix),
  files: new Map([...result.files].map(([path, text]) => [decode(path), decode(text)])),
  output: decode(result.output),
}));

function sed(args: readonly string[], input: TextInput): SedResult | undefined {
  const words = readWords(args, SPEC);
  // There is no -F: the letter only stands for the long name.
  if (words === undefined || args.some((arg) => /^-[a-zA-Z]*F/u.test(arg))) return undefined;
  const text = scriptText(words, input);
  if (text === undefined) return undefined;
  const script = parseScript(text.script, has(words, "E") || has(words, "r"), input.count);
  if (script === undefined) return undefined;
  const inPlace = has(words, "i");
  const common = {
    inPlace,
    suffix: words.options.findLast(({ name, value }) => name === "i" && value !== undefined)?.value ?? "",
    followSymlinks: has(words, "F"),
  };
  const quiet = has(words, "n");
  if (inPlace) {
    const edited = text.paths.length === 0 ? undefined : editEach(script, text.paths, input, quiet);
    return edited && { ...common, files: edited.files, output: "", quitStatus: edited.status };
  }
  if (has(words, "s")) return undefined;
  const texts = readInputs(text.paths, input);
  const run = texts && runScript(script, texts.flatMap(endedLines), quiet, input.count);
  return run && { ...common, files: new Map(), output: run.output, quitStatus: run.status };
}

/** A file without a last newline gets one when another one follows. */
const endedLines = (text: string, at: number, all: readonly string[]): ReturnType<typeof linesOf> =>
  linesOf(
    text !== "" && all.slice(at + 1).some((each) => each !== "") && !text.endsWith("\n") ? `${text}\n` : text,
  );

function scriptText(
  { options, operands }: Words,
  input: TextInput,
): { readonly script: string; readonly paths: readonly string[] } | undefined {
  const parts: string[] = [];
  for (const { name, value = "" } of options) {
    if (name === "e") parts.push(value);
    if (name === "f") {
      const text = value === "-" ? undefined : input.read(value);
      if (text === undefined) return undefined;
      parts.push(text.replace(/\n$/u, ""));
    }
  }
  if (parts.length > 0) return { script: parts.join("\n"), paths: operands };
  const [script, ...paths] = operands;
  return script === undefined ? undefined : { script, paths };
}

function editEach(
  script: Script,
  paths: readonly string[],
  input: TextInput,
  quiet: boolean,
): { readonly files: ReadonlyMap<string, string>; readonly status: number } | undefined {
  // What one file leaves to the next one (the hold space, an end in the middle) is not followed.
  const apart = script.commands.every(
    ({ action }) => action.kind !== "quit" && !(action.kind === "plain" && /^[nNDhHgGx]$/u.test(action.name)),
  );
  const same = script.commands.some(({ action }) => action.kind === "s" && action.pattern === "last");
  if (paths.length > 1 && (!apart || same || new Set(paths).size < paths.length)) return undefined;
  const files = new Map<string, string>();
  let status = 0;
  for (const path of paths) {
    const text = path === "-" ? undefined : input.read(path);
    const run = text === undefined ? undefined : runScript(script, linesOf(text), quiet, input.count);
    if (run === undefined) return undefined;
    files.set(path, run.output);
    status = run.status;
  }
  return { files, status };
}
