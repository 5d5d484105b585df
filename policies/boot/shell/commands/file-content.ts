import { trait } from "../../machine/machine";
import { normalisePath } from "../../machine/paths";
import { DONE, type Call, type Command, type Result, type Session } from "../session";
import { isPresent } from "../presence";
import { ANY, concat, isExact, type Value } from "../value";
import { PASSWD, passwdValue } from "./account-lists";
import { readOptions } from "./options";
import { touchedEffects } from "./touched";
import { writeEffects } from "./writes";

/** What a file holds, as far as it can be told. */
export function contentOf(session: Session, file: Value): Value {
  const path = normalisePath(file, session.cwd);
  if (path === PASSWD) return passwdValue(session);
  const exists = trait(session.machine, "file", path, "exists");
  const content = trait(session.machine, "file", path, "content");
  return exists.certain && exists.value && content.certain ? content.value.text : ANY;
}

/** Whether a file is named that no line made, where an image has none of its own: reading it may well fail. */
export function isDoubtful(session: Session, file: Value): boolean {
  if (!isExact(file)) return false;
  const path = normalisePath(file, session.cwd);
  const exists = trait(session.machine, "file", path, "exists");
  return exists.certain ? !exists.value : exists.since.from === "image" && !isSystemPath(path);
}

// What hier(7) and file-hierarchy(7) have, whose files packages bring.
const isSystemPath = (path: string): boolean =>
  /^\/(?:bin|boot|dev|etc|lib[a-z0-9]*|opt|proc|run|sbin|snap|sys|usr|var)(?:\/|$)|^\/(?:home|mnt|media|srv|tmp|root)?$/u.test(
    path,
  );

/** ls(1), stat(1): they change nothing, and fail where what they name is not there. */
export const look: Command = (call) => {
  if (call.args.some((arg) => !arg.startsWith("-") && isPresent(call.session, arg) === false))
    return { status: "failure", output: ANY };
  return call.args.some((arg) => !arg.startsWith("-") && isDoubtful(call.session, arg))
    ? doubtful(call)
    : { status: "presumed", output: ANY };
};

function doubtful({ session }: Call): Result {
  session.budget.doubtful = true;
  return { status: "unknown", output: ANY };
}

/** Where what runs leaves files that no line makes: pid files, sockets, working files. */
const VOLATILE = /^\/(?:run|tmp|var\/(?:run|tmp))\//u;

/** cat(1). */
export const cat: Command = (call) => {
  const files = call.args.filter((arg) => arg === "-" || !arg.startsWith("-"));
  if (files.length < call.args.length) return { status: "presumed", output: ANY };
  if (files.length === 0) return { status: "presumed", output: call.stdin ?? ANY };
  // Of a file that is not there nothing is printed, and the others are.
  const there = files.filter((file) => file === "-" || isPresent(call.session, file) !== false);
  if (there.some((file) => file !== "-" && isDoubtful(call.session, file))) return doubtful(call);
  const texts = files.map((file) => {
    if (!there.includes(file)) return VOLATILE.test(file) ? ANY : "";
    if (file === "-") return call.stdin ?? ANY;
    return file === "/dev/null" ? "" : contentOf(call.session, file);
  });
  return { status: there.length < files.length ? "failure" : "presumed", output: concat(texts) };
};

/** Whether the folder of a file is known not to be there: the file cannot be made. */
export function isFolderMissing(session: Session, file: Value): boolean {
  const path = normalisePath(file, session.cwd);
  const folder = path.slice(0, path.lastIndexOf("/"));
  return isExact(path) && folder !== "" && isPresent(session, folder) === false;
}

export const tee: Command = (call) => {
  const options = readOptions(call.args, []);
  const append = options.has("a", "append");
  const content = call.stdin ?? ANY;
  const since = call.since(append ? "tee --append" : "tee");
  return {
    status: options.operands.some((path) => isFolderMissing(call.session, path)) ? "failure" : "presumed",
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
