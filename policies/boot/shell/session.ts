import type { Function as ShellFunction } from "unbash";
import type { SourceText } from "../../facts/place";
import type { Extremes } from "../image/passwd";
import { blurEverything, opaque, type Effect } from "../machine/effect";
import { applyEffects, sizeOf, type Machine } from "../machine/machine";
import type { Origin } from "../machine/prediction";
import { draw, standAt } from "../work";
import type { Acl } from "./commands/acl";
import { changeable } from "./immutable";
import { ANY, type Value } from "./value";

/**
 * How a command ended. `presumed` is success that nobody checked: good enough to go on after `&&`, not good enough to
 * choose a branch of an `if`.
 */
export type Status = "success" | "failure" | "presumed" | "unknown";

/** Why the commands that follow are not run: what the shell leaves, and for `exit` whether it tells of a failure. */
export interface Stop {
  readonly kind: "exit" | "return" | "break" | "continue";
  readonly failed: boolean;
  /** Of `break` and `continue`: how many loops are left. */
  readonly levels?: number;
}

/** A syntax error ended the script. */
export const BROKEN: Stop = { kind: "exit", failed: true };

/** A function of the script; `unclear` where it was declared on one of two courses only, or differently. */
export type Declared = { readonly body: ShellFunction["body"]; readonly source: SourceText } | "unclear";

/** Where the abstract run of a script stands. Mutable: one session follows one run. */
export interface Session {
  machine: Machine;
  /** The account whose `~` and rights the commands have. */
  user: string;
  cwd: string;
  readonly variables: Map<string, Value>;
  readonly functions: Map<string, Declared>;
  parameters: readonly Value[];
  /** Set once something ended the script, function or loop: what follows in it is not run. */
  stopped: Stop | undefined;
  /** Courses that may have been taken and left the script, function or loop: what they say is joined where they lead. */
  left: readonly { readonly kind: Stop["kind"]; readonly session: Session }[];
  /** Values that variables had outside the function that declared them `local`; none outside functions. */
  hidden: Map<string, Value | undefined> | undefined;
  /** Loops around the command, within its function. */
  loops: number;
  /** `set -e` is on. */
  errexit: boolean;
  /** `set -o pipefail` is on. */
  pipefail: boolean;
  /** `set -u` is on. */
  nounset: boolean;
  /** False once something may have set any variable: then one that the script never set may still have a value. */
  unsetKnown: boolean;
  /** Inside a condition, where a failure does not end the script. */
  guarded: boolean;
  umask: number;
  /** Run by /bin/sh, which is not bash everywhere. */
  posix: boolean;
  /** In cloud-init's stages before the SSH server is started. */
  early: boolean;
  /** What `trap … EXIT` left to be run. */
  onExit: ((session: Session) => void) | undefined;
  readonly budget: Budget;
  /** Nesting of functions, substitutions, `eval` and `bash -c`. */
  depth: number;
  /** What somebody types at a shell that the run starts and that reads the run's own standard input. */
  typed?: SourceText;
  /** What the commands of the function that runs read, where nothing else is redirected to them. */
  input?: Input | undefined;
  /** Files that no command can change. */
  immutable?: ReadonlySet<string>;
}

/** A text that is read once: whoever comes second finds what the first one has left, which is not worked out. */
export interface Input {
  left: Value;
}

/** Parameters of which not even the number can be told. */
export const SOME_PARAMETERS: readonly Value[] = [ANY];

/** Shared by a run and everything it starts. How much of it is followed is the machine's to count (`work.ts`). */
export interface Budget {
  /** How deep the run is in the script's own constructs just now. */
  nesting: number;
  /** The statement that runs reads a file that may well be missing. */
  doubtful: boolean;
  /** Texts that stand in the user data as they are, by what they say: where their lines are. */
  readonly texts: Map<Value, SourceText>;
  /** Variables that some line exports: other programs see no others. `*` stands for all of them. */
  readonly exported: Set<Value>;
  /** What is known of texts that are made from the list of accounts, by the value that stands for each. */
  readonly lists: Map<Value, Extremes>;
  /** Seconds that commands have waited so far (sleep(1)). */
  slept: number;
  /** Access control lists that this boot gave to paths. */
  readonly acls: Map<string, Acl>;
  /** Accounts whose password was given a longest time, and those whose password was last changed long ago. */
  readonly ageing: Readonly<Record<"limited" | "old", Set<string>>>;
}

export const newBudget = (): Budget => ({
  nesting: 0,
  slept: 0,
  doubtful: false,
  texts: new Map(),
  exported: new Set(),
  lists: new Map(),
  acls: new Map(),
  ageing: { limited: new Set(), old: new Set() },
});

export const MAX_DEPTH = 24;
/** Of a script's own constructs: deeper than anybody writes, and shallow enough for any stack. */
export const MAX_NESTING = 150;

export function newSession(machine: Machine, budget: Budget): Session {
  return {
    machine,
    user: "root",
    // cloud-init starts user scripts in `/` and as root (cc_scripts_user, subp.runparts).
    cwd: "/",
    variables: new Map([
      ["HOME", "/root"],
      ["EUID", "0"],
      ["UID", "0"],
    ]),
    functions: new Map(),
    parameters: [],
    stopped: undefined,
    left: [],
    hidden: undefined,
    loops: 0,
    errexit: false,
    nounset: false,
    unsetKnown: true,
    pipefail: false,
    guarded: false,
    umask: 0o022,
    posix: true,
    early: false,
    onExit: undefined,
    budget,
    depth: 0,
  };
}

/** A copy that a branch or subshell can change without the original noticing; the budget is shared. */
export function fork(session: Session): Session {
  const { machine, variables, functions } = session;
  draw(machine.work, PER_FORK + PER_NAME * (sizeOf(machine) + variables.size + functions.size));
  return {
    ...session,
    variables: new Map(session.variables),
    functions: new Map(session.functions),
    hidden: session.hidden && new Map(session.hidden),
  };
}

export function apply(session: Session, effects: readonly Effect[]): void {
  if (effects.length > 0)
    session.machine = applyEffects(session.machine, changeable(effects, session.immutable));
}

/** Tells that from here on nothing about the machine or the script's own variables is known. */
export function giveUp(session: Session, why: string, since: Origin): void {
  for (const name of session.variables.keys()) session.variables.set(name, ANY);
  session.parameters = SOME_PARAMETERS;
  session.unsetKnown = false;
  session.cwd = `/${ANY}`;
  apply(session, [opaque(why, since), ...blurEverything(why, since)]);
}

/** What a step takes at least, and for each name that something was said about, and each word. */
const STEP = 100;
const PER_NAME = 1;
const PER_WORD = 4;
/** What a copy of the session takes. */
const PER_FORK = 100;

/**
 * Counts one step at its place: a larger machine and more words make it dearer.
 *
 * @throws {OutOfWork} once nothing is left
 */
export function spend({ machine }: Session, source: SourceText, offset: number, words = 1): void {
  standAt(machine.work, source, offset, "script");
  draw(machine.work, STEP + PER_NAME * sizeOf(machine) + PER_WORD * words);
}

/** How much work words are: long ones are dear, however few they are. */
export const weightOf = (words: readonly Value[]): number =>
  words.reduce((sum, { length }) => sum + 1 + (length >> 5), 0);

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

/** Takes what a command reads, whatever it makes of it: whoever reads after it finds the rest, which is not known. */
export const takeInput = ({ stdin }: Call): Value | undefined => stdin;

export const DONE: Result = { status: "presumed" };

/** It fails, and changes nothing. */
export const FAILED: Result = { status: "failure" };
