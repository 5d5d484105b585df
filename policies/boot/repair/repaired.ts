import { startEffects } from "../login/sshd-start";
import { blurEverything, opaque, type Effect } from "../machine/effect";
import { applyEffects, trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import { sameSshdFiles } from "../machine/sshd-config-files";
import { sshdFilesOf } from "../machine/sshd-files";
import { accountEffects } from "./accounts";
import { configurationOf, type Configuration } from "./configuration";
import { folderEffects } from "./folders";
import { homeEffects } from "./homes";
import { hostKeyEffects } from "./host-keys";
import { keyFileEffects } from "./key-files";
import { pamEffects, wrapperEffects } from "./pam";
import { pinnedMachine } from "./place-pins";
import { serviceEffects } from "./services";
import { loadingMachine } from "./sshd-loads";

/**
 * The machine once the repair program has run as root: what it does follows from its text, which is known, and from what
 * it is told (see docs/decisions). Its steps in their order, each of which finds what the ones before it left.
 */
export function repairedMachine(machine: Machine, since: Origin): Machine {
  const told = configurationOf(machine);
  if (told === "refused") return machine;
  if (told === "unknown")
    return applyEffects(machine, unknownEffects("what the repair program is told is not known", since));
  const before = sshdFilesOf(machine);
  const files = STEPS.reduce((now, step) => step(now, told, since), machine);
  const sshdChanged = !sameSshdFiles(before, sshdFilesOf(files));
  const after = applyEffects(files, serviceEffects(files, told, { sshdChanged, since }));
  // One that runs already reads its files anew; at a boot it is still to start.
  return is(trait(after, "service", "sshd", "active"), true)
    ? applyEffects(after, startEffects(after, since))
    : after;
}

/** What follows from a repair of which nothing is known: it may open what was shut, and shuts whom it is told no more of. */
export function unknownEffects(why: string, since: Origin): readonly Effect[] {
  return [opaque(why, since), ...blurEverything(why, since)];
}

type Step = (machine: Machine, configuration: Configuration, since: Origin) => Machine;

const unless =
  (part: string, effects: (...given: Parameters<Step>) => readonly Effect[]): Step =>
  (machine, configuration, since) =>
    configuration.off.has(part) ? machine : applyEffects(machine, effects(machine, configuration, since));

const STEPS: readonly Step[] = [
  unless("modes", (machine, _, since) => folderEffects(machine, since)),
  unless("hostkeys", (machine, _, since) => hostKeyEffects(machine, since)),
  unless("sshd", (machine, _, since) => wrapperEffects(machine, since)),
  (machine, { off }, since) => (off.has("sshd") ? machine : loadingMachine(machine, since)),
  unless("keys", keyFileEffects),
  (machine, configuration, since) =>
    configuration.off.has("keys") && configuration.off.has("sshd")
      ? machine
      : pinnedMachine(machine, configuration, since),
  unless("accounts", accountEffects),
  unless("modes", homeEffects),
  unless("accounts", pamEffects),
];
