import type { DoubleQuotedChild, Word, WordPart } from "unbash";
import { modelledPaths, normalisePath } from "../machine/paths";
import { trait } from "../machine/machine";
import { GLOB_ONE, GLOB_STAR, globMatches, hasGlob, unglobbed } from "./glob";
import type { Session } from "./session";
import { ANY, isExact, type Value } from "./value";

/** Runs a command substitution and answers with what it prints, trailing newlines dropped. */
export type Substitute = (part: WordPart & { type: "CommandExpansion" }, session: Session) => Value;

const MAX_WORDS = 200;
// A value that doubles itself in a loop must not eat the memory: user data is 16 KiB, so longer ones matter to nobody.
const MAX_LENGTH = 65_536;

/** Expands a word as the shell would for a command line: braces, tilde, variables, splitting, globs over modelled paths. */
export function expandWord(word: Word, session: Session, substitute: Substitute): readonly Value[] {
  const alternatives = expandBraces(word).slice(0, MAX_WORDS);
  return alternatives.flatMap((parts) => {
    const value = joinParts(parts, session, substitute, true);
    const split = isUnquotedExpansion(parts) ? value.split(/[ \t\n]+/u).filter((each) => each !== "") : [value];
    return split.flatMap((each) => expandGlob(each, session)).slice(0, MAX_WORDS);
  });
}

/** Expands a word where the shell neither splits nor globs: assignments, redirection targets, `case` words. */
export function expandText(word: Word | undefined, session: Session, substitute: Substitute): Value {
  if (word === undefined) return "";
  return unglobbed(joinParts(partsOf(word), session, substitute, true));
}

/** Expands the body of an unquoted here-document. */
export function expandParts(parts: readonly WordPart[], session: Session, substitute: Substitute): Value {
  return parts.map((part) => partValue(part, session, substitute)).join("");
}

const partsOf = (word: Word): readonly WordPart[] =>
  word.parts ?? [{ type: "Literal", pos: word.pos, end: word.end, value: word.value, text: word.text }];

const isUnquotedExpansion = (parts: readonly WordPart[]): boolean =>
  parts.some(({ type }) => type === "SimpleExpansion" || type === "ParameterExpansion" || type === "CommandExpansion");

function joinParts(
  parts: readonly WordPart[],
  session: Session,
  substitute: Substitute,
  tilde: boolean,
): Value {
  const values = parts.map((part) => partValue(part, session, substitute));
  const first = parts[0];
  if (tilde && first?.type === "Literal" && first.text.startsWith("~")) values[0] = expandTilde(values[0] ?? "", session);
  const value = values.join("");
  return value.length > MAX_LENGTH ? ANY : value;
}

function expandTilde(value: Value, session: Session): Value {
  const slash = value.indexOf("/");
  const name = value.slice(1, slash === -1 ? undefined : slash);
  const rest = slash === -1 ? "" : value.slice(slash);
  if (name === "") return (session.variables.get("HOME") ?? ANY) + rest;
  const home = trait(session.machine, "account", name, "home");
  return (home.certain ? home.value : ANY) + rest;
}

function partValue(part: WordPart, session: Session, substitute: Substitute): Value {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return part.value;
    case "DoubleQuoted":
    case "LocaleString":
      return part.parts.map((child: DoubleQuotedChild) => partValue(child, session, substitute)).join("");
    case "Glob":
      if (part.kind === "star") return GLOB_STAR;
      return part.kind === "question" ? GLOB_ONE : ANY;
    case "SimpleExpansion":
      return variable(part.text.slice(1), session);
    case "ParameterExpansion":
      return parameter(part, session, substitute);
    case "CommandExpansion":
      return substitute(part, session);
    default:
      return ANY;
  }
}

function parameter(
  part: WordPart & { type: "ParameterExpansion" },
  session: Session,
  substitute: Substitute,
): Value {
  if (part.prefix !== undefined || part.index !== undefined) return ANY;
  const value = variable(part.parameter, session);
  const { operation } = part;
  if (operation === undefined) return value;
  if (operation.type !== "Default" || !operation.operator.endsWith("-")) return ANY;
  const set = session.variables.has(part.parameter);
  if (!set) return isPositional(part.parameter) ? ANY : expandText(operation.operand, session, substitute);
  return value === "" && operation.operator === ":-" ? expandText(operation.operand, session, substitute) : value;
}

const isPositional = (name: string): boolean => /^[0-9@*#?$!-]+$/u.test(name);

function variable(name: string, session: Session): Value {
  const positional = /^[1-9]$/u.test(name) ? session.parameters[Number(name) - 1] : undefined;
  if (positional !== undefined) return positional;
  if ((name === "@" || name === "*") && session.parameters.length > 0) return session.parameters.join(" ");
  // A variable that the script never set may still come from the environment: its value cannot be told.
  return session.variables.get(name) ?? ANY;
}

function expandGlob(value: Value, session: Session): readonly Value[] {
  if (!hasGlob(value)) return [value];
  if (!isExact(value)) return [unglobbed(value)];
  const pattern = normalisePath(value, session.cwd);
  const matches = modelledPaths(session.machine).filter((path) => globMatches(pattern, path));
  return matches.length > 0 ? matches : [unglobbed(value)];
}

// `{a,b}` before anything else is expanded: each brace part's own words, in every combination.
function expandBraces(word: Word): readonly (readonly WordPart[])[] {
  return partsOf(word).reduce<readonly (readonly WordPart[])[]>(
    (soFar, part) => {
      const choices = part.type === "BraceExpansion" ? braceChoices(part) : [part];
      return soFar.flatMap((parts) => choices.map((choice) => [...parts, choice])).slice(0, MAX_WORDS);
    },
    [[]],
  );
}

function braceChoices(part: WordPart & { type: "BraceExpansion" }): readonly WordPart[] {
  const inner = part.text.slice(1, -1);
  // Nested braces, sequences and expansions inside are rare: what they come to cannot be told.
  if (/[{}$`"'\\]|\.\./u.test(inner)) return [{ type: "Literal", pos: part.pos, end: part.end, value: ANY, text: part.text }];
  return inner.split(",").map((value) => ({ type: "Literal", pos: part.pos, end: part.end, value, text: value }));
}
