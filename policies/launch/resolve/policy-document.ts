import { isList, isObject } from "../read";
import { UNKNOWN, type PropertyValue } from "../resource";

/**
 * What an IAM policy document (JSON text, or the same as an object) may do to an action, resources and conditions left
 * aside. What cannot be read may do anything.
 */
export function mayAffect(document: PropertyValue, effect: "Allow" | "Deny", action: string): boolean {
  const statements = statementsOf(document);
  return statements === undefined || statements.some((statement) => mayMatch(statement, effect, action));
}

function statementsOf(document: PropertyValue): readonly PropertyValue[] | undefined {
  const parsed = typeof document === "string" ? parse(document) : document;
  if (!isObject(parsed)) return undefined;
  const statements = parsed.Statement;
  if (isList(statements)) return statements;
  return isObject(statements) ? [statements] : undefined;
}

function parse(text: string): PropertyValue {
  try {
    return JSON.parse(text) as PropertyValue;
  } catch {
    return UNKNOWN;
  }
}

function mayMatch(statement: PropertyValue, effect: string, action: string): boolean {
  if (!isObject(statement)) return true;
  const written = statement.Effect;
  if (typeof written === "string" && written !== effect) return false;
  const actions = statement.Action;
  // `NotAction` names what is left out: nearly everything else matches.
  if (actions === undefined) return true;
  return (isList(actions) ? actions : [actions]).some(
    (pattern) => typeof pattern !== "string" || matches(pattern.toLowerCase(), action.toLowerCase()),
  );
}

/**
 * Whether a text matches a pattern of `*` (any characters) and `?` (one), as IAM compares actions. Goes back only to the
 * last `*`, so that no pattern takes more than pattern times text steps.
 */
function matches(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let i = 0;
  while (i < text.length) {
    const sign = pattern[at];
    if (sign === "*") {
      star = at++;
      resume = i;
    } else if (sign === "?" || sign === text[i]) {
      at++;
      i++;
    } else if (star !== -1) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}
