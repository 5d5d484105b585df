import type { Count } from "../../../../facts/wildcard";
import { charsOf } from "../input";
import { fromTree, type Regex } from "./regex";
import { parseRegex } from "./parse";
import { anyCase } from "./bracket";
import type { Doubt, Node, Syntax } from "./tree";

/** How several patterns of grep(1) are taken together. */
export interface PatternOptions {
  readonly kind: "basic" | "extended" | "fixed";
  readonly ignoreCase: boolean;
  /** `-w`: no letter, digit or underscore before and after the match. */
  readonly words: boolean;
  /** `-x`: the whole line. */
  readonly lines: boolean;
  readonly count?: Count | undefined;
}

/** What matches where any of the patterns does; `undefined` where one of them cannot be followed. */
export function compilePatterns(patterns: readonly string[], options: PatternOptions): Regex | undefined {
  const trees: Node[] = [];
  const doubts = new Set<Doubt>(options.words || options.ignoreCase ? ["letters"] : []);
  const syntax: Syntax = {
    extended: options.kind === "extended",
    ignoreCase: options.ignoreCase,
    program: "grep",
    count: options.count,
  };
  for (const pattern of patterns) {
    if (options.kind === "fixed") {
      trees.push(literal(pattern, options.ignoreCase));
      continue;
    }
    const parsed = parseRegex(pattern, syntax);
    if (parsed === undefined) return undefined;
    trees.push(parsed.tree);
    for (const doubt of parsed.doubts) doubts.add(doubt);
  }
  const any: Node =
    trees.length === 1 && trees[0] !== undefined ? trees[0] : { kind: "either", options: trees };
  return fromTree(bounded(any, options), 0, doubts, syntax);
}

function bounded(tree: Node, { words, lines }: PatternOptions): Node {
  if (lines)
    return {
      kind: "all",
      parts: [{ kind: "at", where: "line start" }, tree, { kind: "at", where: "line end" }],
    };
  if (words)
    return {
      kind: "all",
      parts: [{ kind: "at", where: "no word before" }, tree, { kind: "at", where: "no word after" }],
    };
  return tree;
}

const literal = (text: string, ignoreCase: boolean): Node => ({
  kind: "all",
  parts: charsOf(text).map((char) => ({
    kind: "one",
    takes: (each) => (ignoreCase ? anyCase((one) => one === char, each) : each === char),
  })),
});
