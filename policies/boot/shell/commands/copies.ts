import { given } from "../../machine/copy-traits";
import { blur, oneOf, set, type Effect } from "../../machine/effect";
import { trait, type Machine } from "../../machine/machine";
import { isBelow, isDirectoryPath, isFollowedFile, modelledPaths, normalisePath } from "../../machine/paths";
import { candidates, certain, uncertain, type Origin, type Prediction } from "../../machine/prediction";
import { isPresent } from "../presence";
import { DONE, type Call, type Command } from "../session";
import { isExact, type Value } from "../value";
import { isThere, placeOf, type Destination } from "./destination";
import { isFolderMissing } from "./file-content";
import { changeMode } from "./mode-words";
import { readOptions, type Options } from "./options";
import { holdsKey } from "../../machine/key-line";
import { decisiveEffects, isAnything, keyFileOwners, touchedEffects } from "./touched";
import { mayExist, writeEffects } from "./writes";

/** The options that take a word, by the command's name: `-f` of one is a word's, and of the others a switch. */
const VALUED: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ["cp", "t target-directory S suffix"],
    ["mv", "t target-directory S suffix"],
    ["install", "t target-directory S suffix m mode o owner g group strip-program"],
    [
      "rsync",
      "e rsh f filter exclude include exclude-from include-from files-from chown chmod B block-size T temp-dir M bwlimit",
    ],
  ].map(([name = "", options = ""]) => [name, options.split(" ")]),
);

/** cp(1), mv(1), ln(1), rsync(1), install(1): what is copied from one account's keys to another's is followed. */
export const copy: Command = (call) => {
  const options = readOptions(call.args, VALUED.get(call.name) ?? []);
  const folder = options.get("t", "target-directory");
  const target = folder ?? options.operands.at(-1);
  const sources = folder === undefined ? options.operands.slice(0, -1) : options.operands;
  if (target === undefined || target === "" || sources.length === 0) return DONE;
  const fails = sources.some((source) => isRefused(call, source, target, options));
  const effects = sources.flatMap((source) =>
    isRefused(call, source, target, options)
      ? []
      : source === "/dev/null" && folder === undefined && /^(?:cp|install)$/u.test(call.name)
        ? emptied(call, target, options)
        : isExact(source) && isPresent(call.session, source) === false
          ? []
          : copyEffects(call, source, placeOf(call, source, target, folder !== undefined), options),
  );
  return { status: fails ? "failure" : "presumed", effects };
};

// cp(1) leaves folders out without -r; and nothing is put where the folder is not there, unless install makes it.
function isRefused(call: Call, source: Value, target: Value, options: Options): boolean {
  if (!/^(?:cp|mv|install)$/u.test(call.name) || !isExact(source)) return false;
  const { machine, cwd } = call.session;
  const from = normalisePath(source, cwd);
  if (isPresent(call.session, source) === false) return true;
  const isFolder = modelledPaths(machine).some((each) => isBelow(each, from) && isThere(machine, each));
  if (call.name !== "mv" && isFolder && !options.has("r", "R", "recursive", "a", "archive")) return true;
  const { path } = placeOf(call, source, target, options.has("t", "target-directory"));
  const same = isExact(path) && path === from;
  return same || (isFolderMissing(call.session, path) && !(call.name === "install" && options.has("D")));
}

// install(1) puts a new file there in any case, with a mode and an owner of its own.
function emptied(call: Call, target: Value, options: Options): readonly Effect[] {
  const since = call.since(call.name);
  const written = writeEffects(call.session, target, { append: false, content: "", since });
  const path = normalisePath(target, call.session.cwd);
  return call.name === "cp" || !isExact(path)
    ? written
    : [...written, ...fileEffects(call, path, path, false, options, since)];
}

// An rsync on the host itself that leaves nothing out.
const isPlainRsync = (call: Call, options: Options): boolean =>
  call.name === "rsync" &&
  options.has("a", "archive") &&
  !options.has(
    "f",
    "filter",
    "exclude",
    "include",
    "exclude-from",
    "files-from",
    "chown",
    "chmod",
    "n",
    "dry-run",
  );

function copyEffects(
  call: Call,
  source: Value,
  { path: to, content }: Destination,
  options: Options,
): readonly Effect[] {
  const { machine, cwd } = call.session;
  const from = normalisePath(source, cwd);
  const since = call.since(call.name);
  const followed =
    isExact(to) &&
    isExact(from) &&
    (/^(?:cp|mv|install)$/u.test(call.name) || isPlainRsync(call, options)) &&
    modelledPaths(machine).includes(from);
  if (!followed) {
    const gone = call.name === "mv" ? touchedEffects(machine, from, "it is moved away", since) : [];
    return isAnything(to)
      ? gone
      : [...gone, ...touchedEffects(machine, to, "what is copied there is not known", since)];
  }
  const below = modelledPaths(machine).filter((path) => (path === from && !content) || isBelow(path, from));
  const pairs = below.map((path) => ({
    path: normalisePath(`${to}${path.slice(from.length)}`, "/"),
    source: path,
  }));
  return [
    ...(content ? rootEffects(call, to, from, options, since) : []),
    ...pairs.flatMap((pair) => pairEffects(call, pair, options, since)),
    ...(call.name === "mv" ? goneEffects(machine, from, since) : []),
  ];
}

