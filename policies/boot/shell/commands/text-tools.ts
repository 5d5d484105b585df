import { blur, set, type Effect } from "../../machine/effect";
import { edited } from "../../machine/file-text";
import { trait } from "../../machine/machine";
import { isFollowedFile, normalisePath } from "../../machine/paths";
import type { Origin } from "../../machine/prediction";
import { DONE, type Call, type Command, type Result, type Session } from "../session";
import { runFilter } from "../text/filters";
import type { TextInput } from "../text/input";
import { runSed } from "../text/sed";
import { ANY, isExact, type Value } from "../value";
import { contentOf } from "./file-content";
import { keysEffect } from "./key-text";
import { decisiveEffects, keyFileOwners, touchedEffects } from "./touched";

/** What a text tool reads: its standard input and files, where all of it is known. */
function inputOf(call: Call): TextInput {
  return {
    ...(call.stdin !== undefined && isExact(call.stdin) && { stdin: call.stdin }),
    read(path) {
      const text = contentOf(call.session, path);
      return isExact(text) ? text : undefined;
    },
  };
}

/** grep(1): whether something is in a text that is known. */
export const grep: Command = (call) => {
  const found = call.args.every(isExact) ? runFilter(call.name, call.args, inputOf(call)) : undefined;
  if (found === undefined) return { status: "unknown", output: ANY };
  return { status: found.status === 0 ? "success" : "failure", output: found.output };
};

/** head, cut, tr and the like (see `text/filters.ts`). */
export const filter: Command = (call) => {
  const result = call.args.every(isExact) ? runFilter(call.name, call.args, inputOf(call)) : undefined;
  return { status: "presumed", output: result?.output ?? ANY };
};

/** sed(1): an edit in place leaves a known text where the text was known. */
export const sed: Command = (call) => {
  const inPlace = call.args.some((arg) => /^-[a-zA-Z]*i|^--in-place/u.test(arg));
  const result = call.args.every(isExact) ? runSed(call.args, inputOf(call)) : undefined;
  if (!inPlace) return { status: "presumed", output: result?.output ?? ANY };
  const since = call.since("sed in place");
  if (result === undefined) return unfollowed(call, since);
  return {
    status: "presumed",
    output: "",
    effects: [...result.files].flatMap(([file, text]) => changeEffects(call.session, file, text, since)),
  };
};

function changeEffects(session: Session, file: string, text: string, since: Origin): readonly Effect[] {
  const { machine } = session;
  const path = normalisePath(file, session.cwd);
  const before = trait(machine, "file", path, "content");
  if (!before.certain || before.value.text === text) return [];
  return [
    set("file", path, { content: edited(before.value, text, since) }, since),
    ...keyFileOwners(machine, path).map((account) =>
      keysEffect(machine, account, { append: false, content: text, since }),
    ),
    ...(isFollowedFile(path)
      ? []
      : decisiveEffects(path, "a file that decides who may log in is edited", since)),
  ];
}

// Root's edit keeps the file's mode and owner: only what it holds cannot be told.
function unfollowed(call: Call, since: Origin): Result {
  const { machine, cwd } = call.session;
  const why = "a file is edited in place";
  const files = call.args.filter((arg) => !arg.startsWith("-"));
  return {
    ...DONE,
    effects: files.flatMap((file: Value): readonly Effect[] => {
      const path = normalisePath(file, cwd);
      if (!isExact(path)) return touchedEffects(machine, path, why, since);
      const keys = keyFileOwners(machine, path).map((account) =>
        blur("account", account, why, since, ["keys"]),
      );
      return [blur("file", path, why, since, ["content"]), ...keys, ...decisiveEffects(path, why, since)];
    }),
  };
}
