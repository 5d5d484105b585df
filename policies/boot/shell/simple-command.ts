import type {
  Command,
  CommandArgument,
  CommandNode,
  CompoundList,
  AndOr,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
} from "unbash";
import { withoutLast } from "../../facts/text";
import type { SourceText } from "../../facts/place";
import { arrive, inSubshell } from "./leaving";
import { findCommand } from "./commands/registry";
import { runProgram } from "./commands/shells";
import { toldName } from "./commands/told-names";
import { isSystemProgram, unmodelled } from "./commands/unmodelled";
import { failsToOpen, printed, readStdin, runRedirects } from "./redirects";
import { collapsedSource, innerSource } from "./parse";
import {
  apply,
  giveUp,
  MAX_DEPTH,
  spend,
  type Call,
  type Declared,
  type Result,
  type Session,
  type Status,
  weightOf,
} from "./session";
import { ANY, concat, isExact, type Value } from "./value";
import { expandText, expandWord, type Substitute } from "./words";

/** What commands that start other commands need of the interpreter. */
export interface Runner {
  runScript(source: SourceText, session: Session): Status;
  runStatements(statements: readonly Statement[], source: SourceText, session: Session): Status;
  runNode(node: PipelineNode | AndOr, source: SourceText, session: Session, stdin?: Value): Status;
  runBody(body: CompoundList | CommandNode, source: SourceText, session: Session): Status;
  runPipeline(node: Pipeline, source: SourceText, session: Session): Result;
  /** Runs plain commands, and tells what they print together. */
  runPrinting(
    body: readonly Statement[],
    source: SourceText,
    session: Session,
    print: (text: Value) => void,
  ): Status;
}

/** Runs one simple command: assignments, words, the command itself, then what its redirections write. */
export function runCommand(
  node: Command,
  source: SourceText,
  session: Session,
  runner: Runner,
  piped: Value | undefined,
): Result {
  const substitute = substitution(runner, source);
  const words = node.name === undefined ? [] : [...expandWord(node.name, session, substitute)];
  for (const arg of node.args) words.push(...expandArgument(arg, session, substitute));
  const [name, ...args] = words;
  const before = assign(node, session, substitute);
  const values = node.prefix.map((each) =>
    each.type === "Assignment" ? (session.variables.get(each.name) ?? "") : "",
  );
  if (session.stopped !== undefined) return { status: "failure" };
  spend(session, source, node.pos, weightOf(args) + weightOf(values));
  if (failsToOpen(node.redirects, session, substitute)) return { status: "failure", output: "" };
  if (name === undefined) {
    runRedirects(node.redirects, source, session, "", substitute);
    return { status: node.prefix.some(holdsSubstitution) ? "unknown" : "success" };
  }
  const result = dispatch(name, args, {
    source,
    session,
    runner,
    node,
    stdin: readStdin(node.redirects, source, session, substitute) ?? piped,
  });
  // `A=b command` sets A for that command alone.
  for (const [variable, value] of before) restore(session, variable, value);
  apply(session, result.effects ?? []);
  runRedirects(node.redirects, source, session, result.output ?? ANY, substitute);
  return { ...result, output: printed(node.redirects, result.output) };
}

