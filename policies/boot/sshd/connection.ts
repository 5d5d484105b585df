import { applies, type Connection } from "./match-line";
import type { Candidate, Setting } from "./gather";
import type { Node, Opaque, Program, Statement } from "./program";
import type { Answer } from "./patterns";
import { ANY_ALONE, SPLITS_LIKE_A_SHELL } from "./version";

/** How the Match blocks of a file are to be taken: parse_server_config_depth() of servconf.c with a connection. */
interface Scope {
  /** No Match has stood in this file or around it: what stands outside Match was taken when sshd started. */
  readonly matchOnly: boolean;
  /** Whether the block that the file is included in applies; with matchOnly there is none. */
  readonly around: Answer;
}

/** A line as it is read anew for a connection, and whether its block applies to that. */
interface Read {
  readonly node: Statement | Opaque;
  readonly active: Answer;
}

/** What the Match blocks set for a connection, in order. It goes before what is set outside them. */
export function matched(program: Program, connection: Connection): readonly Candidate[] {
  return readAnew(program, connection)
    .filter(({ active }) => active !== "no")
    .map(({ node, active }) => ({ node, certain: active === "yes" }));
}

/** All lines but Match and Include themselves, in order. */
function readAnew(program: Program, connection: Connection): readonly Read[] {
  const found: Read[] = [];
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
        const inner: Scope = {
          matchOnly,
          around: !matchOnly ? active : program.includesMatch ? "yes" : "no",
        };
        for (const file of node.files) walk(file, inner);
      } else if (node.kind === "opaque") {
        // What follows in this file may stand in a block that is not known.
        found.push({ node, active: matchOnly || active !== "no" ? "unknown" : "no" });
      } else found.push({ node, active });
    }
  }
}

/**
 * From 8.7 to 9.7 sshd ends a connection for which methods are set already where it comes to "any", also in a block that
 * does not apply (AuthenticationMethods in servconf.c): the first line that does so.
 */
export function endsAtAny(program: Program, connection: Connection): Setting<boolean> {
  const { version } = program;
  if (version < SPLITS_LIKE_A_SHELL || version >= ANY_ALONE) return { state: "default", value: false };
  let isSet: Answer = "no";
  for (const { node, active } of readAnew(program, connection)) {
    if (node.kind === "opaque" || node.sets !== "authenticationmethods") continue;
    if (node.words.includes("any") && isSet !== "no") {
      const { file, line } = node;
      return isSet === "yes"
        ? { state: "set", value: true, file, line }
        : { state: "unknown", why: "whether methods are set before it is not known", file, line };
    }
    if (isSet !== "yes" && active !== "no") isSet = active;
  }
  return { state: "default", value: false };
}

/** What the Match lines of a program ask about a connection: the names of their conditions. */
export function askedOf({ nodes }: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (each: readonly Node[]): void => {
    for (const node of each) {
      if (node.kind === "match") for (const { name } of node.criteria) names.add(name);
      if (node.kind === "include") node.files.forEach(look);
    }
  };
  look(nodes);
  return names;
}

function both(one: Answer, other: Answer): Answer {
  if (one === "no" || other === "no") return "no";
  return one === "unknown" || other === "unknown" ? "unknown" : "yes";
}
