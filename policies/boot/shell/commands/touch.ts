import { set, type Effect } from "../../machine/effect";
import { normalisePath } from "../../machine/paths";
import type { Command } from "../session";
import { isExact } from "../value";
import { readOptions } from "./options";
import { touchedEffects } from "./touched";
import { mayExist, writeEffects } from "./writes";

/** touch(1), truncate(1). */
export const touch: Command = (call) => {
  const { session } = call;
  const options = readOptions(call.args, ["s", "size", "d", "date", "t", "r", "reference"]);
  const since = call.since(call.name);
  const size = options.get("s", "size");
  const effects = options.operands.flatMap((operand): readonly Effect[] => {
    if (operand === "") return [];
    const path = normalisePath(operand, session.cwd);
    if (call.name === "truncate")
      return size === "0"
        ? writeEffects(session, operand, { append: false, content: "", since })
        : touchedEffects(session.machine, path, "a file is cut or lengthened", since);
    if (!isExact(path)) return [];
    // Touching a file that is there changes nothing that is kept.
    const exists = mayExist(session, path);
    if (exists === undefined) return [set("file", path, { exists: true }, since)];
    return exists ? [] : writeEffects(session, operand, { append: true, content: "", since });
  });
  return { status: "presumed", effects };
};
