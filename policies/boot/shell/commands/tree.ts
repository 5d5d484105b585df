import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { isBelow, modelledPaths, normalisePath } from "../../machine/paths";
import { is } from "../../machine/prediction";
import { isPresent } from "../presence";
import { FAILED, type Call, type Command } from "../session";
import { isExact, type Value } from "../value";
import { isGroupMissing, isMissing } from "./account-names";
import { copy } from "./copies";
import { isFolderMissing } from "./file-content";
import { changeMode } from "./mode-words";
import { selectPaths } from "./modes";
import { isPathMissing } from "./needs-paths";
import { readOptions, type Options } from "./options";
import { keyFileOwners, touchedEffects } from "./touched";
import { mayExist } from "./writes";

/** rm(1), rmdir(1), shred(1), unlink(1). */
export const rm: Command = (call) => {
  const options = readOptions(call.args, []);
  const since = call.since(call.name);
  const recursive = options.has("r", "R", "recursive");
  const fails = options.operands.some((operand) => isRefused(call, operand, options));
  const effects = options.operands.flatMap((operand): readonly Effect[] => {
    if (operand === "") return [];
    const path = normalisePath(operand, call.session.cwd);
    if (path === "/" && !options.has("no-preserve-root")) return [];
    if (!isExact(path))
      return touchedEffects(call.session.machine, path, "what is removed is not known", since);
    // A folder with something in it stays without -r.
    if (!recursive && call.name !== "shred" && !isEmptied(call, path) && holdsOthers(call, path)) return [];
    const gone = selectPaths(call, [operand], recursive);
    const keys = gone.some(({ path: each }) => each !== "/") ? keyFileOwners(call.session.machine, path) : [];
    return [
      ...gone.map(({ path: each }) => set("file", each, { exists: false }, since)),
      ...keys.map((account) => set("account", account, { keys: false }, since)),
      ...(gone.length === 0 && !isPathMissing(call, operand) ? touchedDecisive(call, path) : []),
    ];
  });
  return { status: fails ? "failure" : "presumed", effects };
};

// Without -f for what is not there, without -r for a folder.
function isRefused(call: Call, operand: Value, options: Options): boolean {
  if (isPathMissing(call, operand)) return !options.has("f", "force");
  const path = normalisePath(operand, call.session.cwd);
  return (
    isExact(path) &&
    !options.has("r", "R", "recursive") &&
    is(trait(call.session.machine, "file", path, "exists"), true) &&
    holdsOthers(call, path) &&
    !isEmptied(call, path)
  );
}

// Nobody but the user data and cloud-init puts anything into a .ssh.
const isEmptied = (call: Call, path: string): boolean =>
  call.name === "rmdir" &&
  path.endsWith("/.ssh") &&
  modelledPaths(call.session.machine).every(
    (each) => !isBelow(each, path) || is(trait(call.session.machine, "file", each, "exists"), false),
  );

const holdsOthers = (call: Call, path: string): boolean =>
  modelledPaths(call.session.machine).some((each) => isBelow(each, path));

const touchedDecisive = (call: Call, path: string): readonly Effect[] =>
  touchedEffects(
    call.session.machine,
    path,
    "a file that decides who may log in is removed",
    call.since(call.name),
  );

/** mkdir(1). */
export const mkdir: Command = (call) => {
  const options = readOptions(call.args, ["m", "mode"]);
  const since = call.since("mkdir");
  const parents = options.has("p", "parents");
  const fails = options.operands.some(
    (path) =>
      !parents &&
      (isFolderMissing(call.session, path) ||
        (path !== "" && isExact(path) && isPresent(call.session, path) === true)),
  );
  const effects = options.operands.flatMap((path) => [
    ...(parents
      ? parentsOf(normalisePath(path, call.session.cwd)).flatMap((each) =>
          makeDirectory(call, each, undefined, since),
        )
      : []),
    ...(!parents && isFolderMissing(call.session, path)
      ? []
      : makeDirectory(call, path, options.get("m", "mode"), since)),
  ]);
  return { status: fails ? "failure" : "presumed", effects };
};

const parentsOf = (path: string): readonly string[] => {
  const steps = path.split("/").slice(1, -1).slice(0, 20);
  return steps.map((_, at) => `/${steps.slice(0, at + 1).join("/")}`);
};

function makeDirectory(
  call: Call,
  operand: Value,
  mode: Value | undefined,
  since: ReturnType<Call["since"]>,
): readonly Effect[] {
  const { session } = call;
  if (operand === "") return [];
  const path = normalisePath(operand, session.cwd);
  if (!isExact(path))
    return touchedEffects(session.machine, path, "whether it was there before is not known", since);
  const exists = mayExist(session, path);
  if (exists === true) return [];
  if (exists === undefined) {
    // A folder of the image's own stays as it is.
    const known = trait(session.machine, "file", path, "exists");
    return known.since.from === "image"
      ? [set("file", path, { exists: true }, since)]
      : [blur("file", path, "whether it was there before is not known", since)];
  }
  const bits =
    mode === undefined ? 0o777 & ~session.umask : isExact(mode) ? changeMode(mode, 0o777, true) : undefined;
  if (bits === undefined) return [blur("file", path, "its mode is not known", since)];
  return [set("file", path, { exists: true, mode: bits, owner: session.user, group: session.user }, since)];
}

/** install(1): with `-d` a directory with owner and mode at once, else a copy whose content is not followed. */
export const install: Command = (call) => {
  const options = readOptions(call.args, [
    "m",
    "mode",
    "o",
    "owner",
    "g",
    "group",
    "t",
    "target-directory",
    "S",
    "suffix",
  ]);
  const since = call.since("install");
  const [user, team] = [options.get("o", "owner"), options.get("g", "group")];
  if ((user !== undefined && isMissing(call, user)) || (team !== undefined && isGroupMissing(call, team)))
    return FAILED;
  if (!options.has("d", "directory")) return copy(call);
  const mode = options.get("m", "mode") ?? "0755";
  const owner = options.get("o", "owner") ?? call.session.user;
  const group = options.get("g", "group") ?? call.session.user;
  const bits = isExact(mode) ? changeMode(mode, 0o755, true) : undefined;
  return {
    status: "presumed",
    effects: selectPaths(call, options.operands, false).map((target) =>
      bits === undefined || !isExact(owner) || !isExact(group) || !target.certain
        ? blur("file", target.path, "what install makes of it is not known", since)
        : set("file", target.path, { exists: true, mode: bits, owner, group }, since),
    ),
  };
};
