import type { Effect } from "../machine/effect";
import { isBelow } from "../machine/paths";

/**
 * What a command does once files that cannot be changed are left out (chattr(1), `i`), with the folders that they keep
 * from being removed, and what the command would have made of the keys that stand in them.
 */
export function changeable(
  effects: readonly Effect[],
  immutable: ReadonlySet<string> | undefined,
): readonly Effect[] {
  if (immutable === undefined || immutable.size === 0) return effects;
  const kept = [...immutable];
  const isKept = (effect: Effect): boolean =>
    "subject" in effect &&
    effect.subject === "file" &&
    (immutable.has(effect.name) || (removes(effect) && kept.some((path) => isBelow(path, effect.name))));
  if (!effects.some(isKept)) return effects;
  return effects.filter((effect) => !isKept(effect) && !isAboutKeys(effect));
}

const removes = (effect: Effect): boolean =>
  effect.kind === "set" && "exists" in effect.traits && !effect.traits.exists;

function isAboutKeys(effect: Effect): boolean {
  if (!("subject" in effect) || effect.subject !== "account" || !("traits" in effect)) return false;
  const traits: readonly string[] = Array.isArray(effect.traits)
    ? (effect.traits as readonly string[])
    : Object.keys(effect.traits ?? {});
  return traits.length === 1 && traits[0] === "keys";
}
