import type { Command, CommandArgument, CommandNode, CompoundList, AndOr, PipelineNode, Redirection, WordPart } from "unbash";
import type { SourceText } from "../../facts/place";
import { describeWrite, writeEffects } from "./commands/file-content";
import { findCommand } from "./commands/registry";
import { unmodelled } from "./commands/unmodelled";
import { collapsedSource, innerSource } from "./parse";
import { apply, fork, MAX_DEPTH, spend, type Call, type Result, type Session, type Status } from "./session";
import { ANY, isExact, type Value } from "./value";
import { expandParts, expandText, expandWord, type Substitute } from "./words";

/** What commands that start other commands need of the interpreter. */
export interface Runner {
  runScript(source: SourceText, session: Session): Status;
  runNode(node: PipelineNode | AndOr, source: SourceText, session: Session, stdin?: Value): Status;
  runBody(body: CompoundList | CommandNode, source: SourceText, session: Session): Status;
}

/** Runs one simple command: assignments, words, the command itself, then what its redirections write. */
export function runCommand(
  node: Command,
  source: SourceText,
  session: Session,
  runner: Runner,
  piped: Value | undefined,
): Result {
  if (!spend(session, source, node.pos)) return { status: "unknown" };
  const substitute = substitution(runner, source);
  assign(node, session, substitute);
  if (node.name === undefined) {
    runRedirects(node.redirects, source, session, "", runner);
    return { status: "success" };
  }
  const [name = "", ...early] = expandWord(node.name, session, substitute);
  const args = [...early, ...node.args.flatMap((arg) => expandArgument(arg, session, substitute))];
  const result = dispatch(name, args, {
    source,
    session,
    runner,
    node,
    stdin: readStdin(node.redirects, session, substitute) ?? piped,
  });
  apply(session, result.effects ?? []);
  runRedirects(node.redirects, source, session, result.output ?? ANY, runner);
  return { ...result, output: node.redirects.some(writesStdout) ? "" : (result.output ?? ANY) };
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
  if (declared !== undefined) return callFunction(declared, args, context);
  const call: Call = {
    name: name.slice(name.lastIndexOf("/") + 1),
    path: name,
    args,
    stdin: context.stdin,
    session,
    since: (construct) => ({ from: "user-data", place: source.placeAt(node.pos), construct }),
    sourceOf: (argument) => argumentSource(argument, args, context),
  };
  const found = isExact(name) ? findCommand(call.name) : undefined;
  if (found === undefined) return unmodelled(call);
  return found.kind === "command" ? found.run(call) : found.run(call, context, dispatch);
}

function callFunction(
  declared: { readonly body: Parameters<Runner["runBody"]>[0]; readonly source: SourceText },
  args: readonly Value[],
  { session, runner }: Context,
): Result {
  if (session.depth >= MAX_DEPTH) return { status: "unknown" };
  const outer = session.parameters;
  session.parameters = args;
  session.depth += 1;
  const status = runner.runBody(declared.body, declared.source, session);
  session.depth -= 1;
  session.parameters = outer;
  return { status };
}

function assign(node: Command, session: Session, substitute: Substitute): void {
  for (const each of node.prefix) {
    if (each.type !== "Assignment") continue;
    const value = each.value.type === "Word" && each.index === undefined ? expandText(each.value, session, substitute) : ANY;
    const before = each.append === true ? (session.variables.get(each.name) ?? ANY) : "";
    // `A=b command` sets A for that command alone; telling the two apart changes nothing that the model answers.
    session.variables.set(each.name, before + value);
  }
}

function expandArgument(arg: CommandArgument, session: Session, substitute: Substitute): readonly Value[] {
  if (arg.type === "Word") return expandWord(arg, session, substitute);
  const value = arg.value.type === "Word" ? expandText(arg.value, session, substitute) : ANY;
  return [`${arg.name}=${value}`];
}

// The lines of an argument that is a script of its own, as in bash -c '…': those of the quoted word, where it is one.
function argumentSource(argument: number, args: readonly Value[], { source, node }: Context): SourceText | undefined {
  const value = args[argument];
  if (value === undefined || !isExact(value)) return undefined;
  const word = [...node.args].find(
    (each) => each.type === "Word" && each.value === value && each.parts?.length === 1,
  );
  const part = word?.type === "Word" ? word.parts?.[0] : undefined;
  if (part?.type === "SingleQuoted") return innerSource(value, source, part.pos + 1);
  return collapsedSource(value, source, node.pos);
}

function readStdin(redirects: readonly Redirection[], session: Session, substitute: Substitute): Value | undefined {
  const input = [...redirects].reverse().find(({ type, operator }) => type !== "Redirect" || operator === "<");
  if (input === undefined) return undefined;
  if (input.type === "HereDoc") {
    return input.body.parts === undefined ? input.body.text : expandParts(input.body.parts, session, substitute);
  }
  return input.type === "HereString" ? `${expandText(input.target, session, substitute)}\n` : ANY;
}

const WRITES = new Set([">", ">>", ">|", "&>", "&>>", "<>"]);

const writesStdout = (redirect: Redirection): boolean =>
  redirect.type === "Redirect" && WRITES.has(redirect.operator) && descriptorOf(redirect) !== 2;

function descriptorOf(redirect: Redirection): number {
  return redirect.descriptor?.type === "FileDescriptor" ? redirect.descriptor.value : 1;
}

/** Follows redirections into files: `output` is what the command printed, where that can be told. */
export function runRedirects(
  redirects: readonly Redirection[],
  source: SourceText,
  session: Session,
  output: Value,
  runner: Runner,
): void {
  for (const redirect of redirects) {
    if (redirect.type !== "Redirect" || !WRITES.has(redirect.operator)) continue;
    const path = expandText(redirect.target, session, substitution(runner, source));
    const append = redirect.operator.endsWith(">>");
    const content = descriptorOf(redirect) === 2 ? ANY : output;
    const since = { from: "user-data", place: source.placeAt(redirect.pos), construct: describeWrite(redirect.operator) } as const;
    apply(session, writeEffects(session, path, { append, content, since }));
  }
}

/** What `$(…)` prints: followed in a subshell, so that only its effects on the machine stay. */
export function substitution(runner: Runner, outer: SourceText): Substitute {
  return (part: WordPart & { type: "CommandExpansion" }, session) => {
    const script = part.script;
    const only = script?.commands.length === 1 ? script.commands[0]?.command : undefined;
    if (script === undefined || session.depth >= MAX_DEPTH) return ANY;
    const inner = fork(session);
    inner.depth += 1;
    if (only?.type !== "Command") return ANY;
    // Offsets inside escaped backquotes count from a text of their own; the substitution's own place is told instead.
    const source = script.source === undefined ? outer : collapsedSource(script.source, outer, part.pos);
    const result = runCommand(only, source, inner, runner, undefined);
    session.machine = inner.machine;
    return (result.output ?? ANY).replace(/\n+$/u, "");
  };
}
