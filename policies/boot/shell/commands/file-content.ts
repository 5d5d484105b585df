import { trait } from "../../machine/machine";
import { normalisePath } from "../../machine/paths";
import { DONE, type Command, type Session } from "../session";
import { ANY, concat, type Value } from "../value";
import { readOptions } from "./options";
import { touchedEffects } from "./touched";
import { writeEffects } from "./writes";

/** What a file holds, as far as it can be told. */
export function contentOf(session: Session, file: Value): Value {
  const path = normalisePath(file, session.cwd);
  const exists = trait(session.machine, "file", path, "exists");
  const content = trait(session.machine, "file", path, "content");
  return exists.certain && exists.value && content.certain ? content.value.text : ANY;
}

/** cat(1). */
export const cat: Command = (call) => {
  const files = call.args.filter((arg) => arg === "-" || !arg.startsWith("-"));
  if (files.length < call.args.length) return { status: "presumed", output: ANY };
  if (files.length === 0) return { status: "presumed", output: call.stdin ?? ANY };
  const texts = files.map((file) => {
    if (file === "-") return call.stdin ?? ANY;
    return file === "/dev/null" ? "" : contentOf(call.session, file);
  });
  return { status: "presumed", output: concat(texts) };
};

export const tee: Command = (call) => {
  const options = readOptions(call.args, []);
  const append = options.has("a", "append");
  const content = call.stdin ?? ANY;
  const since = call.since(append ? "tee --append" : "tee");
  return {
    status: "presumed",
    output: content,
    effects: options.operands.flatMap((path) => writeEffects(call.session, path, { append, content, since })),
  };
};

/** perl(1) and the like with `-i`: what they leave in a file is not followed. */
export const editInPlace: Command = (call) => {
  const inPlace = call.args.some((arg) => /^-[a-zA-Z]*i|^--in-place/u.test(arg));
  if (!inPlace) return { status: "presumed", output: ANY };
  const since = call.since(`${call.name} in place`);
  return {
    ...DONE,
    effects: call.args.flatMap((arg) =>
      arg.startsWith("-")
        ? []
        : touchedEffects(
            call.session.machine,
            normalisePath(arg, call.session.cwd),
            "a file is edited in place",
            since,
          ),
    ),
  };
};
