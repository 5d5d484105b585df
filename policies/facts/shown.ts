/**
 * What a text may do to whoever reads it in a terminal, a log of CI or an event stream, and must not: control characters
 * and escapes (C0, C1, DEL), what turns the direction of writing, what has no width, halves of characters, private and
 * unassigned ones, and separators of lines that are none to a terminal (Unicode categories Cc, Cf, Cs, Co, Cn, Zl, Zp,
 * and the property Default_Ignorable_Code_Point).
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Marks that pile up on one letter and run over the lines around it. */
const PILE = /(\p{M}{4})\p{M}+/gu;

/**
 * Words that the reader's tools take for their own: Pulumi's colours (`<{%reset%}>`, sdk/go/common/diag/colors; one that it
 * does not know ends the CLI), and commands to the runners of GitHub Actions and Azure Pipelines (`##[group]`, `##vso[…]`,
 * and `::error::` at the beginning of a line).
 */
const PULUMI_COLOUR = /<(?=\{%)/gu;
const RUNNER_WORD = /##(?=\w*\[)/gu;
const RUNNER_LINE = /^([ \t]*):(?=:)/gmu;

const MOST_OF_A_MESSAGE = 12_000;
const MOST_OF_A_VALUE = 200;

const escaped = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}}`;

const withoutCommands = (text: string): string =>
  text.replace(PULUMI_COLOUR, escaped).replace(RUNNER_WORD, "#\\u{23}").replace(RUNNER_LINE, "$1\\u{3a}");

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  // Not between the halves of a character.
  const kept = text.slice(0, most).replace(/[\ud800-\udbff]$/u, "");
  return `${kept}… (${String(text.length - kept.length)} more)`;
}

/**
 * The one way of a message to whoever reads it: findings, errors of the configuration, notes. Its lines stay lines, and
 * everything else that is not plainly to be seen is written as `\u{…}`. Takes whatever is given for a text; never throws.
 */
export function harmless(message: unknown): string {
  const text = cut(typeof message === "string" ? message : "", MOST_OF_A_MESSAGE);
  const visible = text.replace(HIDDEN, (character) => (character === "\n" ? character : escaped(character)));
  return withoutCommands(visible.replace(PILE, "$1…"));
}

/** A value within a message, as a resource's name or the reason of an exemption: one line, of a length to be read. */
export function shown(value: string): string {
  const visible = cut(value, MOST_OF_A_VALUE)
    .replace(HIDDEN, escaped)
    .replace(/\p{Zs}/gu, " ");
  return withoutCommands(visible.replace(PILE, "$1…"));
}

/** Sequences that a terminal takes for orders, with the letters and digits in them (ECMA-48: CSI, OSC and others). */
const ORDERS =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|\u009d)[^\u0007\u001b]*|\u001b[ -~]?/gu;

/** Whether a text says anything to a person: two letters or digits that can be seen, of whatever script. */
export const saysSomething = (text: string): boolean =>
  (
    text
      .replace(ORDERS, "")
      .replace(HIDDEN, "")
      .match(/[\p{L}\p{N}]/gu) ?? []
  ).length >= 2;
