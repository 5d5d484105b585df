import type { Word, WordPart } from "unbash";
import { modelledPaths, normalisePath } from "../machine/paths";
import { trait } from "../machine/machine";
import { assignedInArithmetic, summed } from "./arithmetic";
import { expandBraces } from "./braces";
import { counting } from "../work";
import { hasGlob, pathGlob, unglobbed } from "./glob";
import { parameterValue } from "./parameters";
import type { Session } from "./session";
import { ANY, concat, GLOB_ONE, GLOB_STAR, isExact, MAX_LENGTH, type Value } from "./value";

/** Runs a command or process substitution and answers with what it prints, trailing newlines dropped. */
export type Substitute = (
  part: WordPart & { type: "CommandExpansion" | "ProcessSubstitution" },
  session: Session,
) => Value;

/** Expands a word as the shell would for a command line: braces, tilde, variables, splitting, globs over modelled paths. */
export function expandWord(word: Word, session: Session, substitute: Substitute): readonly Value[] {
  if (isAllParameters(word.parts)) return session.parameters;
  const parts = partsOf(word);
  const plain = plainWord(parts);
  if (plain !== undefined) return [plain];
  const values: Value[] = [];
  for (const choice of expandBraces(parts))
    for (const field of fields(pieces(choice, session, substitute), session))
      values.push(...expandGlob(field, session));
  return values;
}

// Most words are what they say: nothing in them is expanded.
function plainWord(parts: readonly WordPart[]): Value | undefined {
  const [only] = parts;
  if (parts.length !== 1 || only === undefined) return undefined;
  const isPlain = only.type === "SingleQuoted" || (only.type === "Literal" && !only.text.startsWith("~"));
  return isPlain && isExact(only.value) && only.value.length <= MAX_LENGTH ? only.value : undefined;
}

/** Expands a word where the shell neither splits nor globs: assignments, redirection targets, the word of a `case`. */
export function expandText(word: Word | undefined, session: Session, substitute: Substitute): Value {
  return unglobbed(expandPattern(word, session, substitute));
}

/** Expands a word and keeps its pattern's marks: the patterns of a `case`. */
export function expandPattern(word: Word | undefined, session: Session, substitute: Substitute): Value {
  if (word === undefined) return "";
  const parts = partsOf(word);
  return plainWord(parts) ?? concat(pieces(parts, session, substitute).map(({ text }) => text));
}

/** Expands the body of an unquoted here-document. */
export function expandParts(parts: readonly WordPart[], session: Session, substitute: Substitute): Value {
  return concat(parts.map((part) => partValue(part, session, substitute)));
}

const partsOf = (word: Word): readonly WordPart[] =>
  word.parts ?? [{ type: "Literal", pos: word.pos, end: word.end, value: word.value, text: word.text }];

// "$@" alone: a word for each parameter.
function isAllParameters(parts: readonly WordPart[] | undefined): boolean {
  const only = parts?.length === 1 ? parts[0] : undefined;
  const child = only?.type === "DoubleQuoted" && only.parts.length === 1 ? only.parts[0] : undefined;
  return (
    (child?.type === "SimpleExpansion" || child?.type === "ParameterExpansion") &&
    /^\$(?:@|\{@\})$/u.test(child.text)
  );
}

// "…$@…" is several words where there are several parameters: what they come to is not worked out.
const holdsParameters = (part: WordPart): boolean =>
  part.type === "DoubleQuoted" && /\$(?:@|\{@)/u.test(part.text);

interface Piece {
  readonly text: Value;
  /** Its blanks separate words, and its wildcards are wildcards. */
  readonly splits: boolean;
}

function pieces(parts: readonly WordPart[], session: Session, substitute: Substitute): readonly Piece[] {
  return parts.map((part, at) => {
    const text =
      holdsParameters(part) && session.parameters.length !== 1 ? ANY : partValue(part, session, substitute);
    const splits =
      part.type === "SimpleExpansion" ||
      part.type === "ParameterExpansion" ||
      part.type === "CommandExpansion";
    const tilde =
      at === 0 &&
      part.type === "Literal" &&
      /^~(?:[^/]*$|.*\/)/su.test(part.text) &&
      (parts.length === 1 || part.text.includes("/"));
    return { text: tilde ? expandTilde(text, session) : text, splits };
  });
}

function fields(of: readonly Piece[], session: Session): readonly Value[] {
  const done: Value[] = [];
  let current: Value | undefined;
  for (const { text, splits } of of) {
    if (!splits) {
      current = concat([current ?? "", text]);
      continue;
    }
    // With separators of the script's own the words cannot be told apart here.
    const whole = session.variables.has("IFS") && !/^[\w/.-]*$/u.test(text) ? ANY : text;
    const [first = "", ...more] = whole.split(/[ \t\n]+/u);
    if (first !== "") current = concat([current ?? "", wild(first)]);
    for (const each of more) {
      if (current !== undefined) done.push(current);
      current = each === "" ? undefined : wild(each);
    }
  }
  return current === undefined ? done : [...done, current];
}

// An unquoted variable's wildcards are wildcards; a bracket in it is left as it is.
const wild = (text: Value): Value => text.replaceAll("*", GLOB_STAR).replaceAll("?", GLOB_ONE);

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
      return concat(part.parts.map((child) => partValue(child, session, substitute)));
    case "Glob":
      return part.kind === "star" ? GLOB_STAR : part.kind === "question" ? GLOB_ONE : ANY;
    case "SimpleExpansion":
    case "ParameterExpansion":
      return parameterValue(part, session, (word) => expandPattern(word, session, substitute));
    case "CommandExpansion":
      return substitute(part, session);
    case "ProcessSubstitution":
      substitute(part, session);
      return ANY;
    case "ArithmeticExpansion":
      for (const name of assignedInArithmetic(part.text)) session.variables.set(name, ANY);
      return summed(part.text, session.variables) ?? ANY;
    default:
      return ANY;
  }
}

function expandGlob(value: Value, session: Session): readonly Value[] {
  if (!hasGlob(value)) return [value];
  if (value.includes(ANY)) return [unglobbed(value)];
  const pattern = normalisePath(value, session.cwd);
  // The mark itself stays as well: it stands for whatever else there is.
  const matches = pathGlob(pattern, counting(session.machine.work));
  return [...modelledPaths(session.machine).filter(matches), value];
}
