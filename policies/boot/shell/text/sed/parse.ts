import type { Count } from "../../../../facts/wildcard";
import { readAddresses } from "./addresses";
import { readAction } from "./commands";
import { peek, skip, take, type Cursor } from "./cursor";
import type { Command } from "./script";

export interface Script {
  readonly commands: readonly Command[];
  /** Whether its first line is `#n`, which is the same as `-n`. */
  readonly quiet: boolean;
}

const MAX_COMMANDS = 500;

/** Reads a script of sed(1); `undefined` where it is none, or has something that is not followed. */
export function parseScript(text: string, extended: boolean, count?: Count): Script | undefined {
  const cursor: Cursor = { text, at: 0, count };
  const commands: Command[] = [];
  const open: { end: number }[] = [];
  for (;;) {
    skip(cursor, /[\s;]/u);
    if (peek(cursor) === undefined) break;
    if (take(cursor, /#[^\n]*/y) !== undefined) continue;
    const command = readCommand(cursor, extended);
    if (command === undefined || commands.length >= MAX_COMMANDS) return undefined;
    const { action } = command;
    if (action.kind === "block") open.push(action);
    if (action.kind === "end") {
      const block = open.pop();
      if (block === undefined) return undefined;
      block.end = commands.length;
    }
    commands.push(command);
  }
  if (open.length > 0 || !labelsAreThere(commands)) return undefined;
  return { commands, quiet: /^#n(?:\n|$)/u.test(text) };
}

function readCommand(cursor: Cursor, extended: boolean): Command | undefined {
  const located = readAddresses(cursor, extended);
  const action = located && readAction(cursor, extended);
  if (located === undefined || action === undefined) return undefined;
  if ((action.kind === "end" || action.kind === "label") && (located.where !== undefined || located.negated))
    return undefined;
  if (action.kind === "quit" && located.where?.to !== undefined) return undefined;
  skip(cursor, /[ \t]/u);
  const closed = action.kind === "block" || /^[;\n#}]?$/u.test(peek(cursor) ?? "");
  return closed ? { ...located, action } : undefined;
}

function labelsAreThere(commands: readonly Command[]): boolean {
  const labels = commands.flatMap(({ action }) => (action.kind === "label" ? [action.label] : []));
  return (
    new Set(labels).size === labels.length &&
    commands.every(
      ({ action }) => action.kind !== "branch" || action.label === "" || labels.includes(action.label),
    )
  );
}
