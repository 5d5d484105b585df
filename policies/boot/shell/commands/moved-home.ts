import { copiedTraits, given } from "../../machine/copy-traits";
import { blur, set, type Effect } from "../../machine/effect";
import { trait, type Machine } from "../../machine/machine";
import { isOwnPlace } from "../../machine/own-places";
import { isBelow, modelledPaths, normalisePath } from "../../machine/paths";
import type { Origin } from "../../machine/prediction";
import type { Call } from "../session";
import { isExact } from "../value";
import { keysIn } from "./keys-in";
import type { Options } from "./options";

/** usermod(8), `--home`: the account looks for its keys elsewhere from then on, and takes them along with `--move-home`. */
export function movedHomeEffects(call: Call, name: string, options: Options): readonly Effect[] {
  const { machine } = call.session;
  const since = call.since("usermod --home");
  const word = options.get("d", "home") ?? "";
  const before = trait(machine, "account", name, "home");
  const unclear = [blur("account", name, "its home is moved", since, ["home", "keys"])];
  if (!isExact(word) || !word.startsWith("/") || !before.certain) return unclear;
  const home = normalisePath(word, "/");
  if (home === before.value) return [];
  const moved = set("account", name, { home }, since);
  const stays: readonly Effect[] = [
    moved,
    given("account", name, "keys", keysIn(machine, name, home, since)),
  ];
  if (!options.has("m", "move-home")) return stays;
  const there = isThere(machine, home);
  // A home that is there already is not written over: the account is left with what is in it.
  if (there === true) return stays;
  const parent = normalisePath(`${home}/..`, "/");
  if (there === undefined || !canHold(machine, parent)) return unclear;
  return [moved, ...movedFiles(machine, before.value, home, since)];
}

function isThere(machine: Machine, path: string): boolean | undefined {
  const exists = trait(machine, "file", path, "exists");
  if (exists.certain) return exists.value;
  return exists.since.from === "image" && isOwnPlace(path) ? false : undefined;
}

// Without the folder above it the move fails, with the account's entry changed already.
const canHold = (machine: Machine, folder: string): boolean =>
  /^\/(?:|home|srv|opt|var|var\/lib|mnt|media|usr|usr\/local|tmp|root)$/u.test(folder) ||
  isThere(machine, folder) === true;

function movedFiles(machine: Machine, from: string, to: string, since: Origin): readonly Effect[] {
  const paths = modelledPaths(machine).filter((path) => path === from || isBelow(path, from));
  return [
    ...paths.flatMap((path) => copiedTraits(machine, "file", path, `${to}${path.slice(from.length)}`)),
    ...paths.map((path) => set("file", path, { exists: false }, since)),
  ];
}
