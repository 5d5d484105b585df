import { blur, type Effect } from "../../machine/effect";
import type { Origin } from "../../machine/prediction";
import type { Command } from "../session";

/** Files may come anywhere with this: a package, an archive, somebody's repository. */
export const filesBrought = (since: Origin): Effect =>
  blur("host", "", "files are brought from elsewhere", since, ["filesKnown"]);

/** A command with which files come to places that it does not name. */
export const bringing =
  (run: Command): Command =>
  (call) => {
    const result = run(call);
    return { ...result, effects: [...(result.effects ?? []), filesBrought(call.since(call.name))] };
  };
