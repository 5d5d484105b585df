import type { TestExpression, Word } from "unbash";
import { ownValue } from "../../facts/own";
import { isDirectoryPath, normalisePath } from "../machine/paths";
import { trait } from "../machine/machine";
import { linkAt } from "../machine/places";
import { isPresent } from "./presence";
import { hasProgram } from "./programs";
import type { Session, Status } from "./session";
import { isExact, type Value } from "./value";

/** Answers `[[ … ]]`, as far as the model can: whether a modelled path is there, and comparisons of known words. */
export function evaluateTest(
  expression: TestExpression,
  session: Session,
  expand: (word: Word) => Value,
): Status {
  switch (expression.type) {
    case "TestUnary":
      return unaryTest(expression.operator, expand(expression.operand), session);
    case "TestBinary": {
      const right = expand(expression.right);
      // The right side of == is a pattern here, and of -eq an expression: only plain words are compared.
      return /^[\w/.:@-]*$/u.test(right)
        ? binaryTest(expand(expression.left), expression.operator, right)
        : "unknown";
    }
    case "TestGroup":
      return evaluateTest(expression.expression, session, expand);
    case "TestNot": {
      const status = evaluateTest(expression.operand, session, expand);
      return expression.negations.length % 2 === 0 ? status : negated(status);
    }
    case "TestLogical": {
      const all = expression.operands.map((each) => evaluateTest(each, session, expand));
      const decisive = expression.operator === "&&" ? "failure" : "success";
      if (all.includes(decisive)) return decisive;
      if (all.includes("unknown")) return "unknown";
      return decisive === "failure" ? "success" : "failure";
    }
  }
}

export function negated(status: Status): Status {
  if (status === "success") return "failure";
  return status === "failure" ? "success" : "unknown";
}

export function unaryTest(operator: string, operand: Value, session: Session): Status {
  if (!isExact(operand)) return "unknown";
  if (operator === "-n" || operator === "-z")
    return (operand === "") === (operator === "-z") ? "success" : "failure";
  if (operand === "") return "failure";
  const path = normalisePath(operand, session.cwd);
  if (operator === "-L" || operator === "-h")
    return linkAt(session.machine.places, path) === undefined
      ? absentOr(session, path, "unknown")
      : "success";
  if (!/^-[edfsrwx]$/u.test(operator)) return "unknown";
  const program = hasProgram(session, path);
  if (program !== undefined && operator !== "-d") return program ? "success" : "failure";
  const there = isPresent(session, path);
  if (there !== true) return there === false ? "failure" : "unknown";
  switch (operator) {
    case "-e":
      return "success";
    case "-s":
      return isFilled(session, path);
    case "-x":
      return isExecutable(session, path);
    case "-r":
    case "-w":
      return session.user === "root" ? "success" : "unknown";
    default:
      return answer(isDirectoryPath(session.machine, path) === (operator === "-d"));
  }
}

const absentOr = (session: Session, path: string, otherwise: Status): Status =>
  isPresent(session, path) === false ? "failure" : otherwise;

function isFilled({ machine }: Session, path: string): Status {
  if (isDirectoryPath(machine, path)) return "success";
  const content = trait(machine, "file", path, "content");
  return content.certain && isExact(content.value.text) ? answer(content.value.text !== "") : "unknown";
}

// A file that nobody may run is not for root either (access(2)).
function isExecutable({ machine }: Session, path: string): Status {
  const mode = trait(machine, "file", path, "mode");
  if (!mode.certain) return "unknown";
  return isDirectoryPath(machine, path) ? "success" : answer((mode.value & 0o111) !== 0);
}

const NUMBERS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  "-eq": (left, right) => left === right,
  "-ne": (left, right) => left !== right,
  "-lt": (left, right) => left < right,
  "-le": (left, right) => left <= right,
  "-gt": (left, right) => left > right,
  "-ge": (left, right) => left >= right,
};

export function binaryTest(left: Value, operator: string, right: Value): Status {
  if (!isExact(left) || !isExact(right)) return "unknown";
  const compare = ownValue(NUMBERS, operator);
  if (compare !== undefined) {
    const plain = /^\d{1,9}$/u.test(left) && /^\d{1,9}$/u.test(right);
    return plain ? answer(compare(Number(left), Number(right))) : "unknown";
  }
  if (operator === "=" || operator === "==") return answer(left === right);
  return operator === "!=" ? answer(left !== right) : "unknown";
}

const answer = (holds: boolean): Status => (holds ? "success" : "failure");
