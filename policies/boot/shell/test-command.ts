import type { TestExpression, Word } from "unbash";
import { normalisePath } from "../machine/paths";
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
    case "TestBinary":
      // The right side of == is a pattern: only one without wildcards is compared.
      return binaryTest(expand(expression.left), expression.operator, expand(expression.right));
    case "TestGroup":
      return evaluateTest(expression.expression, session, expand);
    case "TestNot": {
      const status = evaluateTest(expression.operand, session, expand);
      if (status === "unknown" || expression.negations.length % 2 === 0) return status;
      return status === "success" ? "failure" : "success";
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

const PRESENT = new Set(["-e", "-d", "-f", "-s", "-r"]);

export function unaryTest(operator: string, operand: Value, session: Session): Status {
  if (operator === "-n" || operator === "-z") {
    if (!isExact(operand)) return "unknown";
    return (operand === "") === (operator === "-z") ? "success" : "failure";
  }
  if (!PRESENT.has(operator) || !isExact(operand)) return "unknown";
  const exists = trait(session.machine, "file", normalisePath(operand, session.cwd), "exists");
  if (!exists.certain) return "unknown";
  return exists.value ? "success" : "failure";
}

export function binaryTest(left: Value, operator: string, right: Value): Status {
  if (!isExact(left) || !isExact(right)) return "unknown";
  switch (operator) {
    case "=":
    case "==":
    case "-eq":
      if (/[*?[]/u.test(right)) return "unknown";
      return left === right ? "success" : "failure";
    case "!=":
    case "-ne":
      if (/[*?[]/u.test(right)) return "unknown";
      return left === right ? "failure" : "success";
    default:
      return "unknown";
  }
}
