import type { Line } from "../input";
import { isDoubtful } from "../regex/tree";
import type { Match, Regex } from "../regex/regex";
import { newOutput, print, printWhole, type Output } from "./output";
import type { Address, Command, Pattern } from "./script";

/** A run of a script over its input. */
export interface State {
  readonly lines: readonly Line[];
  readonly quiet: boolean;
  readonly output: Output;
  /** The number of the current line, from 1. */
  number: number;
  space: string;
  ended: boolean;
  held: string;
  /** Texts of `a` for the end of the cycle. */
  queue: string[];
  changed: boolean;
  lastRegex: Regex | undefined;
  /** For each active range, the line it ends at, where that is known. */
  readonly active: Map<Command, number | undefined>;
  /** Ranges that began at a line number: they do so once. */
  readonly begun: Set<Command>;
  /** Set where the run does something that cannot be told; what follows does not count. */
  untold: boolean;
}

/** A longer pattern space is not followed, so that the time a run takes is bounded. */
const MAX_SPACE = 4096;

export const newState = (lines: readonly Line[], quiet: boolean, commands: readonly Command[]): State => ({
  lines,
  quiet,
  output: newOutput(),
  number: 0,
  space: "",
  ended: true,
  held: "",
  queue: [],
  changed: false,
  lastRegex: undefined,
  // `0,/re/` is active before the first line.
  active: new Map(
    commands
      .filter(({ where }) => where?.from.kind === "line" && where.from.number === 0)
      .map((command) => [command, undefined]),
  ),
  begun: new Set(),
  untold: false,
});

export const isLast = (state: State): boolean => state.number >= state.lines.length;

/** Reads the next line into the pattern space; false where there is none. */
export function readLine(state: State, append: boolean): boolean {
  const line = state.lines[state.number];
  if (line === undefined) return false;
  flush(state);
  state.number += 1;
  state.space = append ? `${state.space}\n${line.text}` : line.text;
  state.ended = line.ended;
  state.changed = false;
  return true;
}

export function flush(state: State): void {
  for (const text of state.queue) printWhole(state.output, text);
  state.queue = [];
}

export const printSpace = (state: State): void => print(state.output, state.space, state.ended);

/** Searches the pattern space. */
export function find(state: State, pattern: Pattern, from = 0): Match | undefined {
  const regex = pattern === "last" ? state.lastRegex : pattern;
  if (regex === undefined || state.space.length > MAX_SPACE || isDoubtful(regex.doubts, state.space)) {
    state.untold = true;
    return undefined;
  }
  state.lastRegex = regex;
  return regex.search(state.space, from);
}

/** Whether a command's addresses select the current line: sed(1), "Addresses". */
export function selects(state: State, command: Command): boolean {
  const { where, negated } = command;
  return (where === undefined || isWithin(state, command)) !== negated;
}

function isWithin(state: State, command: Command): boolean {
  const { from, to } = command.where ?? {};
  if (from === undefined) return true;
  if (to === undefined) return isAt(state, from);
  if (!state.active.has(command)) return begins(state, command, from);
  const end = state.active.get(command);
  if (end !== undefined) {
    // The command was passed over where its range ended: versions differ in what that makes of it.
    if (state.number > end) state.untold = true;
    if (state.number >= end) state.active.delete(command);
    return true;
  }
  if (to.kind !== "plus" && isAt(state, to)) state.active.delete(command);
  return true;
}

function begins(state: State, command: Command, from: Address): boolean {
  if (from.kind === "line" && from.number > 0 && from.number < state.number && !state.begun.has(command))
    state.untold = true;
  if (!isAt(state, from)) return false;
  state.begun.add(command);
  const to = command.where?.to;
  const end = to?.kind === "line" ? to.number : to?.kind === "plus" ? state.number + to.lines : undefined;
  const ends = to?.kind === "last" ? isLast(state) : end !== undefined && end <= state.number;
  if (!ends) state.active.set(command, end);
  return true;
}

function isAt(state: State, address: Address): boolean {
  switch (address.kind) {
    case "line":
      return state.number === address.number;
    case "last":
      return isLast(state);
    case "step":
      if (address.step <= 0) return state.number === address.first;
      return state.number >= address.first && (state.number - address.first) % address.step === 0;
    case "match":
      return find(state, address.pattern) !== undefined;
  }
}
