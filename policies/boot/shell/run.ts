import type { AndOr, Case, CommandNode, CompoundList, For, If, Pipeline, PipelineNode, Statement, TestCommand, While } from "unbash";
import type { SourceText } from "../../facts/place";
import type { Origin } from "../machine/prediction";
import { arrive, inLoop, inSubshell } from "./leaving";
import { assignedInArithmetic } from "./arithmetic";
import { either, perhaps, someTurns } from "./branches";
import { matchesPattern } from "./glob";
import { parseScript } from "./parse";
import { giveUp, spend, type Session, type Status, weightOf } from "./session";
import { runCommand, runRedirects, substitution, type Runner } from "./simple-command";
import { evaluateTest } from "./test-command";
import { ANY, isExact, type Value } from "./value";
import { expandPattern, expandText, expandWord } from "./words";

// Deeper than anybody writes, and shallow enough for any stack.
const MAX_NESTING = 150;

/**
 * Runs a script on paper: no command is started, each is followed by what it would do to the session's machine.
 * Always ends: after a bounded number of commands, or a syntax error, nothing is known of the machine.
 */
export function runScript(source: SourceText, session: Session): Status {
  session.budget.steps += source.text.length >> 4;
  const { statements, error } = parseScript(source);
  const status = runStatements(statements, source, session);
  if (error === undefined || session.stopped !== undefined) return status;
  giveUp(session, "a script does not parse as shell from here on", originAt(source, error, "script"));
  session.stopped = { kind: "exit", failed: true };
  return "failure";
}

const originAt = (source: SourceText, offset: number, construct: string): Origin => ({
  from: "user-data",
  place: source.placeAt(offset),
  construct,
});

const runner: Runner = { runScript, runStatements, runNode, runBody };

function runStatements(statements: readonly Statement[], source: SourceText, session: Session): Status {
  let status: Status = "success";
  for (const { command, background } of statements) {
    if (session.stopped !== undefined) break;
    if (background === true) {
      inSubshell(session, (inner) => runNode(command, source, inner));
      status = "success";
      continue;
    }
    status = runNode(command, source, session);
    const simple = command.type === "Command" || (command.type === "Pipeline" && command.prefixes.length === 0);
    if (status === "failure" && simple && session.errexit && !session.guarded) session.stopped ??= { kind: "exit", failed: true };
  }
  return status;
}

function runBody(body: CompoundList | CommandNode, source: SourceText, session: Session): Status {
  return body.type === "CompoundList" ? runStatements(body.commands, source, session) : runNode(body, source, session);
}

