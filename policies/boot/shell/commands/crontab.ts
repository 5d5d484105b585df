import { blur, set, type Effect } from "../../machine/effect";
import { mentioned, trait } from "../../machine/machine";
import { normalisePath } from "../../machine/paths";
import { AT_JOBS } from "../../start-up/later-jobs";
import { CRONTABS } from "../../start-up/cron-tables";
import { DONE, type Call, type Command } from "../session";
import { ANY, isExact, type Value } from "../value";
import { contentOf } from "./file-content";
import { readOptions } from "./options";
import { fileText } from "./writes";

/** crontab(1): `crontab [-u USER] [-|FILE]` puts a table in place of an account's own, `-l` prints it, `-r` removes it. */
export const crontab: Command = (call) => {
  const { session } = call;
  const options = readOptions(call.args, ["u", "user"]);
  const user = options.get("u", "user") ?? session.user;
  if (!isExact(user)) return DONE;
  const path = `${CRONTABS}/${user}`;
  const since = call.since("crontab");
  if (options.has("l")) return listed(call, path);
  if (options.has("r")) return { status: "presumed", effects: [set("file", path, { exists: false }, since)] };
  if (options.has("e")) return DONE;
  const [file = "-"] = options.operands;
  return { status: "presumed", effects: left(call, path, user, read(call, file)) };
};

// An image has no account with a table of its own.
function listed({ session }: Call, path: string): ReturnType<Command> {
  const content = trait(session.machine, "file", path, "content");
  const exists = trait(session.machine, "file", path, "exists");
  if (exists.since.from === "image" || (exists.certain && !exists.value))
    return session.machine.opaque.length > 0
      ? { status: "unknown", output: ANY }
      : { status: "failure", output: "" };
  return { status: "presumed", output: content.certain ? content.value.text : ANY };
}

const read = ({ session, stdin }: Call, file: Value): Value => {
  if (file === "-" || file === "/dev/stdin") return stdin ?? ANY;
  return isExact(file) ? contentOf(session, normalisePath(file, session.cwd)) : ANY;
};

/** at(1), batch(1): a job on standard input or in a file, for once. */
export const at: Command = (call) => {
  const options = readOptions(call.args, ["f", "q", "t"]);
  if (options.has("l", "r", "d", "c", "V")) return DONE;
  const file = options.get("f");
  const text = read(call, file ?? "-");
  const others = mentioned(call.session.machine, "file").filter((path) => path.startsWith(`${AT_JOBS}/`));
  const path = `${AT_JOBS}/${String(others.length)}`;
  return { status: "presumed", effects: left(call, path, call.session.user, text) };
};

function left(call: Call, path: string, user: string, text: Value): readonly Effect[] {
  const { session } = call;
  const from = call.since(call.name);
  return [
    set("file", path, { exists: true, mode: 0o600, owner: user, group: user }, from),
    text === ANY
      ? blur("file", path, "what it is given cannot be told", from, ["content"])
      : set("file", path, { content: fileText(session, text, from) }, from),
  ];
}
