import type { Case, If } from "unbash";
import type { SourceText } from "../../facts/place";
import { either, perhaps } from "./branches";
import { counting } from "../work";
import { matchesPattern } from "./glob";
import { runGuarded } from "./guarded";
import { giveUp, MAX_NESTING, spend, type Session, type Status } from "./session";
import { substitution, type Runner } from "./simple-command";
import { isExact } from "./value";
import { expandPattern, expandText } from "./words";

/** `if`, with all its `elif`. */
export function runIf(node: If, source: SourceText, session: Session, runner: Runner): Status {
  const branches = [{ clause: node.clause, then: node.then }, ...node.elif];
  const rest = (at: number, inner: Session): Status => {
    const branch = branches[at];
    if (branch === undefined)
      return node.else ? runner.runStatements(node.else.commands, source, inner) : "success";
    spend(inner, source, branch.then.pos);
    const condition = runGuarded(inner, (guarded) =>
      runner.runStatements(branch.clause.commands, source, guarded),
    );
    if (inner.stopped !== undefined) return condition;
    if (condition === "success") return runner.runStatements(branch.then.commands, source, inner);
    if (condition === "failure") return rest(at + 1, inner);
    return either(
      inner,
      (left) => runner.runStatements(branch.then.commands, source, left),
      (right) => rest(at + 1, right),
    );
  };
  return branches.length > MAX_NESTING ? unfollowed(session, source, node.pos) : rest(0, session);
}

function unfollowed(session: Session, source: SourceText, offset: number): Status {
  giveUp(session, "a script is nested too deeply to follow", {
    from: "user-data",
    place: source.placeAt(offset),
    construct: "script",
  });
  return "unknown";
}

/** `case WORD in …`. */
export function runCase(node: Case, source: SourceText, session: Session, runner: Runner): Status {
  const substitute = substitution(runner, source);
  const word = expandText(node.word, session, substitute);
  const simple = node.items.every(({ terminator }) => terminator === undefined || terminator === ";;");
  let maybe = false;
  for (const item of node.items) {
    const matches =
      simple && isExact(word)
        ? item.pattern.map((each) =>
            matchesPattern(expandPattern(each, session, substitute), word, counting(session.machine.work)),
          )
        : [undefined];
    const matched = matches.includes(true);
    if (matched && !maybe) return runner.runStatements(item.body.commands, source, session);
    if (matched || matches.includes(undefined)) {
      maybe = true;
      perhaps(session, "it depends on a word that is not known", (inner) =>
        runner.runStatements(item.body.commands, source, inner),
      );
    }
    if (matched || session.stopped !== undefined) break;
  }
  return "unknown";
}