function pairEffects(
  call: Call,
  { path, source }: { readonly path: string; readonly source: string },
  options: Options,
  since: Origin,
): readonly Effect[] {
  const { machine, user } = call.session;
  const there = trait(machine, "file", source, "exists");
  if (there.certain && !there.value) return [];
  const before = mayExist(call.session, path);
  const mode = trait(machine, "file", source, "mode");
  if (!there.certain || before === undefined || candidates(mode).length === 0)
    return [
      ...touchedEffects(machine, path, "what is copied there is not known", since),
      ...contentEffects(machine, path, source, since),
    ];
  const keeps = call.name === "mv" || options.has("p", "a", "archive", "preserve");
  const fresh = !before || keeps || call.name === "install";
  return [
    ...(fresh
      ? [
          set("file", path, { exists: true }, since),
          ...fileEffects(call, path, source, keeps, options, since),
        ]
      : []),
    ...contentEffects(machine, path, source, since),
    ...keyFileOwners(machine, path).map((account) =>
      keysEffect(account, keysAt(machine, source, user), since),
    ),
  ];
}

// A folder that is merged into another gives it its mode and owner too, but keeps that one's special bits (acl_set_file(3)).
function rootEffects(
  call: Call,
  to: string,
  from: string,
  options: Options,
  since: Origin,
): readonly Effect[] {
  const { machine } = call.session;
  if (!options.has("p", "a", "archive", "preserve")) return [];
  const modes = candidates(trait(machine, "file", from, "mode"));
  const before = trait(machine, "file", to, "mode");
  const special = before.certain && call.name !== "rsync" ? before.value & 0o7000 : 0;
  const after = modes.map((mode) => (mode & 0o777) | special);
  return [
    oneOf("file", to, "mode", after, "the mode of what is copied there is not known", since),
    ...(["owner", "group"] as const).map((which) =>
      moved(given("file", to, which, trait(machine, "file", from, which)), since),
    ),
  ];
}

function contentEffects(machine: Machine, path: string, source: string, since: Origin): readonly Effect[] {
  if (isDirectoryPath(machine, source)) return [];
  const content = trait(machine, "file", source, "content");
  const decisive = (): readonly Effect[] =>
    decisiveEffects(path, "a file that decides who may log in is replaced", since);
  if (!content.certain)
    return [blur("file", path, "what is copied there is not known", since, ["content"]), ...decisive()];
  return [set("file", path, { content: content.value }, since), ...(isFollowedFile(path) ? [] : decisive())];
}

function fileEffects(
  call: Call,
  path: string,
  source: string,
  keeps: boolean,
  options: Options,
  since: Origin,
): readonly Effect[] {
  const { machine, user, umask } = call.session;
  const mode = trait(machine, "file", source, "mode");
  if (keeps)
    return (["mode", "owner", "group"] as const).map((which) =>
      moved(given("file", path, which, trait(machine, "file", source, which)), since),
    );
  if (call.name !== "install")
    return [
      set("file", path, { owner: user, group: user }, since),
      oneOf(
        "file",
        path,
        "mode",
        candidates(mode).map((each) => each & ~umask),
        "its mode is not known",
        since,
      ),
    ];
  const wanted = options.get("m", "mode") ?? "0755";
  const bits = isExact(wanted) ? changeMode(wanted, 0, false, umask) : undefined;
  const owner = options.get("o", "owner") ?? user;
  if (bits === undefined || !isExact(owner))
    return [blur("file", path, "what install makes of it is not known", since)];
  return [set("file", path, { mode: bits, owner, group: options.get("g", "group") ?? user }, since)];
}

// What is copied as it is stands where it does since the copy.
const moved = (effect: Effect, since: Origin): Effect =>
  effect.kind === "set" ? { ...effect, since } : effect;

function keysAt(machine: Machine, file: string, user: string): Prediction<boolean> {
  const [owner = user] = keyFileOwners(machine, file);
  if (keyFileOwners(machine, file).length > 0) return trait(machine, "account", owner, "keys");
  const content = trait(machine, "file", file, "content");
  if (!content.certain) return uncertain("what is copied there is not known", content.since);
  const { text } = content.value;
  return holdsKey(text) || isExact(text)
    ? certain(holdsKey(text), content.since)
    : uncertain("whether a valid key is copied cannot be told", content.since);
}

const keysEffect = (account: string, keys: Prediction<boolean>, since: Origin): Effect =>
  keys.certain
    ? set("account", account, { keys: keys.value }, since)
    : blur("account", account, keys.why, keys.since, ["keys"]);

function goneEffects(machine: Machine, from: string, since: Origin): readonly Effect[] {
  const gone = modelledPaths(machine).filter((path) => path === from || isBelow(path, from));
  return [
    ...gone.map((path) => set("file", path, { exists: false }, since)),
    ...keyFileOwners(machine, from).map((account) => set("account", account, { keys: false }, since)),
  ];
}
