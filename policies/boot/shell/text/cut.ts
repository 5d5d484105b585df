import { has, readWords, valueOf } from "./getopt";
import { charsOf, isAscii, linesOf, readInputs, type TextResult, type TextTool } from "./input";

const SPEC = {
  short: "d:f:c:b:snO:",
  long: {
    delimiter: "d",
    fields: "f",
    characters: "c",
    bytes: "b",
    "only-delimited": "s",
    "output-delimiter": "O",
  },
} as const;

type Chosen = (at: number) => boolean;

/** cut(1): fields (`-f`, `-d`, `-s`), or characters of plain ASCII lines (`-c`, `-b`). */
export const cut: TextTool<TextResult> = (args, input) => {
  const words = readWords(args, SPEC);
  // -O only stands for the long name, and -n does nothing.
  if (words === undefined || args.some((arg) => /^-[a-zA-Z]*[On]/u.test(arg))) return undefined;
  const list = words.options.filter(({ name }) => /^[fcb]$/u.test(name));
  const chosen = readList(list[0]?.value ?? "");
  const text = readInputs(words.operands, input)?.map(closed).join("");
  if (chosen === undefined || list.length !== 1 || text === undefined) return undefined;
  const fields = list[0]?.name === "f";
  const delimiter = valueOf(words, "d") ?? "\t";
  if (delimiter.length !== 1 || delimiter === "\n" || !isAscii(delimiter)) return undefined;
  if (!fields && (!isAscii(text) || has(words, "d") || has(words, "s") || has(words, "O"))) return undefined;
  const lines = linesOf(text).flatMap(({ text: line }) => {
    if (!fields)
      return [
        charsOf(line)
          .filter((_, at) => chosen(at + 1))
          .join(""),
      ];
    if (!line.includes(delimiter)) return has(words, "s") ? [] : [line];
    const pieces = line.split(delimiter).filter((_, at) => chosen(at + 1));
    return [pieces.join(valueOf(words, "O") ?? delimiter)];
  });
  return { status: 0, output: lines.map((line) => `${line}\n`).join("") };
};

const closed = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

/** `N`, `N-`, `N-M`, `-M`, with commas between. */
function readList(list: string): Chosen | undefined {
  const ranges: (readonly [number, number])[] = [];
  for (const item of list.split(",")) {
    const [, from = "", dash, to = ""] = /^(\d{0,6})(-)?(\d{0,6})$/u.exec(item) ?? [];
    if (from === "" && to === "") return undefined;
    const low = from === "" ? 1 : Number(from);
    const high = dash === undefined ? low : to === "" ? Infinity : Number(to);
    if (low === 0 || high < low) return undefined;
    ranges.push([low, high]);
  }
  return (at) => ranges.some(([low, high]) => at >= low && at <= high);
}
