import { blur, oneOf, type Effect } from "../../machine/effect";
import { trait, type Machine } from "../../machine/machine";
import { isBelow, isDirectoryPath, isModelled, modelledPaths, normalisePath } from "../../machine/paths";
import { linkAt } from "../../machine/places";
import { candidates, type Prediction } from "../../machine/prediction";
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
      const isDirectory = isDirectoryPath(call.session.machine, target.path);
      const after = isExact(mode)
        ? candidatesFor(before, mode).map((bits) => changeMode(mode, bits, isDirectory, call.session.umask))
        : [];
      const why = "its mode after this is not known";
      const known = after.filter((bits) => bits !== undefined);
      return !target.certain || known.length < after.length
        ? [blur("file", target.path, why, since, ["mode"])]
        : [oneOf("file", target.path, "mode", known, why, since)];
    }),
  };
};

// A mode in digits is the same whatever was there before.
function candidatesFor(before: Prediction<number>, mode: Value): readonly number[] {
  const modes = candidates(before);
  return modes.length === 0 && /^[0-7]{3,4}$/u.test(mode) ? [0] : modes;
}

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
  // An empty word names nothing (path_resolution(7)).
  if (operand === "") return [];
  const wanted = normalisePath(operand, cwd);
  const certain = isExact(wanted);
  if (certain && !recursive) return isModelled(machine, wanted) ? [{ path: wanted, certain }] : [];
  const through = operand.endsWith("/") || operand.endsWith("/.");
  return modelledPaths(machine)
    .filter((path) =>
      certain
        ? path === wanted || (isBelow(path, wanted) && !isBehindLink(machine, path, wanted, through))
        : !isAnything(wanted) && couldBe(wanted, path),
    )
    .map((path) => ({ path, certain }));
}

// A recursive command goes through no link that it comes across, nor through its operand unless that ends in a slash.
function isBehindLink({ places }: Machine, path: string, start: string, through: boolean): boolean {
  if (places.aliases.length === 0) return false;
  if (linkAt(places, path) !== undefined) return true;
  const steps = path.slice(start.length).split("/").slice(0, -1);
  return steps.some((_, at) => {
    const above = `${start}${steps.slice(0, at + 1).join("/")}`;
    return !(through && above === start) && linkAt(places, above) !== undefined;
  });
}
