import { blur, set, type Effect } from "../../machine/effect";
import { edited, textFrom } from "../../machine/file-text";
import { trait } from "../../machine/machine";
import { isFollowedFile, normalisePath } from "../../machine/paths";
import type { Origin } from "../../machine/prediction";
import { DONE, type Call, type Command, type Result, type Session } from "../session";
import { runFilter } from "../text/filters";
import type { TextInput } from "../text/input";
import { runSed } from "../text/sed";
import { ANY, isExact, type Value } from "../value";
import { PASSWD, passwdOf, runOnLists } from "./account-lists";
import { editedAccounts, sameEffects } from "./edited-accounts";
import { contentOf } from "./file-content";
import { keysOfText } from "../../machine/key-line";
import { counting } from "../../work";
import { isPathMissing, withPaths } from "./needs-paths";
import { readOptions } from "./options";
import { keySamples } from "./key-samples";
import { keysEffect } from "./key-text";
import { decisiveEffects, keyFileOwners, touchedEffects } from "./touched";

/** What a text tool reads: its standard input and files, where all of it is known. */
function inputOf(call: Call): TextInput {
  return {
    count: counting(call.session.machine.work),
    ...(call.stdin !== undefined && isExact(call.stdin) && { stdin: call.stdin }),
    read(path) {
      const text = contentOf(call.session, path);
      return isExact(text) ? text : undefined;
    },
  };
}

/** grep(1): whether something is in a text that is known. */
export const grep: Command = (call) => {
  const found = filtered(call);
  if (found?.status === undefined)
    return { status: readsNothing(call) ? "failure" : "unknown", output: found?.output ?? ANY };
  return { status: found.status === 0 ? "success" : "failure", output: found.output };
};

/** head, cut, tr and the like (see `text/filters.ts`). */
export const filter: Command = (call) => ({
  status: /^(?:head|tail|wc|sort|cut|uniq)$/u.test(call.name) && readsNothing(call) ? "failure" : "presumed",
  output: filtered(call)?.output ?? ANY,
});

// The file that is named last, behind whatever else there is, is not there.
const readsNothing = (call: Call): boolean => {
  const file = call.args.at(-1) ?? "";
  return call.args.length > 1 && /^\/[\w./-]+$/u.test(file) && isPathMissing(call, file);
};

const filtered = (call: Call): ReturnType<typeof runOnLists> =>
  call.args.every(isExact)
    ? runOnLists(call.session, call.stdin, inputOf(call).read, (input) =>
        runFilter(call.name, call.args, input),
      )
    : undefined;

/** sed(1): an edit in place leaves a known text where the text was known, and fails where there is no such file. */
export const sed: Command = (call) => {
  const files = sedFiles(call.args);
  const inPlace = call.args.some((arg) => IN_PLACE.test(arg));
  return withPaths(call, files, () =>
    inPlace ? editFiles(call, files) : { status: "presumed", output: printedBySed(call)?.output ?? ANY },
  );
};

// In place each file is edited on its own: what cannot be told of one of them leaves the others as clear as they were,
// and one that is not there is passed over.
function editFiles(call: Call, files: readonly Value[]): Result {
  const { args } = call;
  const there = files.filter((file) => !isPathMissing(call, file));
  const without = (others: readonly Value[]): Call => ({
    ...call,
    args: args.filter((arg) => !others.includes(arg)),
  });
  if (files.length > 0 && there.length === 0) return { status: "failure", output: "" };
  const whole = without(files.filter((file) => !there.includes(file)));
  if (there.length < 2 || !areApart(whole.args.filter(isExact))) return edit(whole);
  const effects = there.flatMap(
    (file) => edit(without(files.filter((other) => other !== file))).effects ?? [],
  );
  return { ...DONE, output: "", effects };
}

/** Whether what sed(1) does to a file hangs on nothing that it did to the one before. */
const areApart = (args: readonly Value[]): boolean =>
  runSed([...args, "/one/more"], { read: () => "" }) !== undefined;

/** Of the words of sed(1), the files. */
function sedFiles(args: readonly Value[]): readonly Value[] {
  const others = args.filter((arg) => !IN_PLACE.test(arg));
  const { operands, has } = readOptions(others, ["e", "expression", "f", "file", "l", "line-length"]);
  return has("e", "expression", "f", "file") ? operands : operands.slice(1);
}

const IN_PLACE = /^-[a-zA-Z]*i|^--in-place/u;

const edit: Command = (call) => {
  const since = call.since("sed in place");
  if (call.args.some((arg) => normalisePath(arg, call.session.cwd) === PASSWD))
    return editPasswd(call, since);
  const result = call.args.every(isExact) ? runSed(call.args, inputOf(call)) : undefined;
  if (result === undefined) return keysTakenAway(call, since) ?? unfollowed(call, since);
  return {
    status: "presumed",
    output: "",
    effects: [...result.files].flatMap(([file, text]) => changeEffects(call.session, file, text, since)),
  };
};

const printedBySed = (call: Call): ReturnType<typeof runOnLists> =>
  call.args.every(isExact)
    ? runOnLists(call.session, call.stdin, inputOf(call).read, (input) => {
        const result = runSed(call.args, input);
        return result && { status: result.quitStatus, output: result.output };
      })
    : undefined;

// Each account as its line has it afterwards, as far as that is the same whatever else stands in the file.
function editPasswd(call: Call, since: Origin): Result {
  const before = passwdOf(call.session.machine);
  const effects = before?.map((text) => {
    const input: TextInput = {
      count: counting(call.session.machine.work),
      read: (path) => (normalisePath(path, call.session.cwd) === PASSWD ? text : undefined),
    };
    const [after, ...others] = runSed(call.args, input)?.files.values() ?? [];
    return after === undefined || others.length > 0
      ? undefined
      : editedAccounts(call.session.machine, [text, after], since);
  });
  const [low, high] = effects ?? [];
  if (low === undefined || high === undefined || !call.args.every(isExact) || !sameEffects(low, high))
    return unfollowed(call, since);
  return { status: "presumed", output: "", effects: low };
}

// The launch's key is not known, but an edit may leave no key whichever it is, or all as it was.
function keysTakenAway(call: Call, since: Origin): Result | undefined {
  const file = call.args.at(-1) ?? "";
  const path = normalisePath(file, call.session.cwd);
  const owners = keyFileOwners(call.session.machine, path);
  const samples =
    call.args.every(isExact) && owners.length > 0
      ? keySamples(contentOf(call.session, file), call.args.flatMap(soughtIn))
      : [];
  const left = samples.map((text) =>
    runSed(call.args, {
      count: counting(call.session.machine.work),
      read: (name) => (name === file ? text : undefined),
    })?.files.get(file),
  );
  if (left.length === 0) return undefined;
  if (left.every((text, at) => text === samples[at])) return { ...DONE, output: "" };
  if (left.some((text) => keysOfText(text ?? ANY) !== "none")) return undefined;
  const [text = ANY] = left;
  return {
    ...DONE,
    effects: [
      left.every((each) => each === text)
        ? set("file", path, { content: textFrom(text, since) }, since)
        : blur("file", path, "a file is edited in place", since, ["content"]),
      ...owners.map((account) => set("account", account, { keys: false }, since)),
    ],
  };
}

// A key pair may well be named like what an edit looks for.
const soughtIn = (word: string): readonly string[] => {
  const plain = word.replaceAll("\\", "");
  return [plain, ...plain.split(/[/|#,;]/u)].map((each) => ` ${each.replace(/[\^$]/gu, "")}`);
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
  const files = call.args.filter((arg) => !arg.startsWith("-") && !isPathMissing(call, arg));
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
