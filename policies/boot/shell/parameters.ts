import type { ParameterExpansionPart, SimpleExpansionPart, Word } from "unbash";
import type { Count } from "../../facts/wildcard";
import { counting } from "../work";
import { matchesPattern } from "./glob";
import { mayComeFromOutside } from "./environment";
import { SOME_PARAMETERS, type Session } from "./session";
import { ANY, isExact, type Value } from "./value";

/** The value of `$name` or `${name…}`, with the operations that scripts use most (bash(1), "Parameter Expansion"). */
export function parameterValue(
  part: SimpleExpansionPart | ParameterExpansionPart,
  session: Session,
  expand: (word: Word) => Value,
): Value {
  if (part.type === "SimpleExpansion") return checked(part.text.slice(1), session);
  const { parameter, operation, prefix } = part;
  if (prefix === "!" || part.index !== undefined) return ANY;
  const value = operation?.type === "Default" ? variable(parameter, session) : checked(parameter, session);
  if (prefix === "#")
    return isExact(value) && !isSpecial(parameter)
      ? String(value.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, "_").length)
      : ANY;
  switch (operation?.type) {
    case undefined:
      return value;
    case "Default":
      return withDefault(operation.operator, parameter, value, session, () => expand(operation.operand));
    case "Remove":
      return isSpecial(parameter)
        ? ANY
        : removed(value, operation.operator, expand(operation.operand), counting(session.machine.work));
    default:
      return ANY;
  }
}

function withDefault(
  operator: string,
  name: string,
  value: Value,
  session: Session,
  operand: () => Value,
): Value {
  if (isSpecial(name)) return ANY;
  if (session.parameters === SOME_PARAMETERS && /^\d+$/u.test(name)) return ANY;
  if (!session.variables.has(name) && variable(name, session) === ANY) return ANY;
  const isSet = /^\d+$/u.test(name) ? Number(name) <= session.parameters.length : session.variables.has(name);
  // A value that cannot be told may be the empty one, or none at all.
  if (isSet && value === ANY) return ANY;
  const filled = isSet && !(operator.startsWith(":") && value === "");
  switch (operator.at(-1)) {
    case "-":
      return filled ? value : operand();
    case "+":
      return filled ? operand() : "";
    case "=": {
      const assigned = filled ? value : operand();
      session.variables.set(name, assigned);
      return assigned;
    }
    default:
      // `?` ends the script where there is no value.
      if (!filled) session.stopped ??= { kind: "exit", failed: true };
      return filled ? value : ANY;
  }
}

function removed(value: Value, operator: string, pattern: Value, count: Count): Value {
  if (!isExact(value) || pattern.includes(ANY) || value.length * pattern.length > 2000) return ANY;
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  if (operator.length === 2) lengths.reverse();
  const front = operator.startsWith("#");
  const cut = lengths.find(
    (length) =>
      matchesPattern(pattern, front ? value.slice(0, length) : value.slice(value.length - length), count) ===
      true,
  );
  if (cut === undefined) return value;
  return front ? value.slice(cut) : value.slice(0, value.length - cut);
}

// With `set -u` a variable that nothing set ends the script.
function checked(name: string, session: Session): Value {
  const value = variable(name, session);
  const isSet = isSpecial(name) || /^\d+$/u.test(name) || session.variables.has(name);
  if (value === "" && !isSet && session.nounset) session.stopped ??= { kind: "exit", failed: true };
  return value;
}

const isSpecial = (name: string): boolean => /^[@*#?$!_0-]$/u.test(name);

function variable(name: string, session: Session): Value {
  if (session.parameters === SOME_PARAMETERS && /^(?:[1-9]\d*|[#@*])$/u.test(name)) return ANY;
  // Scripts are started without parameters: one that nobody set is empty.
  if (/^[1-9]\d*$/u.test(name)) return session.parameters[Number(name) - 1] ?? "";
  if (name === "#") return session.parameters.every(isExact) ? String(session.parameters.length) : ANY;
  if (name === "@" || name === "*") return session.parameters.join(" ");
  const value = session.variables.get(name);
  if (value !== undefined || isSpecial(name)) return value ?? ANY;
  return session.unsetKnown && !mayComeFromOutside(name) ? "" : ANY;
}
