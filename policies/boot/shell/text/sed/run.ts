import type { Count } from "../../../../facts/wildcard";
import type { Line } from "../input";
import { act, type Course } from "./act";
import type { Script } from "./parse";
import type { Command } from "./script";
import { flush, newState, printSpace, readLine, selects, type State } from "./state";

export interface Run {
  readonly output: string;
  readonly status: number;
}

const MAX_STEPS = 100_000;
const MAX_TEXT = 100_000;

/** Runs a script over lines as sed(1) does; `undefined` where the outcome cannot be told. */
export function runScript(
  script: Script,
  lines: readonly Line[],
  quiet: boolean,
  count?: Count,
): Run | undefined {
  const state = newState(lines, quiet || script.quiet, script.commands);
  const budget = { steps: MAX_STEPS };
  let restarted = false;
  while (restarted || readLine(state, false)) {
    const course = runCycle(script.commands, state, budget, count);
    if (course === undefined) return undefined;
    const quits = course.to === "quit";
    const prints = quits ? course.prints : course.to === "end";
    if (prints && !state.quiet) printSpace(state);
    // Q leaves at once, without the texts that wait for the end of the cycle.
    if (!quits || course.prints) flush(state);
    if (quits) return { output: state.output.text, status: course.status };
    restarted = course.to === "restart";
  }
  return { output: state.output.text, status: 0 };
}

/** What a command takes besides what it searches, in the units of `boot/work.ts`. */
const PER_COMMAND = 3;

function runCycle(
  commands: readonly Command[],
  state: State,
  budget: { steps: number },
  count: Count | undefined,
): Course | undefined {
  let at = 0;
  for (let command = commands[at]; command !== undefined; command = commands[at]) {
    budget.steps -= 1;
    count?.(PER_COMMAND + (state.space.length >> 6));
    const course = runCommand(command, state);
    if (state.untold || budget.steps < 0 || isTooLong(state)) return undefined;
    if (course === "skip") at = command.action.kind === "block" ? command.action.end : at + 1;
    else if (course.to === "next") at += 1;
    else if (course.to === "label")
      at = commands.findIndex(({ action }) => action.kind === "label" && action.label === course.label);
    else return course;
  }
  return { to: "end" };
}

const runCommand = (command: Command, state: State): Course | "skip" =>
  selects(state, command) ? act(command.action, state, state.active.has(command)) : "skip";

const isTooLong = ({ space, held, output }: State): boolean =>
  space.length + held.length + output.text.length > MAX_TEXT;
