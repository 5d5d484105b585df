import { anyCase } from "./bracket";
import { readTokens, type Token } from "./tokens";
import type { Doubt, Node, Syntax } from "./tree";

export interface Parsed {
  readonly tree: Node;
  readonly groups: number;
  readonly doubts: ReadonlySet<Doubt>;
}

interface Reader {
  readonly tokens: readonly Token[];
  readonly syntax: Syntax;
  at: number;
  groups: number;
}

const MAX_DEPTH = 20;

/**
 * Reads a regular expression: regex(7) with the extensions of GNU.
 *
 * @returns `undefined` where it is none, or has a part that is not read or that programs read differently.
 */
export function parseRegex(source: string, syntax: Syntax): Parsed | undefined {
  const doubts = new Set<Doubt>(syntax.ignoreCase ? ["letters"] : []);
  const tokens = readTokens(source, syntax, doubts);
  if (tokens === undefined) return undefined;
  const reader: Reader = { tokens, syntax, at: 0, groups: 0 };
  const tree = readEither(reader, 0);
  return tree && reader.at === tokens.length ? { tree, groups: reader.groups, doubts } : undefined;
}

function readEither(reader: Reader, depth: number): Node | undefined {
  const options: Node[] = [];
  do {
    if (options.length > 0) reader.at += 1;
    const option = readAll(reader, depth);
    if (option === undefined) return undefined;
    options.push(option);
  } while (reader.tokens[reader.at]?.kind === "bar");
  return options.length === 1 ? options[0] : { kind: "either", options };
}

function readAll(reader: Reader, depth: number): Node | undefined {
  const parts: Node[] = [];
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token === undefined || token.kind === "bar" || (token.kind === "close" && depth > 0)) break;
    reader.at += 1;
    const part = readPart(reader, token, parts.length === 0, depth);
    const repeated = part && readRepeats(reader, part, parts.length === 0);
    if (repeated === undefined) return undefined;
    parts.push(repeated);
  }
  return { kind: "all", parts };
}

function readRepeats(reader: Reader, part: Node, first: boolean): Node | undefined {
  let node = part;
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token?.kind !== "repeat") return node;
    if (part.kind === "at") {
      // After the `^` that begins a basic expression, a star is a star; other repeated places are read differently.
      const literal = token.star && first && part.where === "line start" && !reader.syntax.extended;
      return literal ? node : undefined;
    }
    // glibc copies what is repeated, and then takes a place within the copies where there is none.
    const copied = token.min > 0 || (token.max !== undefined && token.max > 1);
    if (copied && hasPlace(part)) return undefined;
    reader.at += 1;
    node = { kind: "repeat", of: node, min: token.min, max: token.max };
  }
}

function hasPlace(node: Node): boolean {
  switch (node.kind) {
    case "one":
      return false;
    case "at":
      return true;
    case "all":
      return node.parts.some(hasPlace);
    case "either":
      return node.options.some(hasPlace);
    case "group":
    case "repeat":
      return hasPlace(node.of);
  }
}

function readPart(reader: Reader, token: Token, first: boolean, depth: number): Node | undefined {
  const { syntax } = reader;
  switch (token.kind) {
    case "char":
      return oneOf(token.char, syntax);
    case "set":
      return { kind: "one", takes: token.takes };
    case "any":
      return { kind: "one", takes: syntax.multiline === true ? (char) => char !== "\n" : () => true };
    case "at":
      return { kind: "at", where: token.where };
    case "caret":
      return syntax.extended || first ? { kind: "at", where: "line start" } : oneOf("^", syntax);
    case "dollar":
      return syntax.extended || endsHere(reader, depth)
        ? { kind: "at", where: "line end" }
        : oneOf("$", syntax);
    case "repeat":
      return token.star && !syntax.extended && startsHere(reader, first) ? oneOf("*", syntax) : undefined;
    case "open":
      return readGroup(reader, depth + 1);
    case "close":
    case "bar":
      return undefined;
  }
}

function readGroup(reader: Reader, depth: number): Node | undefined {
  if (depth > MAX_DEPTH) return undefined;
  reader.groups += 1;
  const index = reader.groups;
  const of = readEither(reader, depth);
  if (of === undefined || reader.tokens[reader.at]?.kind !== "close") return undefined;
  reader.at += 1;
  return { kind: "group", index, of };
}

const startsHere = (reader: Reader, first: boolean): boolean =>
  first || reader.tokens[reader.at - 2]?.kind === "caret";

function endsHere(reader: Reader, depth: number): boolean {
  const next = reader.tokens[reader.at]?.kind;
  return next === undefined || next === "bar" || (next === "close" && depth > 0);
}

function oneOf(char: string, { ignoreCase }: Syntax): Node {
  const same = (each: string): boolean => each === char;
  return ignoreCase
    ? { kind: "one", takes: (each) => anyCase(same, each) }
    : { kind: "one", takes: same, char };
}
