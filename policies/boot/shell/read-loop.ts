import type { While } from "unbash";
import type { SourceText } from "../../facts/place";
import { listOf } from "./commands/account-lists";
import type { Session } from "./session";
import { ANY, isExact, type Value } from "./value";

/** What `while read NAMES` gives its names, turn by turn. */
export interface ReadTurns {
  readonly names: readonly string[];
  readonly turns: readonly (readonly Value[])[];
}

/** More lines than this are not told one by one. */
const MAX_LINES = 64;

/** Programs that would read the lines of the loop away. */
const READS = /\b(?:read|cat|ssh|head|tail|mapfile|readarray|ffmpeg|xargs|sh|bash)\b/u;

const CLAUSE =
  /^(?:IFS=(?<set>:|""|''|':'|":"|,|(?=\s))\s+)?read(?<raw>\s+-r)?(?<names>(?:\s+[A-Za-z_]\w*)+)\s*;?$/u;

/**
 * The turns of a loop that reads lines which are known (`read` of bash(1)).
 *
 * @returns `undefined` for any other condition, or where the lines are not known.
 */
export function readTurns(
  node: While,
  source: SourceText,
  session: Session,
  stdin: Value | undefined,
): ReadTurns | undefined {
  const clause = CLAUSE.exec(source.text.slice(node.clause.pos, node.clause.end).trim())?.groups;
  const lines = linesOf(session, stdin);
  if (clause === undefined || lines === undefined || node.kind !== "while" || lines.length > MAX_LINES)
    return undefined;
  if (READS.test(source.text.slice(node.body.pos, node.body.end))) return undefined;
  const names = (clause.names ?? "").trim().split(/\s+/u);
  const separator = clause.set?.replaceAll(/["']/gu, "");
  if (separator === undefined && session.variables.has("IFS")) return undefined;
  const split = lines.map((line) => fieldsOf(line, separator, names.length));
  const isPlain = clause.raw !== undefined || lines.every((line) => !line.includes("\\"));
  return isPlain && split.every((each) => each !== undefined) ? { names, turns: split } : undefined;
}

// Of the list of accounts, each line with what is not certain in it as such.
function linesOf(session: Session, stdin: Value | undefined): readonly Value[] | undefined {
  const list = listOf(session, stdin);
  if (list === undefined)
    return stdin === undefined || !isExact(stdin) ? undefined : stdin.split("\n").slice(0, -1);
  const [low = [], high = []] = list.map((text) => text.split("\n").slice(0, -1));
  const lines = low.map((line) => {
    const same = high.filter((each) => nameOf(each) === nameOf(line));
    return same.length === 1 ? merged(line, same[0] ?? "") : undefined;
  });
  return lines.every((line) => line !== undefined) ? lines : undefined;
}

const nameOf = (line: string): string => line.split(":", 1)[0] ?? "";

function merged(line: string, other: string): Value | undefined {
  const fields = line.split(":");
  const others = other.split(":");
  if (fields.length !== others.length) return undefined;
  return fields.map((field, at) => (field === others[at] ? field : ANY)).join(":");
}

/** @param separator Undefined: blanks; empty: none. */
function fieldsOf(line: Value, separator: string | undefined, count: number): readonly Value[] | undefined {
  if (separator === "") return [line, ...Array.from({ length: count - 1 }, () => "")];
  if (separator === undefined && !isExact(line)) return undefined;
  const fields = separator === undefined ? line.trim().split(/[ \t]+/u) : line.split(separator);
  const rest = fields.slice(count - 1).join(separator ?? " ");
  // Blanks within the rest stay as they are, and a separator at its end may go.
  if (fields.length > count && (separator === undefined || rest.endsWith(separator)))
    return [...fields.slice(0, count - 1), ANY];
  return [...Array.from({ length: count - 1 }, (_, at) => fields[at] ?? ""), rest];
}
