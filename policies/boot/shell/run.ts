import type {
  AndOr,
  Case,
  CommandNode,
  CompoundList,
  For,
  If,
  Pipeline,
  PipelineNode,
  Statement,
  TestCommand,
  While,
} from "unbash";
import type { SourceText } from "../../facts/place";
import { opaque } from "../machine/effect";
import { join } from "../machine/machine";
import type { Origin } from "../machine/prediction";
import { globMatches } from "./glob";
import { parseScript } from "./parse";
import { apply, fork, spend, type Session, type Status } from "./session";
import { runCommand, runRedirects, substitution, type Runner } from "./simple-command";
import { evaluateTest } from "./test-command";
import { ANY, isExact, type Value } from "./value";
import { expandText, expandWord } from "./words";

/**
 * Runs a script on paper: no command is started, each is followed by what it would do to the session's machine.
 * Always ends: after a bounded number of commands, or a syntax error, the rest is told as not seen.
 */
export function runScript(source: SourceText, session: Session): Status {
  const script = parseScript(source);
  if (script === undefined) {
    apply(session, [opaque("a script does not parse as shell", originAt(source, 0, "script"))]);
    return "unknown";
  }
  return runStatements(script.commands, source, session);
}

const originAt = (source: SourceText, offset: number, construct: string): Origin => ({
  from: "user-data",
  place: source.placeAt(offset),
  construct,
});

const runner: Runner = { runScript, runNode, runBody };

function runStatements(statements: readonly Statement[], source: SourceText, session: Session): Status {
  let status: Status = "success";
  for (const statement of statements) {
    if (session.ended) break;
    const ran = runNode(statement.command, source, session);
    status = statement.background === true ? "success" : ran;
  }
  return status;
}

function runBody(body: CompoundList | CommandNode, source: SourceText, session: Session): Status {
  return body.type === "CompoundList" ? runStatements(body.commands, source, session) : runNode(body, source, session);
}

function runNode(node: PipelineNode | AndOr, source: SourceText, session: Session, stdin?: Value): Status {
  if (node.type !== "Command" && !spend(session, source, node.pos)) return "unknown";
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
      return runBody(node.body, source, session);
    case "Select":
    case "ArithmeticFor":
      return perhaps(session, "a loop whose turns are not known", (inner) => runStatements(node.body.commands, source, inner));
    case "ArithmeticCommand":
      return "unknown";
  }
}

function runTest(node: TestCommand, source: SourceText, session: Session): Status {
  return evaluateTest(node.expression, session, (word) => expandText(word, session, substitution(runner, source)));
}

function runAndOr(node: AndOr, source: SourceText, session: Session): Status {
  let status: Status = "success";
  node.commands.forEach((command, at) => {
    if (session.ended) return;
    const operator = at === 0 ? undefined : node.operators[at - 1];
    const succeeded = status === "success" || status === "presumed";
    if (operator === undefined || (operator === "&&" && succeeded) || (operator === "||" && status === "failure")) {
      status = runNode(command, source, session);
    } else if (status === "unknown") {
      perhaps(session, "it depends on how a command ends", (inner) => runNode(command, source, inner));
    }
  });
  return status;
}

function runPipeline(node: Pipeline, source: SourceText, session: Session): Status {
  let status: Status = "success";
  let output: Value | undefined;
  for (const command of node.commands) {
    const input = output;
    // Each member of a pipeline is a subshell; a lone command (after `!` or `time`) is none.
    const run = (inner: Session): Status => {
      if (command.type !== "Command") {
        output = undefined;
        return runNode(command, source, inner, input);
      }
      const result = runCommand(command, source, inner, runner, input);
      output = result.output;
      return result.status;
    };
    status = node.commands.length === 1 ? run(session) : inSubshell(session, run);
  }
  return node.prefixes.some(({ type }) => type === "Negation") ? negate(status) : status;
}

const negate = (status: Status): Status =>
  status === "success" ? "failure" : status === "failure" ? "success" : "unknown";

function inSubshell(session: Session, run: (inner: Session) => Status): Status {
  const inner = fork(session);
  const status = run(inner);
  session.machine = inner.machine;
  return status;
}

function runIf(node: If, source: SourceText, session: Session): Status {
  const branches = [{ clause: node.clause, then: node.then }, ...node.elif];
  const rest = (at: number, inner: Session): Status => {
    const branch = branches[at];
    if (branch === undefined) return node.else ? runStatements(node.else.commands, source, inner) : "success";
    const condition = runStatements(branch.clause.commands, source, inner);
    if (inner.ended) return condition;
    if (condition === "success") return runStatements(branch.then.commands, source, inner);
    if (condition === "failure") return rest(at + 1, inner);
    return either(
      inner,
      (left) => runStatements(branch.then.commands, source, left),
      (right) => rest(at + 1, right),
    );
  };
  return rest(0, session);
}

/** Runs both courses on copies and keeps what they agree on. */
function either(session: Session, left: (inner: Session) => Status, right: (inner: Session) => Status): Status {
  const one = fork(session);
  const other = fork(session);
  const first = left(one);
  const second = right(other);
  session.machine = join(one.machine, other.machine, "it depends on a condition that cannot be told");
  for (const name of new Set([...one.variables.keys(), ...other.variables.keys()])) {
    const value = one.variables.get(name);
    session.variables.set(name, value !== undefined && value === other.variables.get(name) ? value : ANY);
  }
  for (const [name, body] of [...one.functions, ...other.functions]) session.functions.set(name, body);
  session.ended = one.ended && other.ended;
  return first === second ? first : "unknown";
}

function perhaps(session: Session, why: string, run: (inner: Session) => Status): Status {
  const before = session.machine;
  either(session, run, () => "unknown");
  session.machine = before === session.machine ? before : join(before, session.machine, why);
  return "unknown";
}

function runWhile(node: While, source: SourceText, session: Session): Status {
  const condition = runStatements(node.clause.commands, source, session);
  const never = node.kind === "while" ? "failure" : "success";
  if (condition === never || session.ended) return "success";
  perhaps(session, "a loop whose turns are not known", (inner) => runStatements(node.body.commands, source, inner));
  return "success";
}

function runFor(node: For, source: SourceText, session: Session): Status {
  const words = (node.wordlist ?? []).flatMap((word) => expandWord(word, session, substitution(runner, source)));
  if (node.wordlist === undefined || !words.every(isExact)) {
    return perhaps(session, "a loop over words that are not known", (inner) => {
      inner.variables.set(node.name.value, ANY);
      return runStatements(node.body.commands, source, inner);
    });
  }
  let status: Status = "success";
  for (const word of words) {
    if (session.ended) break;
    session.variables.set(node.name.value, word);
    status = runStatements(node.body.commands, source, session);
  }
  return status;
}

function runCase(node: Case, source: SourceText, session: Session): Status {
  const word = expandText(node.word, session, substitution(runner, source));
  const simple = node.items.every(({ terminator }) => terminator === undefined || terminator === ";;");
  if (isExact(word) && simple) {
    for (const item of node.items) {
      const patterns = item.pattern.flatMap((each) => expandWord(each, { ...session, cwd: "/" }, substitution(runner, source)));
      if (patterns.some((pattern) => pattern === "*" || globMatches(pattern, word))) {
        return runStatements(item.body.commands, source, session);
      }
    }
    return "success";
  }
  for (const item of node.items) {
    perhaps(session, "it depends on a word that is not known", (inner) => runStatements(item.body.commands, source, inner));
  }
  return "unknown";
}