function runNode(node: PipelineNode | AndOr, source: SourceText, session: Session, stdin?: Value): Status {
  if (node.type !== "Command" && !spend(session, source, node.pos)) return "unknown";
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

function runUnbounded(node: PipelineNode | AndOr, source: SourceText, session: Session, stdin?: Value): Status {
  switch (node.type) {
    case "Command":
      return runCommand(node, source, session, runner, stdin).status;
    case "AndOr":
      return runAndOr(node, source, session);
    case "Pipeline":
      return runPipeline(node, source, session);
    case "If":
      return runIf(node, source, session);
    case "While":
      return runWhile(node, source, session);
    case "For":
      return runFor(node, source, session);
    case "Case":
      return runCase(node, source, session);
    case "Function":
      session.functions.set(node.name.value, { body: node.body, source });
      return "success";
    case "BraceGroup":
      return runStatements(node.body.commands, source, session);
    case "Subshell":
      return inSubshell(session, (inner) => runStatements(node.body.commands, source, inner));
    case "Redirected": {
      const status = runNode(node.command, source, session, stdin);
      runRedirects(node.redirects, source, session, ANY, runner);
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
  return evaluateTest(node.expression, session, (word) => expandText(word, session, substitution(runner, source)));
}

// The commands of a condition run with `set -e` out of force.
function runGuarded(session: Session, run: (inner: Session) => Status): Status {
  const before = session.guarded;
  session.guarded = true;
  const status = run(session);
  session.guarded = before;
  return status;
}

function runAndOr(node: AndOr, source: SourceText, session: Session): Status {
  let status: Status = "success";
  node.commands.forEach((command, at) => {
    if (session.stopped !== undefined) return;
    const operator = at === 0 ? undefined : node.operators[at - 1];
    const succeeded = status === "success" || status === "presumed";
    const run = (inner: Session): Status => runNode(command, source, inner);
    if (operator === undefined || (operator === "&&" && succeeded) || (operator === "||" && status === "failure")) {
      status = runGuarded(session, run);
    } else if (status === "unknown") {
      perhaps(session, "it depends on how a command ends", (inner) => runGuarded(inner, run));
    }
  });
  return status;
}

function runPipeline(node: Pipeline, source: SourceText, session: Session): Status {
  const negated = node.prefixes.some(({ type }) => type === "Negation");
  let status: Status = "success";
  let output: Value | undefined;
  for (const command of node.commands) {
    const input = output;
    const run = (inner: Session): Status => {
      if (command.type !== "Command") {
        output = ANY;
        return runNode(command, source, inner, input);
      }
      const result = runCommand(command, source, inner, runner, input);
      output = result.output;
      return result.status;
    };
    // Each member of a pipeline is a subshell; a lone command (after `!` or `time`) is none.
    status = node.commands.length > 1 ? inSubshell(session, run) : negated ? runGuarded(session, run) : run(session);
  }
  return negated ? negate(status) : status;
}

const negate = (status: Status): Status =>
  status === "success" ? "failure" : status === "failure" ? "success" : "unknown";

function runIf(node: If, source: SourceText, session: Session): Status {
  const branches = [{ clause: node.clause, then: node.then }, ...node.elif];
  const rest = (at: number, inner: Session): Status => {
    const branch = branches[at];
    if (branch === undefined) return node.else ? runStatements(node.else.commands, source, inner) : "success";
    if (!spend(inner, source, branch.then.pos)) return "unknown";
    const condition = runGuarded(inner, (guarded) => runStatements(branch.clause.commands, source, guarded));
    if (inner.stopped !== undefined) return condition;
    if (condition === "success") return runStatements(branch.then.commands, source, inner);
    if (condition === "failure") return rest(at + 1, inner);
    return either(
      inner,
      (left) => runStatements(branch.then.commands, source, left),
      (right) => rest(at + 1, right),
    );
  };
  return branches.length > MAX_NESTING ? unfollowed(session, source, node.pos) : rest(0, session);
}

function unfollowed(session: Session, source: SourceText, offset: number): Status {
  giveUp(session, "a script is nested too deeply to follow", originAt(source, offset, "script"));
  return "unknown";
}

// `while true` with nothing in it that could end it: what stands behind it never runs.
const isEndless = (clause: string, body: string): boolean =>
  /^\s*(?::|true)\s*;?\s*$/u.test(clause) && /^(?:[^$`]|\$\w)*$/u.test(body) && !/\b(?:exit|break|return|exec|kill|eval|trap|set|reboot|shutdown)\b/u.test(body);

const isStopped = (session: Session): boolean => session.stopped !== undefined;

function runWhile(node: While, source: SourceText, session: Session): Status {
  const clause = (inner: Session): Status => runGuarded(inner, (guarded) => runStatements(node.clause.commands, source, guarded));
  const body = (inner: Session): Status => runStatements(node.body.commands, source, inner);
  const condition = clause(session);
  const [never, always] = node.kind === "while" ? ["failure", "success"] : ["success", "failure"];
  if (condition === never || session.stopped !== undefined) return "success";
  if (condition === always) {
    // The first turn is certain. One that is left by nothing at all goes on for ever.
    let broke = false;
    inLoop(session, (loop) => {
      const status = body(loop);
      arrive(loop, "continue");
      broke = isStopped(loop);
      return status;
    });
    if (broke) return isStopped(session) ? "unknown" : "success";
    if (isEndless(source.text.slice(node.clause.pos, node.clause.end), source.text.slice(node.body.pos, node.body.end))) session.stopped = { kind: "exit", failed: false };
  }
  if (session.stopped === undefined) {
    someTurns(session, (inner) => {
      body(inner);
      return inner.stopped === undefined ? clause(inner) : "unknown";
    });
  }
  return "success";
}

function runFor(node: For, source: SourceText, session: Session): Status {
  const words = node.wordlist?.flatMap((word) => expandWord(word, session, substitution(runner, source))) ?? session.parameters;
  const body = (inner: Session): Status => runStatements(node.body.commands, source, inner);
  if (!spend(session, source, node.pos, weightOf(words))) return "unknown";
  if (!words.every((word) => !word.includes(ANY))) {
    return someTurns(session, (inner) => {
      inner.variables.set(node.name.value, ANY);
      return body(inner);
    });
  }
  return inLoop(session, (loop) => {
    let status: Status = "success";
    for (const word of words) {
      loop.variables.set(node.name.value, word);
      status = body(loop);
      arrive(loop, "continue");
      if (isStopped(loop) || !spend(loop, source, node.pos)) break;
    }
    return status;
  });
}

function runCase(node: Case, source: SourceText, session: Session): Status {
  const substitute = substitution(runner, source);
  const word = expandText(node.word, session, substitute);
  const simple = node.items.every(({ terminator }) => terminator === undefined || terminator === ";;");
  let maybe = false;
  for (const item of node.items) {
    const matches = simple && isExact(word) ? item.pattern.map((each) => matchesPattern(expandPattern(each, session, substitute), word)) : [undefined];
    const matched = matches.includes(true);
    if (matched && !maybe) return runStatements(item.body.commands, source, session);
    if (matched || matches.includes(undefined)) {
      maybe = true;
      perhaps(session, "it depends on a word that is not known", (inner) => runStatements(item.body.commands, source, inner));
    }
    if (matched || session.stopped !== undefined) break;
  }
  return "unknown";
}
