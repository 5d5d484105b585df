import type { Function as ShellFunction } from "unbash";
import type { SourceText } from "../../facts/place";
import { opaque, type Effect } from "../machine/effect";
import { applyEffects, type Machine } from "../machine/machine";
import type { Origin } from "../machine/prediction";
import type { Value } from "./value";

/**
 * How a command ended. `presumed` is success that nobody checked: good enough to go on after `&&`, not good enough to
 * choose a branch of an `if`.
 */
export type Status = "success" | "failure" | "presumed" | "unknown";

/** Where the abstract run of a script stands. Mutable: one session follows one run. */
export interface Session {
  machine: Machine;
  /** The account whose `~` and rights the commands have. */
  user: string;
  cwd: string;
  readonly variables: Map<string, Value>;
  readonly functions: Map<string, { readonly body: ShellFunction["body"]; readonly source: SourceText }>;
  parameters: readonly Value[];
  /** Set once a command ended the script: what follows is not run. */
  ended: boolean;
  readonly budget: Budget;
  /** Nesting of functions, `eval` and `bash -c`. */
  depth: number;
}

/** Shared by a run and everything it starts, so that no construct can make it endless. */
export interface Budget {
  steps: number;
}

export const MAX_STEPS = 20_000;
export const MAX_DEPTH = 24;

export function newSession(machine: Machine, budget: Budget): Session {
  return {
    machine,
    user: "root",
    // cloud-init starts user scripts in `/` and as root (cc_scripts_user, subp.runparts).
    cwd: "/",
    variables: new Map([
      ["HOME", "/root"],
      ["USER", "root"],
    ]),
    functions: new Map(),
    parameters: [],
    ended: false,
    budget,
    depth: 0,
  };
}

/** A copy that a branch or subshell can change without the original noticing; the budget is shared. */
export function fork(session: Session): Session {
  return {
    ...session,
    variables: new Map(session.variables),
    functions: new Map(session.functions),
  };
}

export function apply(session: Session, effects: readonly Effect[]): void {
  session.machine = applyEffects(session.machine, effects);
}

/** Counts one step; false once the budget is used up, and then the rest is told as not seen. */
export function spend(session: Session, source: SourceText, offset: number): boolean {
  session.budget.steps += 1;
  if (session.budget.steps <= MAX_STEPS) return true;
  if (!session.ended) {
    const since: Origin = { from: "user-data", place: source.placeAt(offset), construct: "script" };
    apply(session, [opaque("the script is too long to follow", since)]);
  }
  session.ended = true;
  return false;
}

/** One command as it is about to run, its words expanded. */
export interface Call {
  /** The command's name without its directory. */
  readonly name: string;
  /** The name as written. */
  readonly path: Value;
  readonly args: readonly Value[];
  /** What it reads, where that is known to come from a here-document, a here-string or a pipe. */
  readonly stdin: Value | undefined;
  readonly session: Session;
  /** The line the call stands on, told with a construct that names no value. */
  since(construct: string): Origin;
  /** Offers the text of a here-document or quoted word for running, with its own lines. */
  readonly sourceOf: (argument: number) => SourceText | undefined;
}

/** What a command does: effects on the machine, how it ends, and what it prints where that can be told. */
export interface Result {
  readonly status: Status;
  readonly effects?: readonly Effect[];
  readonly output?: Value;
}

export type Command = (call: Call) => Result;

export const DONE: Result = { status: "presumed" };
