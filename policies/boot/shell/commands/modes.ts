import { blur, set, type Effect } from "../../machine/effect";
import { trait, type Machine } from "../../machine/machine";
import { isBelow, isDirectoryPath, isModelled, modelledPaths, normalisePath } from "../../machine/paths";
import { DONE, type Call, type Command } from "../session";
import { couldBe, isExact, type Value } from "../value";
import { changeMode } from "./mode-words";
import { mayChange } from "./rights";
import { isAnything } from "./touched";

/** chmod(1). */
export const chmod: Command = (call) => {
  const { flags, operands } = chmodWords(call.args);
  const [mode, ...paths] = flags.reference ? ["", ...operands] : operands;
  if (mode === undefined || paths.length === 0) return DONE;
  const since = call.since("chmod");
  return {
    status: "presumed",
    effects: selectPaths(call, paths, flags.recursive).flatMap((target): readonly Effect[] => {
      const before = trait(call.session.machine, "file", target.path, "mode");
      const exists = trait(call.session.machine, "file", target.path, "exists");
      if (exists.certain && !exists.value) return [];
      if (!mayChange(call.session, target.path)) return [];
      const after =
        before.certain && isExact(mode)
          ? changeMode(
              mode,
              before.value,
              isDirectoryPath(call.session.machine, target.path),
              call.session.umask,
            )
          : undefined;
      return !target.certain || after === undefined
        ? [blur("file", target.path, "its mode after this is not known", since, ["mode"])]
        : [set("file", target.path, { mode: after }, since)];
    }),
  };
};

// A mode may begin with a dash (`chmod -x file`), which no option parser would leave alone.
function chmodWords(args: readonly Value[]): {
  readonly flags: { readonly recursive: boolean; readonly reference: boolean };
  readonly operands: readonly Value[];
} {
  const isFlag = (arg: Value): boolean => /^-(?:[Rvcf]+|-[a-z-]+(?:=.*)?)$/u.test(arg);
  const flags = args.filter(isFlag);
  return {
    flags: {
      recursive: flags.some((flag) => /^-[vcf]*R|^--recursive$/u.test(flag)),
      reference: flags.some((flag) => flag.startsWith("--reference")),
    },
    operands: args.filter((arg) => !isFlag(arg)),
  };
}

export interface Target {
  readonly path: string;
  /** False where the command names something that may or may not be this path. */
  readonly certain: boolean;
}

/** The modelled paths that a command's operands name, with what is below them where it is recursive. */
export function selectPaths(call: Call, operands: readonly Value[], recursive: boolean): readonly Target[] {
  const targets = new Map<string, Target>();
  for (const operand of operands) {
    for (const target of namedPaths(call.session.machine, operand, call.session.cwd, recursive)) {
      const before = targets.get(target.path);
      targets.set(target.path, { ...target, certain: target.certain || before?.certain === true });
    }
  }
  return [...targets.values()];
}

function namedPaths(machine: Machine, operand: Value, cwd: string, recursive: boolean): readonly Target[] {
  const wanted = normalisePath(operand, cwd);
  const certain = isExact(wanted);
  if (certain && !recursive) return isModelled(machine, wanted) ? [{ path: wanted, certain }] : [];
  return modelledPaths(machine)
    .filter((path) =>
      certain ? path === wanted || isBelow(path, wanted) : !isAnything(wanted) && couldBe(wanted, path),
    )
    .map((path) => ({ path, certain }));
}
