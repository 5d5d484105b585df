import type {
  AndOr,
  CommandNode,
  CompoundList,
  Pipeline,
  PipelineNode,
  Statement,
  TestCommand,
} from "unbash";
import type { SourceText } from "../../facts/place";
import { opaque } from "../machine/effect";
import type { Origin } from "../machine/prediction";
import { assignedInArithmetic } from "./arithmetic";
import { perhaps, someTurns } from "./branches";
import { endAfter } from "./errexit";
import { runCase, runIf } from "./conditions";
import { runGuarded } from "./guarded";
import { inSubshell } from "./leaving";
import { runFor, runWhile } from "./loops";
import { MAX_PLACES, parseScript, parsingOf } from "./parse";
import { readStdin, runRedirects } from "./redirects";
import { draw, standAt } from "../work";
import { apply, BROKEN, giveUp, MAX_NESTING, spend, type Result, type Session, type Status } from "./session";
import { runCommand, substitution, type Runner } from "./simple-command";
import { evaluateTest } from "./test-command";
import { ANY, concat, type Value } from "./value";
import { expandText } from "./words";

/**
 * Runs a script on paper: no command is started, each is followed by what it would do to the session's machine.
 * After a syntax error that shells may read otherwise nothing is known of the machine.
 *
 * @throws {OutOfWork} where it is more work than is left
 */
export function runScript(source: SourceText, session: Session): Status {
  const { work } = session.machine;
  standAt(work, source, 0, "script");
  draw(work, parsingOf(source.text));
  const { statements, error, certain } = parseScript(source);
  // What stands before an error is read anew, several times.
  if (error !== undefined) draw(work, MAX_PLACES * parsingOf(source.text.slice(0, error)));
  const status = runStatements(statements, source, session);
  if (error === undefined || session.stopped !== undefined) return status;
  const stops = certain === "every shell" || (certain === "bash" && !session.posix && session.depth === 0);
  if (!stops)
    apply(session, [
      opaque("a script does not parse as shell from here on", originAt(source, error, "script")),
    ]);
  session.stopped = BROKEN;
  return "failure";
}

const originAt = (source: SourceText, offset: number, construct: string): Origin => ({
  from: "user-data",
  place: source.placeAt(offset),
  construct,
});

const runner: Runner = { runScript, runStatements, runNode, runBody, runPipeline, runPrinting };

function runStatements(statements: readonly Statement[], source: SourceText, session: Session): Status {
  let status: Status = "success";
  for (const { command, background } of statements) {
    if (session.stopped !== undefined) break;
    if (background === true) {
      inSubshell(session, (inner) => runNode(command, source, inner));
      status = "success";
      continue;
    }
    session.budget.doubtful = false;
    status = runNode(command, source, session);
    endAfter(command, status, session);
  }
  return status;
}

function runBody(body: CompoundList | CommandNode, source: SourceText, session: Session): Status {
  return body.type === "CompoundList"
    ? runStatements(body.commands, source, session)
    : runNode(body, source, session);
}

function runNode(node: PipelineNode | AndOr, source: SourceText, session: Session, stdin?: Value): Status {
  if (node.type !== "Command") spend(session, source, node.pos);
  const { budget } = session;
  if (budget.nesting >= MAX_NESTING) {
    giveUp(session, "a script is nested too deeply to follow", originAt(source, node.pos, "script"));
    return "unknown";
  }
  budget.nesting += 1;
  try {
    return runUnbounded(node, source, session, stdin);
  } finally {
    budget.nesting -= 1;
  }
}

function runUnbounded(
  node: PipelineNode | AndOr,
  source: SourceText,
  session: Session,
  stdin?: Value,
): Status {
  switch (node.type) {
    case "Command":
      return runCommand(node, source, session, runner, stdin).status;
    case "AndOr":
      return runAndOr(node, source, session);
    case "Pipeline":
      return runPipeline(node, source, session).status;
    case "If":
      return runIf(node, source, session, runner);
    case "While":
      return runWhile(node, source, session, runner, stdin);
    case "For":
      return runFor(node, source, session, runner);
    case "Case":
      return runCase(node, source, session, runner);
    case "Function":
      session.functions.set(node.name.value, { body: node.body, source });
      return "success";
    case "BraceGroup":
      return runStatements(node.body.commands, source, session);
    case "Subshell":
      return inSubshell(session, (inner) => runStatements(node.body.commands, source, inner));
    case "Redirected": {
      const substitute = substitution(runner, source);
      const input = readStdin(node.redirects, source, session, substitute) ?? stdin;
      const status = runNode(node.command, source, session, input);
      runRedirects(node.redirects, source, session, ANY, substitute);
      return status;
    }
    case "TestCommand":
      return runTest(node, source, session);
    case "Coproc":
      return inSubshell(session, (inner) => runBody(node.body, source, inner));
    case "Select":
    case "ArithmeticFor":
      forget(session, source.text.slice(node.pos, node.body.pos));
      if (node.type === "Select") session.variables.set(node.name.value, ANY);
      return someTurns(session, (inner) => runStatements(node.body.commands, source, inner));
    case "ArithmeticCommand":
      forget(session, source.text.slice(node.pos, node.end));
      return "unknown";
  }
}

