import { draw } from "../../work";
import type { SourceText } from "../../../facts/place";
import { opaque } from "../../machine/effect";
import { is } from "../../machine/prediction";
import { repairCall } from "../../repair/calls";
import { REPAIR_CONSTRUCT } from "../../repair/names";
import { isReleased, PROGRAM } from "../../repair/recognise";
import { perhaps } from "../branches";
import { mayComeFromOutside } from "../environment";
import { inSubshell } from "../leaving";
import { collapsedSource } from "../parse";
import { FAILED, giveUp, MAX_DEPTH, type Call, type Result, type Session } from "../session";
import type { Context } from "../simple-command";
import { ANY, isExact, type Value } from "../value";
import { asUser, startsShell } from "./acting-user";
import { leadingOptions, readOptions } from "./options";
import { scriptFile, unseenScript } from "./scripts";
import type { Wrapper } from "./wrapper";

/** `sh -c TEXT`, `bash FILE`, and a shell that reads its standard input. */
export const shell: Wrapper = (call, context) => {
  const options = leadingOptions(call.args, ["o", "O", "rcfile", "init-file"]);
  if (options.has("c")) return runText(call, context, options.operands[0], options.operands.slice(1));
  const file = options.has("s") ? undefined : options.operands[0];
  if (file === undefined) return readShell(call, context);
  if (options.has("n") || (call.args.length === 1 && /^--(?:version|help)$/u.test(file)))
    return { status: "presumed" };
  const script = scriptFile(context.session, file);
  if (script.kind === "missing") return { status: "failure" };
  // The repair program starts itself for each of its steps.
  if (script.kind === "shell" && isReleased(PROGRAM, script.source.text) && is(script.executable, false))
    return { status: "failure" };
  // A shell that is told to read a file does not look at its first line or its mode.
  return script.kind === "shell"
    ? runFile(script.source, options.operands.slice(1), context)
    : { status: "presumed", effects: [unseenScript(call.since(call.name))] };
};

/** A program by its path, or from `/usr/local`, that the user data wrote; `undefined` where it is none of those. */
export function runProgram(call: Call, context: Context): Result | undefined {
  const script = call.path.includes("/")
    ? scriptFile(call.session, call.path)
    : (["/usr/local/sbin", "/usr/local/bin"] as const)
        .map((folder) => scriptFile(call.session, `${folder}/${call.path}`))
        .find(({ kind }) => kind === "shell" || kind === "foreign");
  if (script === undefined || script.kind === "unseen" || script.kind === "missing") return undefined;
  const since = call.since("script");
  const { executable } = script;
  if (executable.certain && !executable.value) return { status: "failure" };
  if (script.kind === "foreign")
    return { status: "presumed", effects: [opaque("a script in another language is not followed", since)] };
  if (executable.certain) return runFile(script.source, call.args, context);
  perhaps(
    context.session,
    "whether a script may be run is not known",
    (inner) => runFile(script.source, call.args, { ...context, session: inner }).status,
  );
  return { status: "unknown" };
}

const OWN_VARIABLES: ReadonlySet<string> = new Set([
  "HOME",
  "USER",
  "UID",
  "EUID",
  "SHELL",
  "SSH_ORIGINAL_COMMAND",
]);

/** Runs a known script in a shell of its own, with its parameters; the component's repair program is known as a whole. */
export function runFile(source: SourceText, parameters: readonly Value[], context: Context): Result {
  if (isReleased(PROGRAM, source.text)) return runRepair(parameters, context);
  return runInside(context, (inner) => {
    inner.parameters = parameters;
    inner.functions.clear();
    keepExported(inner, context);
    return context.runner.runScript(source, inner);
  });
}

/** What it costs to follow, in units of the work. */
const REPAIR_STEPS = 5_000;

function runRepair(words: readonly Value[], { session, source, node }: Context): Result {
  if (session.user !== "root") return FAILED;
  draw(session.machine.work, REPAIR_STEPS);
  const place = source.placeAt(node.pos);
  session.machine = repairCall(session.machine, words, {
    from: "user-data",
    place,
    construct: REPAIR_CONSTRUCT,
  });
  return { status: "presumed", output: "" };
}

