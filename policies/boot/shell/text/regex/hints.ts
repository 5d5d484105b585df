import type { Node } from "./tree";

/** What every match of an expression begins with or holds: most lines of a file are told from these alone. */
export interface Hints {
  /** A text that is part of every match. */
  readonly holds: string;
  /** A match begins at the text's start only. */
  readonly anchored: boolean;
}

export function hintsOf(tree: Node, multiline: boolean): Hints {
  const parts = partsOf(tree);
  const [first] = parts;
  const where = first?.kind === "at" ? first.where : undefined;
  return {
    holds: longestText(parts),
    anchored: where === "text start" || (where === "line start" && !multiline),
  };
}

// What stands one behind the other, whatever the groups around it; alternatives and repeats end a stretch.
function partsOf(node: Node): readonly Node[] {
  if (node.kind === "all") return node.parts.flatMap(partsOf);
  return node.kind === "group" ? partsOf(node.of) : [node];
}

function longestText(parts: readonly Node[]): string {
  let longest = "";
  let text = "";
  for (const part of parts) {
    if (part.kind === "at") continue;
    text = part.kind === "one" && part.char !== undefined ? text + part.char : "";
    if (text.length > longest.length) longest = text;
  }
  return longest;
}