// What an arithmetic expression assigns is not worked out.
function forget(session: Session, arithmetic: string): void {
  for (const name of assignedInArithmetic(arithmetic)) session.variables.set(name, ANY);
}

function runTest(node: TestCommand, source: SourceText, session: Session): Status {
  return evaluateTest(node.expression, session, (word) =>
    expandText(word, session, substitution(runner, source)),
  );
}

function runAndOr(node: AndOr, source: SourceText, session: Session): Status {
  let status: Status = "success";
  node.commands.forEach((command, at) => {
    if (session.stopped !== undefined) return;
    const operator = at === 0 ? undefined : node.operators[at - 1];
    const succeeded = status === "success" || status === "presumed";
    const run = (inner: Session): Status => runNode(command, source, inner);
    // Of a list only the last command ends the script by its failure (bash(1), `set -e`).
    const isLast = at === node.commands.length - 1;
    const runMember = (inner: Session): Status => {
      if (!isLast) return runGuarded(inner, run);
      const ended = run(inner);
      endAfter(command, ended, inner);
      return ended;
    };
    if (
      operator === undefined ||
      (operator === "&&" && succeeded) ||
      (operator === "||" && status === "failure")
    ) {
      status = runMember(session);
    } else if (status === "unknown") {
      perhaps(session, "it depends on how a command ends", runMember);
    }
  });
  return status;
}

function runPipeline(node: Pipeline, source: SourceText, session: Session): Result {
  const negated = node.prefixes.some(({ type }) => type === "Negation");
  const statuses: Status[] = [];
  let output: Value | undefined;
  for (const command of node.commands) {
    const input = output;
    const run = (inner: Session): Status => {
      if (command.type === "Subshell" || command.type === "BraceGroup") {
        const body = command.body.commands;
        if (body.every((each) => each.command.type === "Command" && each.background !== true))
          return runPrinting(body, source, inner, (text) => (output = text));
      }
      if (command.type !== "Command") {
        output = ANY;
        return runNode(command, source, inner, input);
      }
      const result = runCommand(command, source, inner, runner, input);
      output = result.output;
      return result.status;
    };
    // Each member of a pipeline is a subshell; a lone command (after `!` or `time`) is none.
    statuses.push(
      node.commands.length > 1 ? inSubshell(session, run) : negated ? runGuarded(session, run) : run(session),
    );
  }
  const status = pipelineStatus(statuses, session);
  return { status: negated ? negate(status) : status, ...(output !== undefined && { output }) };
}

// A group of plain commands prints what they do, one after the other.
function runPrinting(
  body: readonly Statement[],
  source: SourceText,
  session: Session,
  print: (text: Value) => void,
): Status {
  const texts: Value[] = [];
  let status: Status = "success";
  for (const { command } of body) {
    if (session.stopped !== undefined || command.type !== "Command") break;
    session.budget.doubtful = false;
    const result = runCommand(command, source, session, runner, undefined);
    texts.push(result.output ?? ANY);
    ({ status } = result);
    endAfter(command, status, session);
  }
  print(concat(texts));
  return status;
}

// The last command's, or with `pipefail` that of any that fails (bash(1), "Pipelines").
function pipelineStatus(statuses: readonly Status[], { pipefail }: Session): Status {
  const last = statuses.at(-1) ?? "success";
  if (!pipefail) return last;
  if (statuses.includes("failure")) return "failure";
  return statuses.includes("unknown") ? "unknown" : last;
}

const negate = (status: Status): Status =>
  status === "success" ? "failure" : status === "failure" ? "success" : "unknown";
