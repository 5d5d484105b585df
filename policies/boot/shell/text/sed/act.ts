import { print, printWhole } from "./output";
import type { Action, PlainName } from "./script";
import { isLast, printSpace, readLine, type State } from "./state";
import { substitute } from "./substitute";

/** How a cycle goes on after a command. */
export type Course =
  | { readonly to: "next" | "end" | "delete" | "restart" }
  | { readonly to: "label"; readonly label: string }
  | { readonly to: "quit"; readonly prints: boolean; readonly status: number };

const NEXT: Course = { to: "next" };
const DELETE: Course = { to: "delete" };
// Without a next line, GNU's n and N print the pattern space and end.
const OUT_OF_LINES: Course = { to: "quit", prints: true, status: 0 };

/** @param inRange Whether more lines of the command's range are to come. */
export function act(action: Action, state: State, inRange: boolean): Course {
  switch (action.kind) {
    case "s":
      substitute(state, action);
      return NEXT;
    case "y":
      state.space = state.space.replace(/[^]/gu, (char) => action.map.get(char) ?? char);
      return NEXT;
    case "text":
      if (action.name === "a") state.queue.push(action.text);
      else if (action.name === "i" || !inRange) printWhole(state.output, action.text);
      return action.name === "c" ? DELETE : NEXT;
    case "quit":
      // q gives the last line a newline, or not, by the version.
      if (action.prints && !state.ended) state.untold = true;
      return { to: "quit", prints: action.prints, status: action.status };
    case "branch":
      return branch(state, action.onChange) ? goTo(action.label) : NEXT;
    case "plain":
      return plain(action.name, state);
    case "label":
    case "block":
    case "end":
      return NEXT;
  }
}

const goTo = (label: string): Course => (label === "" ? { to: "end" } : { to: "label", label });

function branch(state: State, onChange: "taken" | "not taken" | "either"): boolean {
  if (onChange === "either") return true;
  const { changed } = state;
  state.changed = false;
  return changed === (onChange === "taken");
}

function plain(name: PlainName, state: State): Course {
  const firstEnd = state.space.indexOf("\n");
  switch (name) {
    case "d":
      return DELETE;
    case "D":
      if (firstEnd === -1) return DELETE;
      state.space = state.space.slice(firstEnd + 1);
      return { to: "restart" };
    case "p":
      printSpace(state);
      return NEXT;
    case "P":
      if (firstEnd === -1) printSpace(state);
      else print(state.output, state.space.slice(0, firstEnd), true);
      return NEXT;
    case "n":
      if (isLast(state)) return OUT_OF_LINES;
      if (!state.quiet) printSpace(state);
      readLine(state, false);
      return NEXT;
    case "N":
      return readLine(state, true) ? NEXT : OUT_OF_LINES;
    case "=":
      printWhole(state.output, `${state.number}\n`);
      return NEXT;
    case "z":
      state.space = "";
      return NEXT;
    default:
      hold(name, state);
      return NEXT;
  }
}

function hold(name: "h" | "H" | "g" | "G" | "x", state: State): void {
  const { space, held } = state;
  // The two spaces swap the marks whether their lines ended too, in ways that go by how the hold space came about.
  if (!state.ended) state.untold = true;
  if (name === "h" || name === "x") state.held = space;
  if (name === "g" || name === "x") state.space = held;
  if (name === "H") state.held = `${held}\n${space}`;
  if (name === "G") state.space = `${space}\n${held}`;
}
