import type { For, While } from "unbash";
import type { SourceText } from "../../facts/place";
import { someTurns } from "./branches";
import { runGuarded } from "./guarded";
import { arrive, inLoop } from "./leaving";
import { spend, weightOf, type Session, type Status } from "./session";
import { substitution, type Runner } from "./simple-command";
import { readTurns, type ReadTurns } from "./read-loop";
import { ANY, type Value } from "./value";
import { expandWord } from "./words";

// `while true` with nothing in it that could end it: what stands behind it never runs.
const isEndless = (clause: string, body: string): boolean =>
  /^(?::|true)\s*;?$/u.test(clause.trim()) &&
  /^(?:[^$`]|\$\w)*$/u.test(body) &&
  !/\b(?:exit|break|return|exec|kill|eval|trap|set|reboot|shutdown)\b/u.test(body);

/** Of a loop whose condition stays certain. */
const MAX_TURNS = 20;

const isStopped = (session: Session): boolean => session.stopped !== undefined;

// Runs one turn that is certain; true where it leaves the loop.
function firstTurn(session: Session, body: (inner: Session) => Status): boolean {
  const status = inLoop(session, (loop) => {
    body(loop);
    arrive(loop, "continue");
    return isStopped(loop) ? "failure" : "success";
  });
  return status === "failure";
}

/** `while` and `until`. */
export function runWhile(
  node: While,
  source: SourceText,
  session: Session,
  runner: Runner,
  stdin: Value | undefined,
): Status {
  const read = readTurns(node, source, session, stdin);
  if (read !== undefined) return runRead(read, node, source, session, runner);
  const clause = (inner: Session): Status =>
    runGuarded(inner, (guarded) => runner.runStatements(node.clause.commands, source, guarded));
  const body = (inner: Session): Status => runner.runStatements(node.body.commands, source, inner);
  const [never, always] = node.kind === "while" ? ["failure", "success"] : ["success", "failure"];
  let condition = clause(session);
  // Turns that are certain; one that is left by nothing at all goes on for ever.
  for (let turn = 0; turn < MAX_TURNS && condition === always && !isStopped(session); turn += 1) {
    if (firstTurn(session, body)) return isStopped(session) ? "unknown" : "success";
    if (
      isEndless(
        source.text.slice(node.clause.pos, node.clause.end),
        source.text.slice(node.body.pos, node.body.end),
      )
    )
      session.stopped = { kind: "exit", failed: false };
    else condition = clause(session);
  }
  if (condition === never) return "success";
  if (session.stopped === undefined) {
    someTurns(session, (inner) => {
      body(inner);
      return inner.stopped === undefined ? clause(inner) : "unknown";
    });
  }
  return "success";
}

/** `while read NAMES` over lines that are known. */
function runRead(
  { names, turns }: ReadTurns,
  node: While,
  source: SourceText,
  session: Session,
  runner: Runner,
): Status {
  return inLoop(session, (loop) => {
    for (const values of turns) {
      for (const [at, name] of names.entries()) loop.variables.set(name, values[at] ?? "");
      runner.runStatements(node.body.commands, source, loop);
      arrive(loop, "continue");
      if (isStopped(loop)) return "success";
      spend(loop, source, node.pos);
    }
    for (const name of names) loop.variables.set(name, "");
    return "success";
  });
}

/** `for NAME in WORDS`. */
export function runFor(node: For, source: SourceText, session: Session, runner: Runner): Status {
  const words =
    node.wordlist?.flatMap((word) => expandWord(word, session, substitution(runner, source))) ??
    session.parameters;
  const body = (inner: Session): Status => runner.runStatements(node.body.commands, source, inner);
  spend(session, source, node.pos, weightOf(words));
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
      if (isStopped(loop)) break;
      spend(loop, source, node.pos);
    }
    return status;
  });
}
