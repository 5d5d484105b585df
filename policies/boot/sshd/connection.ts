import { applies, type Connection } from "./match-line";
import type { Candidate } from "./gather";
import type { Node, Program } from "./program";
import type { Answer } from "./patterns";

/** How the Match blocks of a file are to be taken: parse_server_config_depth() of servconf.c with a connection. */
interface Scope {
  /** No Match has stood in this file or around it: what stands outside Match was taken when sshd started. */
  readonly matchOnly: boolean;
  /** Whether the block that the file is included in applies; with matchOnly there is none. */
  readonly around: Answer;
}

/** What the Match blocks set for a connection, in order. It goes before what is set outside them. */
export function matched(program: Program, connection: Connection): readonly Candidate[] {
  const found: Candidate[] = [];
  walk(program.nodes, { matchOnly: true, around: "yes" });
  return found;

  function walk(nodes: readonly Node[], scope: Scope): void {
    let { matchOnly } = scope;
    let active: Answer = matchOnly ? "no" : scope.around;
    for (const node of nodes) {
      if (node.kind === "match") {
        active = both(scope.around, applies(node.criteria, connection));
        matchOnly = false;
      } else if (node.kind === "include") {
        const inner: Scope = { matchOnly, around: matchOnly ? beforeMatch(program) : active };
        for (const file of node.files) walk(file, inner);
      } else if (node.kind === "opaque") {
        // What follows in this file may stand in a block that is not known.
        if (matchOnly || active !== "no") found.push({ node, certain: false });
      } else if (active !== "no") found.push({ node, certain: active === "yes" });
    }
  }
}

/** 8.2 never applies a Match in a file that is included before the first Match; builds of it may have the mend. */
const beforeMatch = ({ version }: Program): Answer => (version === 802 ? "unknown" : "yes");

function both(one: Answer, other: Answer): Answer {
  if (one === "no" || other === "no") return "no";
  return one === "unknown" || other === "unknown" ? "unknown" : "yes";
}
