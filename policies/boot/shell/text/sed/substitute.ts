import { isAscii } from "../input";
import { replace } from "./replacement";
import type { Substitution } from "./script";
import { find, printSpace, type State } from "./state";

/** `s`: sed(1), "The s Command". */
export function substitute(state: State, action: Substitution): void {
  const { pattern, pieces, global, nth } = action;
  // What the other case of a letter is depends on the locale.
  if (pieces.some(({ kind }) => kind === "case") && !isAscii(state.space)) state.untold = true;
  const text = state.space;
  let out = "";
  let from = 0;
  let lastEnd = -1;
  let count = 0;
  let done = false;
  while (from <= text.length) {
    const match = find(state, pattern, from);
    if (match === undefined || state.untold) break;
    out += text.slice(from, match.start);
    const empty = match.start === match.end;
    // No empty match stands right behind the match before it.
    const counts = !empty || match.start !== lastEnd;
    if (counts) count += 1;
    const replaced = counts && count >= nth;
    out += replaced ? replace(pieces, match) : text.slice(match.start, match.end);
    done ||= replaced;
    lastEnd = match.end;
    from = match.end;
    if (replaced && !global) break;
    if (empty) {
      out += text.slice(from, from + 1);
      from += 1;
    }
  }
  if (!done) return;
  state.space = out + text.slice(from);
  state.changed = true;
  if (action.print) printSpace(state);
}
