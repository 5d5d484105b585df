import type { Count } from "../../facts/wildcard";
import type { Alias } from "./alias";
import { above, isCovered, leadingTo, spotAt, spotsOf, type Spot } from "./alias-index";
import type { Origin } from "./prediction";
import { OutOfWork } from "../work";

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

/** More links than this the kernel follows for no path (path_resolution(7), ELOOP). */
const MAX_LINKS = 40;
const MAX_MOUNTS = 8;
/** No path is longer (limits.h, PATH_MAX). */
const MAX_PATH = 4096;
/** Stands for what a link that leads to itself ends at. */
export const NOWHERE = "nowhere:";

export interface Located {
  readonly location: string;
  /** The path without links (realpath(3)). */
  readonly real: string;
}

/**
 * Follows a normalised absolute path through mounts and links; with `last` false a link at its end is not followed.
 *
 * @throws {OutOfWork} for a path that leads through more links than the kernel follows
 */
export function locate(places: Places, path: string, last = true): Located {
  if (places.aliases.length === 0 || !path.startsWith("/") || path === "/")
    return { location: path, real: path };
  if (isUncovered(places, path)) return { location: path, real: path };
  return last
    ? remembered(LOCATED, places, path, () => follow(places, path, last))
    : follow(places, path, last);
}

// The same few paths are asked for at every command, and what is mounted and linked hardly ever changes.
const LOCATED = new WeakMap<Places, Map<string, Located>>();
const SHOWN = new WeakMap<Places, Map<string, readonly string[]>>();
const BEHIND = new WeakMap<readonly Alias[], Map<Alias, Found | undefined>>();
const TARGETS = new WeakMap<readonly Alias[], Spot>();

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

function follow(places: Places, path: string, last: boolean): Located {
  const found = walk(places, path, last);
  return found ?? { location: `${NOWHERE}${path}`, real: path };
}

interface Found extends Located {
  /** How many links are on the way. */
  readonly links: number;
}

/**
 * @returns `undefined` for a path that leads to itself
 * @throws {OutOfWork} for one that leads through more links than are followed
 */
function walk(places: Places, path: string, last: boolean): Found | undefined {
  if (path.length > MAX_PATH) return undefined;
  const root = spotsOf(places.aliases);
  const steps = path.slice(1).split("/");
  let links = 0;
  // What has been walked since the last link or mount is put together once it is needed.
  let from = { location: "", real: "" };
  let since: string[] = [];
  let sinceReal: string[] = [];
  let spot: Spot | undefined = root.below.get("");
  const here = (base: string, rest: readonly string[]): string =>
    rest.length === 0 ? base : `${base}/${rest.join("/")}`;
  for (const [at, step] of steps.entries()) {
    since.push(step);
    sinceReal.push(step);
    spot = spot?.below.get(step);
    if (spot === undefined) continue;
    if (spot.link !== undefined && (last || at < steps.length - 1)) {
      const behind = behindLink(places, spot.link);
      links += 1 + (behind?.links ?? 0);
      if (behind === undefined) return undefined;
      if (links > MAX_LINKS) throw new OutOfWork(spot.link.since);
      from = {
        location: behind.location === "/" ? "" : behind.location,
        real: behind.real === "/" ? "" : behind.real,
      };
      since = [];
      sinceReal = [];
      spot = spotAt(root, behind.location);
    }
    if (spot?.mount !== undefined) {
      const to = throughMounts(root, spot.mount);
      from = { location: to === "/" ? "" : to, real: here(from.real, sinceReal) };
      since = [];
      sinceReal = [];
      spot = spotAt(root, to);
    }
  }
  const [location, real] = [here(from.location, since), here(from.real, sinceReal)];
  return { location: location === "" ? "/" : location, real: real === "" ? "/" : real, links };
}

// Each link is followed once: while that is going on it leads nowhere, so that one which leads to itself does.
function behindLink(places: Places, link: Alias): Found | undefined {
  const known = BEHIND.get(places.aliases) ?? new Map<Alias, Found | undefined>();
  BEHIND.set(places.aliases, known);
  if (known.has(link)) return known.get(link);
  known.set(link, undefined);
  const found = link.to === "/" ? { location: "/", real: "/", links: 0 } : walk(places, link.to, true);
  known.set(link, found);
  return found;
}

/** Whether neither a mount nor a link lies on the way to a path: it is its own location. */
export function isUncovered({ aliases }: Places, path: string): boolean {
  // A few are looked at one by one.
  if (aliases.length > 16) return !isCovered(spotsOf(aliases), path);
  for (const { at } of aliases) if (lies(path, at)) return false;
  return true;
}

// At a location or below it.
const lies = (path: string, location: string): boolean =>
  path.startsWith(location) && (path.length === location.length || path[location.length] === "/");

function throughMounts(root: Spot, mount: Alias): string {
  let now = mount.to;
  for (let turns = 1; turns < MAX_MOUNTS; turns += 1) {
    const next = spotAt(root, now)?.mount;
    if (next === undefined) return now;
    now = next.to;
  }
  return now;
}

/** The link at a path itself, if it is one. */
export const linkAt = (places: Places, path: string): Alias | undefined =>
  places.aliases.length === 0
    ? undefined
    : spotAt(spotsOf(places.aliases), locate(places, path, false).location)?.link;

/** The mount on top at a path, if something is mounted there. */
export function mountAt(places: Places, path: string): Alias | undefined {
  if (places.aliases.length === 0) return undefined;
  const slash = path.lastIndexOf("/");
  const parent = slash <= 0 ? "/" : path.slice(0, slash);
  const above = locate(places, parent).location;
  let now = `${above === "/" ? "" : above}${path.slice(slash)}`;
  let found: Alias | undefined;
  for (let turns = 0; turns < MAX_MOUNTS; turns += 1) {
    const mount = spotAt(spotsOf(places.aliases), now)?.mount;
    if (mount === undefined) return found;
    found = mount;
    now = mount.to;
  }
  return found;
}

/** The file system that a location is on, where it is not the root one. */
export function volumeOf({ volumes }: Places, location: string): readonly [string, Volume] | undefined {
  if (!location.startsWith(VOLUME)) return undefined;
  const slash = location.indexOf("/");
  const name = slash === -1 ? location : location.slice(0, slash);
  const volume = volumes.get(name);
  return volume && [name, volume];
}

/** The paths under which a location shows, apart from its own. @param count Told of each of them. */
export const pathsOf = (places: Places, location: string, count: Count): readonly string[] =>
  places.aliases.length === 0
    ? []
    : remembered(SHOWN, places, location, () => shownAt(places, location, 0, count));

function shownAt(places: Places, location: string, turns: number, count: Count): readonly string[] {
  if (turns > 2) return [];
  const shown: string[] = [];
  for (const [{ at }, rest] of above(targetsOf(places), location)) {
    const path = `${at}${rest}`;
    count(1 + (path.length >> 4));
    if (path.startsWith("/")) shown.push(path);
    shown.push(...shownAt(places, path, turns + 1, count));
  }
  return shown;
}

function targetsOf(places: Places): Spot {
  const known =
    TARGETS.get(places.aliases) ??
    leadingTo(
      places.aliases.map((alias) => [
        alias,
        alias.kind === "link" ? locate(places, alias.to).location : alias.to,
      ]),
    );
  TARGETS.set(places.aliases, known);
  return known;
}