const holdsSubstitution = (each: Command["prefix"][number]): boolean =>
  each.type === "Assignment" && /\$\(|`/u.test(each.text);

function restore(session: Session, variable: string, value: Value | undefined): void {
  if (value === undefined) session.variables.delete(variable);
  else session.variables.set(variable, value);
}

export interface Context {
  readonly source: SourceText;
  readonly session: Session;
  readonly runner: Runner;
  readonly node: Command;
  readonly stdin: Value | undefined;
}

/** Finds what a command's name stands for and follows it: a function of the script, a modelled command, or neither. */
export function dispatch(name: Value, args: readonly Value[], context: Context): Result {
  const { session, source, node } = context;
  const declared = session.functions.get(name);
  const input = readOnce(context);
  const call: Call = {
    name: name.slice(name.lastIndexOf("/") + 1),
    path: name,
    args,
    get stdin() {
      return input();
    },
    session,
    since: (construct) => ({
      from: "user-data",
      place: source.placeAt(node.pos),
      construct: construct === call.name ? toldName(construct) : construct,
    }),
    sourceOf: (argument) => argumentSource(argument, args, context),
  };
  if (declared === "unclear" || (declared !== undefined && session.depth >= MAX_DEPTH)) {
    giveUp(session, "which function runs cannot be told", call.since("function"));
    return { status: "unknown" };
  }
  if (declared !== undefined) return callFunction(declared, args, context);
  const found = isExact(name) && isSystemProgram(name) ? findCommand(call.name) : undefined;
  if (found === undefined) return runProgram(call, context) ?? unmodelled(call);
  return found.kind === "command" ? found.run(call) : found.run(call, context, dispatch);
}

// What a function is given to read is there for the first of its commands that asks for it.
function readOnce({ stdin, session }: Context): () => Value | undefined {
  let taken: { readonly text: Value | undefined } | undefined;
  return () => {
    if (taken !== undefined) return taken.text;
    taken = { text: stdin ?? session.input?.left };
    if (stdin === undefined && session.input !== undefined) session.input.left = ANY;
    return taken.text;
  };
}

function callFunction(
  declared: Exclude<Declared, "unclear">,
  args: readonly Value[],
  { session, runner, stdin }: Context,
): Result {
  const { parameters, hidden, loops, input } = session;
  session.loops = 0;
  session.parameters = args;
  session.hidden = new Map();
  session.depth += 1;
  if (stdin !== undefined) session.input = { left: stdin };
  const plain = plainGroup(declared.body);
  let output: Value | undefined;
  const status =
    plain === undefined
      ? runner.runBody(declared.body, declared.source, session)
      : runner.runPrinting(plain, declared.source, session, (text) => (output = text));
  arrive(session, "return");
  session.input = input;
  for (const [variable, value] of session.hidden) restore(session, variable, value);
  session.depth -= 1;
  session.hidden = hidden;
  session.loops = loops;
  session.parameters = parameters;
  return { status, ...(output !== undefined && { output }) };
}

/** A function's commands where they are nothing but commands, one after the other: what they print is what it prints. */
function plainGroup(body: CompoundList | CommandNode): readonly Statement[] | undefined {
  if (body.type === "Redirected")
    return body.redirects.every(isSilencing) ? plainGroup(body.command) : undefined;
  const commands =
    body.type === "BraceGroup"
      ? body.body.commands
      : body.type === "CompoundList"
        ? body.commands
        : undefined;
  return commands?.every(({ command, background }) => command.type === "Command" && background !== true) ===
    true
    ? commands
    : undefined;
}

const isSilencing = (each: Redirection): boolean =>
  each.type === "Redirect" &&
  each.operator === ">" &&
  each.target?.value === "/dev/null" &&
  each.descriptor?.type === "FileDescriptor" &&
  each.descriptor.value === 2;

function assign(
  node: Command,
  session: Session,
  substitute: Substitute,
): readonly (readonly [string, Value | undefined])[] {
  return node.prefix.flatMap((each) => {
    if (each.type !== "Assignment") return [];
    const value =
      each.value.type === "Word" && each.index === undefined
        ? expandText(each.value, session, substitute)
        : ANY;
    const before = session.variables.get(each.name);
    session.variables.set(each.name, each.append === true ? concat([before ?? ANY, value]) : value);
    return [[each.name, before] as const];
  });
}

function expandArgument(arg: CommandArgument, session: Session, substitute: Substitute): readonly Value[] {
  if (arg.type === "Word") return expandWord(arg, session, substitute);
  const value = arg.value.type === "Word" ? expandText(arg.value, session, substitute) : ANY;
  return [`${arg.name}=${value}`];
}

// The lines of an argument that is a script of its own, as in bash -c '…': those of the quoted word, where it is one.
function argumentSource(
  argument: number,
  args: readonly Value[],
  { source, node }: Context,
): SourceText | undefined {
  const value = args[argument];
  if (value === undefined || !isExact(value)) return undefined;
  const word = [...node.args].find(
    (each) => each.type === "Word" && each.value === value && each.parts?.length === 1,
  );
  const part = word?.type === "Word" ? word.parts?.[0] : undefined;
  if (part?.type === "SingleQuoted") return innerSource(value, source, part.pos + 1);
  return collapsedSource(value, source, node.pos);
}

/** What `$(…)` prints: followed in a subshell, so that only its effects on the machine stay. */
export function substitution(runner: Runner, outer: SourceText): Substitute {
  return (part, session) => {
    const { script } = part;
    if (script === undefined) return ANY;
    if (session.depth >= MAX_DEPTH) {
      giveUp(session, "a script is nested too deeply to follow", {
        from: "user-data",
        place: outer.placeAt(part.pos),
        construct: "script",
      });
      return ANY;
    }
    // Offsets inside escaped backquotes count from a text of their own; the substitution's own place is told instead.
    const source = script.source === undefined ? outer : collapsedSource(script.source, outer, part.pos);
    const [only, ...others] = script.commands;
    let output: Value = ANY;
    inSubshell(session, (inner) => {
      inner.depth += 1;
      const command = others.length > 0 || only?.background === true ? undefined : only?.command;
      if (command?.type !== "Command" && command?.type !== "Pipeline")
        return runner.runStatements(script.commands, source, inner);
      const result =
        command.type === "Command"
          ? runCommand(command, source, inner, runner, undefined)
          : runner.runPipeline(command, source, inner);
      output = result.output ?? ANY;
      return result.status;
    });
    return withoutLast(output, "\n");
  };
}
