import { normalisePath } from "../../machine/paths";
import { DONE, type Command } from "../session";
import { isExact } from "../value";

/** chattr(1): what has `i` is changed by nobody, root included, until it is taken away again. */
export const chattr: Command = ({ args, session }) => {
  const change = args.find((arg) => /^[-+=][a-zA-Z]*i/u.test(arg));
  if (change === undefined) return DONE;
  const named = args
    .filter((arg) => /^[^-+=]/u.test(arg) && isExact(arg))
    .map((file) => normalisePath(file, session.cwd));
  const others = [...(session.immutable ?? [])].filter((path) => !named.includes(path));
  session.immutable = new Set(change.startsWith("-") ? others : [...others, ...named]);
  return DONE;
};
