import { isExact } from "../value";
import { awk } from "./awk";
import { cksum } from "./checksum";
import { cut } from "./cut";
import { head, tail } from "./ends";
import { runGrep } from "./grep";
import type { TextInput, TextResult, TextTool } from "./input";
import { base64, basename, dirname } from "./names";
import { sort, uniq, wc } from "./sorting";
import { tr } from "./tr";

/** The programs that print what they make of a text, by their names; sed(1) has its own, `runSed`. */
export const FILTERS: Readonly<Record<string, TextTool<TextResult>>> = {
  awk,
  gawk: awk,
  mawk: awk,
  base64,
  basename,
  cksum,
  cut,
  dirname,
  egrep: (args, input) => runGrep(args, input, "egrep"),
  fgrep: (args, input) => runGrep(args, input, "fgrep"),
  grep: (args, input) => runGrep(args, input),
  head,
  sort: (args, input) => sort(args, input),
  tail,
  tr,
  uniq,
  wc,
};

/**
 * What a program prints, and its exit status.
 *
 * @returns `undefined` for a program or an option that is not followed, or a text that is not known.
 */
export function runFilter(name: string, args: readonly string[], input: TextInput): TextResult | undefined {
  const tool = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  let exact = args.every(isExact) && isExact(input.stdin ?? "");
  const read = (path: string): string | undefined => {
    const text = input.read(path);
    exact &&= isExact(text ?? "");
    return text;
  };
  const result = tool?.(args, { ...input, read });
  return exact ? result : undefined;
}
