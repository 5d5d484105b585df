import type { Command } from "../session";
import { isExact } from "../value";
import { editInPlace } from "./file-content";
import { sed } from "./text-tools";

/** A substitution that perl(1) and `sed -E` read alike: letters, anchors, repetitions, groups, and `\s`. */
const SUBSTITUTION = /^s([/|#,])((?:[\w ^$.*+?()=:"'-]|#|\\s|\\\.)*)\1([\w .:="'-]*)\1([gi]*);?$/u;

/** perl(1): `-pi -e 's/…/…/' FILE` as sed does it, as far as the two agree. */
export const perl: Command = (call) => {
  const [flags = "", ...rest] = call.args;
  const words = /^-p?i?p?e$/u.test(flags)
    ? rest
    : /^-(?:pi|i)$/u.test(flags) && rest[0] === "-pe"
      ? rest.slice(1)
      : undefined;
  const [script, ...files] =
    words ?? (/^-pi$|^-i$/u.test(flags) && /^-p?e$/u.test(rest[0] ?? "") ? rest.slice(1) : []);
  const match = script !== undefined && isExact(script) ? SUBSTITUTION.exec(script) : null;
  if (match === null || !flags.includes("i")) return editInPlace(call);
  const [, mark = "/", pattern = "", replacement = "", options = ""] = match;
  const expression = `s${mark}${pattern.replaceAll("\\s", "[[:space:]]")}${mark}${replacement}${mark}${options}`;
  return sed({ ...call, args: ["-E", "-i", expression, ...files] });
};
