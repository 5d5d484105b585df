import { set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { isBelow, isDirectoryPath, modelledPaths, normalisePath } from "../../machine/paths";
import { linkAt } from "../../machine/places";
import { perhaps } from "../branches";
import { counting } from "../../work";
import { matchesPattern } from "../glob";
import { apply, type Call, type Session } from "../session";
import { ANY, GLOB_ONE, GLOB_STAR, isExact, type Value } from "../value";
import { keyFileOwners } from "./touched";
import { unmodelled } from "./unmodelled";
import type { Wrapper } from "./wrapper";

type Answer = "yes" | "no" | "maybe";
type Test = (path: string, start: string) => Answer;

interface Search {
  readonly starts: readonly string[];
  readonly tests: readonly Test[];
  readonly action: Action;
}

type Action =
  | { readonly kind: "print"; readonly separator: string }
  | { readonly kind: "delete" }
  | { readonly kind: "run"; readonly words: readonly Value[]; readonly together: boolean };

/** find(1) over the paths that the model keeps: what it prints, deletes, or has a command do to each. */
export const find: Wrapper = (call, context, dispatch) => {
  const search = readSearch(call);
  if (search === undefined) return unmodelled(call);
  const { session } = call;
  const found = foundPaths(session, search);
  const sure = found.filter(([, answer]) => answer === "yes").map(([path]) => path);
  const unsure = found.filter(([, answer]) => answer === "maybe").map(([path]) => path);
  switch (search.action.kind) {
    case "print": {
      const { separator } = search.action;
      const told = sure.length > 0 && unsure.length === 0;
      return { status: "presumed", output: told ? sure.map((path) => `${path}${separator}`).join("") : ANY };
    }
    case "delete":
      maybe(session, unsure, (inner) => apply(inner, deleteEffects(call, inner, unsure)));
      return { status: "presumed", output: "", effects: deleteEffects(call, session, sure) };
    case "run": {
      const { words, together } = search.action;
      const run = (inner: Session, paths: readonly string[]): void => {
        for (const [name = "", ...args] of filledIn(words, paths, together))
          apply(inner, dispatch(name, args, { ...context, session: inner, stdin: undefined }).effects ?? []);
      };
      run(session, sure);
      maybe(session, unsure, (inner) => run(inner, unsure));
      return { status: "presumed", output: ANY };
    }
  }
};

function maybe(session: Session, paths: readonly string[], run: (inner: Session) => void): void {
  if (paths.length === 0) return;
  perhaps(session, "whether find comes across it is not known", (inner) => {
    run(inner);
    return "presumed";
  });
}

function filledIn(
  words: readonly Value[],
  paths: readonly string[],
  together: boolean,
): readonly (readonly Value[])[] {
  if (paths.length === 0) return [];
  if (together) return [words.flatMap((word) => (word === "{}" ? paths : [word]))];
  return paths.map((path) => words.map((word) => word.replaceAll("{}", path)));
}

// What is not empty stays, unless all that is in it has gone before: find -delete goes from the bottom up.
function deleteEffects(call: Call, { machine }: Session, paths: readonly string[]): readonly Effect[] {
  const since = call.since("find -delete");
  const gone = paths.filter((path) =>
    modelledPaths(machine).every(
      (each) => !isBelow(each, path) || paths.includes(each) || !mayBeThere(machine, each),
    ),
  );
  return [
    ...gone.map((path) => set("file", path, { exists: false }, since)),
    ...gone
      .flatMap((path) => keyFileOwners(machine, path))
      .map((account) => set("account", account, { keys: false }, since)),
  ];
}

function mayBeThere(machine: Session["machine"], path: string): boolean {
  const exists = trait(machine, "file", path, "exists");
  return !exists.certain || exists.value;
}

function foundPaths(session: Session, { starts, tests }: Search): readonly (readonly [string, Answer])[] {
  const { machine } = session;
  return starts.flatMap((start) =>
    modelledPaths(machine)
      .filter((path) => (path === start || isBelow(path, start)) && !isBehindLink(session, path, start))
      .flatMap((path) => {
        const exists = trait(machine, "file", path, "exists");
        if (exists.certain && !exists.value) return [];
        const answers = tests.map((test) => test(path, start));
        if (answers.includes("no")) return [];
        return [[path, !exists.certain || answers.includes("maybe") ? "maybe" : "yes"] as const];
      }),
  );
}

function isBehindLink({ machine: { places } }: Session, path: string, start: string): boolean {
  if (places.aliases.length === 0) return false;
  return modelledPrefixes(path, start).some((above) => linkAt(places, above) !== undefined);
}

function modelledPrefixes(path: string, start: string): readonly string[] {
  const steps = path.slice(start.length).split("/").slice(0, -1);
  return steps.map((_, at) => `${start}${steps.slice(0, at + 1).join("/")}`);
}

function readSearch({ args, session }: Call): Search | undefined {
  const first = args.findIndex((arg) => /^[-(!]/u.test(arg) && !/^-[HLP]$/u.test(arg));
  const named = args.slice(0, first === -1 ? undefined : first).filter((arg) => !/^-[HLP]$/u.test(arg));
  const starts = (named.length === 0 ? ["."] : named).map((start) => normalisePath(start, session.cwd));
  const words = first === -1 ? [] : args.slice(first);
  if (!starts.every(isExact) || !words.every(isExact)) return undefined;
  const tests: Test[] = [];
  let action: Action = { kind: "print", separator: "\n" };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const negated = word === "!" || word === "-not";
    if (negated) at += 1;
    const name = words[at] ?? "";
    if (/^-(?:xdev|mount|depth|noleaf|ignore_readdir_race|print|a|and)$/u.test(name)) continue;
    if (name === "-print0") action = { kind: "print", separator: "\0" };
    else if (name === "-delete") action = { kind: "delete" };
    else if (/^-exec(?:dir)?$/u.test(name)) {
      const end = words.findIndex((each, index) => index > at && (each === ";" || each === "+"));
      // A second command behind the first one is not followed.
      if (end === -1 || action.kind !== "print") return undefined;
      action = { kind: "run", words: words.slice(at + 1, end), together: words[end] === "+" };
      at = end;
    } else {
      const test = readTest(session, name, words[at + 1] ?? "");
      if (test === undefined) return undefined;
      tests.push(negated ? (path, start) => opposite(test(path, start)) : test);
      at += 1;
    }
  }
  return { starts, tests, action };
}

const opposite = (answer: Answer): Answer => (answer === "maybe" ? answer : answer === "yes" ? "no" : "yes");

const told = (answer: boolean | undefined): Answer =>
  answer === undefined ? "maybe" : answer ? "yes" : "no";

// The tests that scripts use most; with any other one it cannot be told what is found.
function readTest(session: Session, name: string, value: string): Test | undefined {
  const { machine } = session;
  switch (name) {
    case "-maxdepth":
      return (path, start) => told(depth(path, start) <= Number(value));
    case "-mindepth":
      return (path, start) => told(depth(path, start) >= Number(value));
    case "-type":
      return (path) =>
        value === "l"
          ? told(linkAt(machine.places, path) !== undefined)
          : told(
              linkAt(machine.places, path) === undefined &&
                isDirectoryPath(machine, path) === (value === "d"),
            );
    case "-name":
      return (path) => told(matches(session, value, path.slice(path.lastIndexOf("/") + 1)));
    case "-iname":
      return (path) =>
        told(matches(session, value.toLowerCase(), path.slice(path.lastIndexOf("/") + 1).toLowerCase()));
    case "-path":
    case "-wholename":
      return (path) => told(matches(session, value, path));
    case "-user":
    case "-group": {
      const which = name === "-user" ? "owner" : "group";
      return (path) => {
        const found = trait(machine, "file", path, which);
        return told(found.certain ? found.value === value : undefined);
      };
    }
    case "-perm":
    case "-mtime":
    case "-mmin":
    case "-newer":
    case "-size":
    case "-uid":
    case "-gid":
      return () => "maybe";
    default:
      return undefined;
  }
}

const depth = (path: string, start: string): number =>
  path === start ? 0 : path.slice(start === "/" ? 0 : start.length).split("/").length - 1;

function matches({ machine }: Session, pattern: string, text: string): boolean | undefined {
  if (/[[\\]/u.test(pattern)) return undefined;
  const signs = pattern.replaceAll("*", GLOB_STAR).replaceAll("?", GLOB_ONE);
  return matchesPattern(signs, text, counting(machine.work));
}
