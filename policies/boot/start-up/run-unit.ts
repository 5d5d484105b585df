import type { SourceText } from "../../facts/place";
import type { Machine } from "../machine/machine";
import { endShell } from "../shell/leaving";
import { newSession, type Budget, type Session } from "../shell/session";
import type { Unit } from "./unit-file";

export type RunScript = (source: SourceText, session: Session) => unknown;

/** The machine after the unit has started. */
export function runUnit({ commands, user }: Unit, machine: Machine, budget: Budget, run: RunScript): Machine {
  let now = machine;
  for (const command of commands) now = runAs(user, command, now, budget, run);
  return now;
}

/** The machine after a command of somebody's, in a shell of its own. */
export function runAs(
  user: string,
  command: SourceText,
  machine: Machine,
  budget: Budget,
  run: RunScript,
): Machine {
  const session = newSession(machine, budget);
  session.user = user;
  run(command, session);
  endShell(session);
  // What a program that cannot be seen into does without root's rights leaves everybody's log-in alone.
  const unseen = session.machine.opaque.length > machine.opaque.length;
  return user !== "root" && unseen ? machine : session.machine;
}
