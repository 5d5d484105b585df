import type { TestExpression, Word } from "unbash";
import { isDirectoryPath, normalisePath } from "../machine/paths";
import { trait } from "../machine/machine";
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
  if (!["-e", "-d", "-f"].includes(operator)) return "unknown";
  const path = normalisePath(operand, session.cwd);
  const exists = trait(session.machine, "file", path, "exists");
  if (operand === "" || !exists.certain) return operand === "" ? "failure" : "unknown";
  const rightKind = operator === "-e" || isDirectoryPath(session.machine, path) === (operator === "-d");
  return exists.value && rightKind ? "success" : "failure";
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
  const compare = NUMBERS[operator];
  if (compare !== undefined) {
    const plain = /^\d{1,9}$/u.test(left) && /^\d{1,9}$/u.test(right);
    return plain ? answer(compare(Number(left), Number(right))) : "unknown";
  }
  if (operator === "=" || operator === "==") return answer(left === right);
  return operator === "!=" ? answer(left !== right) : "unknown";
}

const answer = (holds: boolean): Status => (holds ? "success" : "failure");
