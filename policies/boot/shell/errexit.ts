import type { AndOr, PipelineNode } from "unbash";
import { fork, type Session, type Status } from "./session";

/** What `set -e` does after a command (bash(1)): compound ones have their own, and `!` takes its force away. */
export function endAfter(command: PipelineNode | AndOr, status: Status, session: Session): void {
  const simple = command.type === "Command" || (command.type === "Pipeline" && command.prefixes.length === 0);
  if (!simple || !session.errexit || session.guarded) return;
  if (status === "failure") session.stopped ??= { kind: "exit", failed: true };
  else if (status === "unknown") mayEnd(session);
}

// `set -e` ends the script here where the file that the command reads is not there.
function mayEnd(session: Session): void {
  if (session.budget.doubtful && session.stopped === undefined)
    session.left = [...session.left, { kind: "exit", session: fork(session) }];
}
