import type { Origin } from "./prediction";

/**
 * Where something shows up that is kept elsewhere. A mount (mount(8), also `--bind`) shows a file system or folder in
 * place of what is there; a symbolic link leads to another path.
 */
export interface Alias {
  readonly kind: "mount" | "link";
  /** The location that is covered, or at which the link is. */
  readonly at: string;
  /** Of a mount: the location that shows there. Of a link: the path that it names. */
  readonly to: string;
  readonly since: Origin;
}

/** What is on a file system of its own apart from what lines of the user data put there. */
export interface Volume {
  readonly holds: "nothing" | "unknown";
  /** Mode of its root directory, which is root's. */
  readonly mode: number;
  readonly since: Origin;
}

/**
 * Mounts, links and the file systems that are not the root one. A *location* is the name under which the model keeps a
 * file: its path where nothing lies over it, and on another file system that one's name with the path behind it.
 */
export interface Places {
  readonly aliases: readonly Alias[];
  /** By name, which begins with {@link VOLUME}. */
  readonly volumes: ReadonlyMap<string, Volume>;
  /** The file system on a device, by whatever names it: `/dev/…`, `LABEL=…`, `UUID=…`. */
  readonly devices: ReadonlyMap<string, string>;
}

export const NO_PLACES: Places = { aliases: [], volumes: new Map(), devices: new Map() };

export const VOLUME = "volume:";

const MAX_LINKS = 8;
/** Stands for what a link that leads to itself ends at. */
export const NOWHERE = "nowhere:";

export interface Located {
  readonly location: string;
  /** The path without links (realpath(3)). */
  readonly real: string;
}

/** Follows a normalised absolute path through mounts and links; with `last` false a link at its end is not followed. */
export function locate(places: Places, path: string, last = true, links = 0): Located {
  if (places.aliases.length === 0 || !path.startsWith("/") || path === "/")
    return { location: path, real: path };
  if (isUncovered(places, path)) return { location: path, real: path };
  if (!last || links > 0) return follow(places, path, last, links);
  return remembered(LOCATED, places, path, () => follow(places, path, last, links));
}

// The same few paths are asked for at every command, and what is mounted and linked hardly ever changes.
const LOCATED = new WeakMap<Places, Map<string, Located>>();
const SHOWN = new WeakMap<Places, Map<string, readonly string[]>>();

function remembered<T>(
  memory: WeakMap<Places, Map<string, T>>,
  places: Places,
  path: string,
  find: () => T,
): T {
  const paths = memory.get(places) ?? new Map<string, T>();
  memory.set(places, paths);
  const found = paths.get(path) ?? find();
  paths.set(path, found);
  return found;
}

function follow(places: Places, path: string, last: boolean, links: number): Located {
  const steps = path.slice(1).split("/");
  let location = "";
  let real = "";
  for (const [at, step] of steps.entries()) {
    location = `${location === "/" ? "" : location}/${step}`;
    real = `${real}/${step}`;
    const link = findAlias(places, "link", location);
    if (link !== undefined && (last || at < steps.length - 1)) {
      if (links >= MAX_LINKS) return { location: NOWHERE, real: path };
      const behind = locate(places, link.to, true, links + 1);
      location = behind.location;
      real = behind.real === "/" ? "" : behind.real;
    }
    location = throughMounts(places, location);
  }
  return { location, real: real === "" ? "/" : real };
}

const findAlias = ({ aliases }: Places, kind: Alias["kind"], at: string): Alias | undefined =>
  aliases.findLast((alias) => alias.kind === kind && alias.at === at);

/** Whether neither a mount nor a link lies on the way to a path: it is its own location. */
export function isUncovered({ aliases }: Places, path: string): boolean {
  for (const { at } of aliases) if (lies(path, at)) return false;
  return true;
}

// At a location or below it.
const lies = (path: string, location: string): boolean =>
  path.startsWith(location) && (path.length === location.length || path[location.length] === "/");

function throughMounts(places: Places, location: string): string {
  let now = location;
  for (let turns = 0; turns < MAX_LINKS; turns += 1) {
    const mount = findAlias(places, "mount", now);
    if (mount === undefined) return now;
    now = mount.to;
  }
  return now;
}

/** The link at a path itself, if it is one. */
export const linkAt = (places: Places, path: string): Alias | undefined =>
  places.aliases.length === 0 ? undefined : findAlias(places, "link", locate(places, path, false).location);

/** The mount on top at a path, if something is mounted there. */
export function mountAt(places: Places, path: string): Alias | undefined {
  const slash = path.lastIndexOf("/");
  const parent = slash <= 0 ? "/" : path.slice(0, slash);
  const above = locate(places, parent).location;
  let now = `${above === "/" ? "" : above}${path.slice(slash)}`;
  let found: Alias | undefined;
  for (let turns = 0; turns < MAX_LINKS; turns += 1) {
    const mount = findAlias(places, "mount", now);
    if (mount === undefined) return found;
    found = mount;
    now = mount.to;
  }
  return found;
}

/** The file system that a location is on, where it is not the root one. */
export function volumeOf({ volumes }: Places, location: string): readonly [string, Volume] | undefined {
  if (!location.startsWith(VOLUME)) return undefined;
  return [...volumes].find(([name]) => location === name || location.startsWith(`${name}/`));
}

/** The paths under which a location shows, apart from its own. */
export const pathsOf = (places: Places, location: string): readonly string[] =>
  places.aliases.length === 0 ? [] : remembered(SHOWN, places, location, () => shownAt(places, location, 0));

function shownAt(places: Places, location: string, turns: number): readonly string[] {
  if (turns > 2) return [];
  return places.aliases.flatMap(({ kind, at, to }) => {
    const target = kind === "link" ? locate(places, to).location : to;
    if (!lies(location, target === "/" ? "" : target)) return [];
    const shown = `${at}${target === "/" ? location : location.slice(target.length)}`;
    return shown.startsWith("/")
      ? [shown, ...shownAt(places, shown, turns + 1)]
      : shownAt(places, shown, turns + 1);
  });
}
