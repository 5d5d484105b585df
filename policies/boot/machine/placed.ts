import { holdsKey, keysOfText, SOME_KEY } from "./key-line";
import type { Effect } from "./effect";
import { blur, set } from "./effect";
import { textFrom } from "./file-text";
import { saidOf, type Machine } from "./machine";
import type { PlaceEffect } from "./place-effects";
import { isOwnPlace } from "./own-places";
import { isUncovered, linkAt, locate, NO_PLACES, NOWHERE, volumeOf, type Places } from "./places";
import { certain, IMAGE, uncertain, type Prediction } from "./prediction";
import type { FileTraits } from "./traits";

/** The location under which a file's traits are kept. */
export const placed = (places: Places, path: string): string =>
  isUncovered(places, path) ? path : locate(places, path).location;

/** What holds for a file of another file system that no line speaks of. */
export function ofVolume<K extends keyof FileTraits>(
  machine: Machine,
  path: string,
  which: K,
): Prediction<FileTraits[K]> | undefined {
  if (machine.places === NO_PLACES) return undefined;
  const location = placed(machine.places, path);
  if (location.startsWith(NOWHERE))
    return which === "exists" ? certain(false as FileTraits[K], lastSince(machine)) : undefined;
  const found = volumeOf(machine.places, location);
  // What a mount or a link leads to is not the image's, unless it is one of its own files.
  if (found === undefined)
    return which === "exists" && location !== path && isOwnPlace(location)
      ? certain(false as FileTraits[K], since(machine, location))
      : undefined;
  const [name, { holds, mode, since: origin }] = found;
  const root: Partial<FileTraits> = { exists: true, mode, owner: "root", group: "root" };
  const value = location === name ? root[which] : which === "exists" ? (false as FileTraits[K]) : undefined;
  if (holds === "nothing" && value !== undefined) return certain(value, origin);
  return uncertain("what is on the file system that is mounted there is not known", origin);
}

/** Where an account's key file is, if that is elsewhere than its path says. */
function keyFileElsewhere(machine: Machine, account: string, home?: string): KeyFile | undefined {
  if (machine.places.aliases.length === 0) return undefined;
  const known = saidOf(machine, "account", account, "home");
  const folder = home ?? (known?.certain === true ? known.value : account === "root" ? "/root" : undefined);
  if (folder === undefined) return undefined;
  const path = `${folder}/.ssh/authorized_keys`;
  const location = placed(machine.places, path);
  return location === path ? undefined : { path, location };
}

interface KeyFile {
  readonly path: string;
  readonly location: string;
}

/** Whether an account has keys, where its key file lies behind a mount or a link: by what that file holds. */
export function keysElsewhere(machine: Machine, account: string): Prediction<boolean> | undefined {
  const file = keyFileElsewhere(machine, account);
  if (file === undefined) return undefined;
  const of = <K extends keyof FileTraits>(which: K): Prediction<FileTraits[K]> =>
    saidOf(machine, "file", file.location, which) ??
    ofVolume(machine, file.path, which) ??
    uncertain("what stands in its key file is not known", since(machine, file.location));
  const exists = of("exists");
  if (exists.certain && !exists.value) return certain(false, exists.since);
  const content = of("content");
  if (!content.certain) return content;
  const keys = keysOfText(content.value.text);
  return keys === "unknown"
    ? uncertain("whether a valid key is in its key file cannot be told", content.since)
    : certain(keys === "some", content.since);
}

const since = ({ places }: Machine, file: string): Prediction<unknown>["since"] =>
  [...places.aliases].reverse().find(({ to }) => file === to || file.startsWith(`${to}/`))?.since ?? {
    from: "image",
  };

const lastSince = ({ places }: Machine): Prediction<unknown>["since"] =>
  places.aliases.at(-1)?.since ?? IMAGE;

/** A change as it happens to what lies behind mounts and links. */
export function relocated(
  machine: Machine,
  effect: Exclude<Effect, PlaceEffect>,
): readonly (Effect | PlaceEffect)[] {
  if (effect.kind === "opaque") return [effect];
  if (effect.subject === "file") {
    const isGone = effect.kind === "set" && effect.traits.exists === false;
    if (isGone && linkAt(machine.places, effect.name) !== undefined)
      return [{ kind: "unlink", at: effect.name }];
    return [{ ...effect, name: placed(machine.places, effect.name) }];
  }
  if (effect.subject !== "account") return [effect];
  return effect.kind === "set" ? relocatedKeys(machine, effect) : [effect];
}

// Keys that cloud-init or a tool gives an account are in the file that its path leads to.
function relocatedKeys(
  machine: Machine,
  effect: Extract<Effect, { readonly kind: "set"; readonly subject: "account" }>,
): readonly Effect[] {
  const { keys, ...traits } = effect.traits;
  const file = keyFileElsewhere(machine, effect.name, traits.home);
  if (keys === undefined || file === undefined) return [effect];
  const content = saidOf(machine, "file", file.location, "content");
  const known = content?.certain === true && holdsKey(content.value.text) === keys;
  const rest = set("account", effect.name, traits, effect.since);
  if (known) return [rest];
  return keys
    ? [rest, set("file", file.location, { content: textFrom(SOME_KEY, effect.since) }, effect.since)]
    : [rest, blur("file", file.location, "whether keys stand in it is not known", effect.since, ["content"])];
}
