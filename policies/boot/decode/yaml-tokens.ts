import { CST, Lexer } from "yaml";
import { draw, within, type Work } from "../work";

/** What can be told of a YAML text before it is parsed. */
export type TokenVerdict =
  | { readonly state: "fine" }
  | { readonly state: "invalid"; readonly at: number; readonly message: string }
  | { readonly state: "too-complex" }
  /** PyYAML reads it differently from the `yaml` package. */
  | { readonly state: "foreign" };

// What parsing a token takes; text inside a block scalar or quotes is one token.
const PER_TOKEN = 12;

// Python's parser gives up at a few hundred levels; nobody's cloud-config has more than a dozen.
const MAX_DEPTH = 100;

// PyYAML, Reader.NON_PRINTABLE. Lone surrogates count, pairs do not.
const NON_PRINTABLE = /[^\x09\x0A\x0D\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Checks what PyYAML refuses and the `yaml` package takes: characters that are not printable, and tabs anywhere but in
 * quoted text, block scalars and comments. Also bounds the size and the nesting, so that parsing is quick and its recursion safe afterwards.
 */
export const checkTokens = (text: string, work: Work): TokenVerdict =>
  within(
    () => lookAtTokens(text, work),
    () => ({ state: "too-complex" }),
  );

function lookAtTokens(text: string, work: Work): TokenVerdict {
  const unprintable = NON_PRINTABLE.exec(text);
  if (unprintable !== null) {
    return { state: "invalid", at: unprintable.index, message: "holds a control character" };
  }
  let at = 0;
  let flow = 0;
  let onLine = 0;
  let blockScalar = false;
  let scalarNext = false;
  for (const token of new Lexer().lex(text)) {
    const type = scalarNext ? "plain" : CST.tokenType(token);
    if (scalarNext) {
      // In brackets PyYAML takes a question mark for an indicator wherever it stands, a colon at the start.
      const question = flow > 0 ? token.indexOf("?") : -1;
      if (question > 0) {
        return { state: "invalid", at: at + question, message: "a question mark in brackets needs quotes" };
      }
      if (question === 0 || (flow > 0 && token.startsWith(":"))) return { state: "foreign" };
      const tab = blockScalar ? -1 : token.indexOf("\t");
      if (tab !== -1) return tabAt(at + tab);
      scalarNext = false;
      blockScalar = false;
    } else if (type === "scalar") {
      scalarNext = true;
    } else if (type === "block-scalar-header") {
      blockScalar = true;
    } else if (type === "space") {
      const tab = token.indexOf("\t");
      if (tab !== -1) return tabAt(at + tab);
      if (onLine === 0) onLine = token.length;
    } else if (type === "newline") {
      onLine = 0;
    } else if (type === "flow-seq-start" || type === "flow-map-start") {
      flow++;
    } else if (type === "flow-seq-end" || type === "flow-map-end") {
      flow = Math.max(0, flow - 1);
    } else if (type === "seq-item-ind" || type === "explicit-key-ind" || type === "map-value-ind") {
      onLine++;
    }
    // A lone dash in brackets is a text for PyYAML.
    if (type === "seq-item-ind" && flow > 0) return { state: "foreign" };
    draw(work, PER_TOKEN);
    if (flow > MAX_DEPTH || (onLine > 2 * MAX_DEPTH && flow === 0)) return { state: "too-complex" };
    if (!ZERO_WIDTH.has(token)) at += token.length;
  }
  return { state: "fine" };
}

// Markers that the lexer puts between tokens and that stand for no text: document start, flow error end, scalar.
const ZERO_WIDTH: ReadonlySet<string> = new Set(["\x02", "\x18", "\x1f"]);

const tabAt = (at: number): TokenVerdict => ({
  state: "invalid",
  at,
  message: "a tab outside quotes, which YAML as cloud-init reads it refuses",
});