// Only what is exported reaches a script; with which value is not kept.
function keepExported(inner: Session, { node, session }: Context): void {
  const { exported } = session.budget;
  const given = new Set(node.prefix.flatMap((each) => (each.type === "Assignment" ? [each.name] : [])));
  for (const name of [...inner.variables.keys()])
    // `A=b command` gives it as it is.
    if (given.has(name) && !OWN_VARIABLES.has(name)) continue;
    else if (exported.has("*") || exported.has(name) || mayComeFromOutside(name)) {
      if (!OWN_VARIABLES.has(name)) inner.variables.set(name, ANY);
    } else inner.variables.delete(name);
}

// A shell without a command reads its standard input; cloud-init's own is empty.
export function readShell(call: Call, context: Context): Result {
  const { typed } = context.session;
  if (call.stdin === undefined)
    return typed === undefined
      ? { status: "presumed" }
      : runInside(context, (session) => context.runner.runScript(typed, session));
  if (isExact(call.stdin)) return runKnown(call.stdin, context);
  return { status: "presumed", effects: [opaque("a script is read from a pipe", call.since(call.name))] };
}

function runText(
  call: Call,
  context: Context,
  text: Value | undefined,
  words: readonly Value[] = [],
): Result {
  const argument = text === undefined ? -1 : call.args.indexOf(text);
  const source = argument === -1 ? undefined : call.sourceOf(argument);
  if (source !== undefined)
    return runInside(context, (session) => runAfresh(source, session, context, words));
  return {
    status: "presumed",
    effects: [opaque("a command line that is not known is run", call.since(call.name))],
  };
}

function runKnown(text: string, context: Context): Result {
  const source = collapsedSource(text, context.source, context.node.pos);
  return runInside(context, (session) => runAfresh(source, session, context, []));
}

// A new shell knows the exported variables and functions of the one that starts it, and none of its parameters.
function runAfresh(
  source: SourceText,
  inner: Session,
  { node, session, runner }: Context,
  [self = ANY, ...parameters]: readonly Value[],
): Result["status"] {
  const { exported } = session.budget;
  const given = new Set(node.prefix.flatMap((each) => (each.type === "Assignment" ? [each.name] : [])));
  const isPassedOn = (name: string): boolean =>
    exported.has("*") || exported.has(name) || given.has(name) || mayComeFromOutside(name);
  for (const name of [...inner.variables.keys()]) if (!isPassedOn(name)) inner.variables.delete(name);
  for (const name of [...inner.functions.keys()]) if (!isPassedOn(name)) inner.functions.delete(name);
  inner.variables.set("0", self);
  inner.parameters = parameters;
  return runner.runScript(source, inner);
}

function runInside(context: Context, run: (inner: Session) => Result["status"]): Result {
  if (isTooDeep(context)) return { status: "unknown" };
  const status = inSubshell(context.session, (inner) => {
    inner.depth += 1;
    inner.errexit = false;
    inner.posix = false;
    return run(inner);
  });
  return { status };
}

export function isTooDeep({ session, source, node }: Context): boolean {
  if (session.depth < MAX_DEPTH) return false;
  giveUp(session, "a script is nested too deeply to follow", {
    from: "user-data",
    place: source.placeAt(node.pos),
    construct: "script",
  });
  return true;
}

/** script(1): `script [-c TEXT] [FILE]`, a recorder; without a command it starts the shell. */
export const recorder: Wrapper = (call, context) => {
  const options = readOptions(call.args, ["c", "command", "E", "I", "O", "B", "T", "m", "o"]);
  const text = options.get("c", "command");
  if (!options.has("c", "command")) return readShell(call, context);
  if (text !== undefined && isExact(text)) return runKnown(text, context);
  return {
    status: "presumed",
    effects: [opaque("a command line that is not known is run", call.since(call.name))],
  };
};

/** su(1): `su [-] USER -c TEXT`, or with the commands on its standard input. */
export const su: Wrapper = (call, context) => {
  const options = readOptions(call.args, [
    "c",
    "command",
    "s",
    "shell",
    "g",
    "group",
    "G",
    "supp-group",
    "w",
  ]);
  const [first, second] = options.operands;
  const dash = first === "-";
  const user = (dash ? second : first) ?? "root";
  const text = options.get("c", "command");
  const own = options.get("s", "shell");
  if (call.name === "su" && !startsShell(context.session, user, own)) return FAILED;
  return asUser(context.session, user, dash || options.has("l", "login"), (session) => {
    const inner = { ...context, session };
    return options.has("c", "command") ? runText(call, inner, text) : readShell(call, inner);
  });
};
