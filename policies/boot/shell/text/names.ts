import { withoutLast } from "../../../facts/text";
import { has, readWords, valueOf } from "./getopt";
import { fromBytes, readInputs, toBytes, type TextResult, type TextTool } from "./input";

const said = (output: string): TextResult => ({ status: 0, output: `${output}\n` });

/** basename(1) of one path, less a suffix. */
export const basename: TextTool<TextResult> = (args) => {
  const words = readWords(args, { short: "s:", long: { suffix: "s" } });
  const [path, second] = words?.operands ?? [];
  const many = has(words ?? { options: [], operands: [] }, "s");
  if (words === undefined || path === undefined || words.operands.length > (many ? 1 : 2)) return undefined;
  const suffix = valueOf(words, "s") ?? second ?? "";
  const name = withoutLast(path, "/").replace(/^.*\//su, "");
  if (name === "") return said(path === "" ? "" : "/");
  return said(
    name !== suffix && suffix !== "" && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name,
  );
};

/** dirname(1) of the paths. */
export const dirname: TextTool<TextResult> = (args) => {
  const words = readWords(args, { short: "" });
  if (words === undefined || words.operands.length === 0) return undefined;
  return said(words.operands.map(parentOf).join("\n"));
};

function parentOf(path: string): string {
  if (/^\/+$/u.test(path)) return "/";
  const bare = withoutLast(path, "/");
  if (!bare.includes("/")) return ".";
  return withoutLast(bare.slice(0, bare.lastIndexOf("/")), "/") || "/";
}

/** base64(1), either way; what decodes to something else than UTF-8 text cannot be told. */
export const base64: TextTool<TextResult> = (args, input) => {
  const words = readWords(args, {
    short: "diw:",
    long: { decode: "d", "ignore-garbage": "i", wrap: "w" },
  });
  const text = words && words.operands.length < 2 ? readInputs(words.operands, input)?.[0] : undefined;
  if (words === undefined || text === undefined || has(words, "i")) return undefined;
  if (has(words, "d")) return decode(text);
  const width = valueOf(words, "w") ?? "76";
  if (!/^\d{1,6}$/u.test(width)) return undefined;
  const encoded = Buffer.from(text, "utf8").toString("base64");
  if (width === "0" || encoded === "") return { status: 0, output: encoded };
  return { status: 0, output: wrapped(encoded, Number(width)) };
};

function wrapped(text: string, width: number): string {
  let lines = "";
  for (let at = 0; at < text.length; at += width) lines += `${text.slice(at, at + width)}\n`;
  return lines;
}

function decode(text: string): TextResult | undefined {
  const packed = text.replaceAll("\n", "");
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/u.test(packed)) return undefined;
  const bytes = Buffer.from(packed, "base64");
  const decoded = bytes.toString("utf8");
  // The last letter may have bits that are lost, which versions judge differently.
  const exact = bytes.toString("base64") === packed && toBytes(decoded) === bytes.toString("latin1");
  return exact && !decoded.includes("\0") ? { status: 0, output: fromBytes(toBytes(decoded)) } : undefined;
}
