import type { WordPart } from "unbash";
import { ANY } from "./value";

const MAX_WORDS = 64;
const MAX_PARTS = 400;

type Parts = readonly WordPart[];

/** `{a,b}` before anything else is expanded: each brace part's own words, in every combination (bash(1), "Brace Expansion"). */
export function expandBraces(parts: Parts): readonly Parts[] {
  if (parts.every(({ type }) => type !== "BraceExpansion")) return [parts];
  const choices = parts.map((part) => (part.type === "BraceExpansion" ? braceChoices(part) : [part]));
  const words = choices.reduce((count, each) => Math.min(count * each.length, MAX_WORDS + 1), 1);
  // `$a{b,c}` comes to `$ab $ac`, names of other variables.
  const joins = parts.some(
    (part, at) => part.type === "BraceExpansion" && parts[at - 1]?.type === "SimpleExpansion",
  );
  if (joins || words > MAX_WORDS || parts.length > MAX_PARTS) return [[literal(ANY, parts[0])]];
  return choices.reduce<readonly Parts[]>(
    (soFar, each) => soFar.flatMap((before) => each.map((choice) => [...before, choice])),
    [[]],
  );
}

function braceChoices(part: WordPart): Parts {
  const inner = part.text.slice(1, -1);
  // Nested braces, sequences and expansions inside are rare: what they come to cannot be told.
  if (/[{}$`"'\\~*?[]|\.\./u.test(inner)) return [literal(ANY, part)];
  return inner.split(",").map((value) => literal(value, part));
}

const literal = (value: string, at: WordPart | undefined): WordPart => ({
  type: "Literal",
  pos: at?.pos ?? 0,
  end: at?.end ?? 0,
  value,
  text: value,
});
