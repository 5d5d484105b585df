import { HOST_KEYS } from "./host-keys";
import { mentioned, said, trait, type Machine } from "./machine";
import { NO_NAMES, type Known, type Names } from "./names";
import { pathsOf, type Places } from "./places";
import { draw, type Work } from "../work";

/** How many accounts are followed: user data of 16 KiB can name a thousand, and no host is meant to have as many. */
export const MAX_ACCOUNTS = 100;

/** Key file of an account with the given home, as OpenSSH's default `AuthorizedKeysFile` has it (sshd_config(5)). */
export const authorizedKeysOf = (home: string): string => `${home}/.ssh/authorized_keys`;

/** The paths whose modes and owners decide whether sshd reads an account's keys, from the root downwards. */
export const loginPaths = (home: string): readonly string[] => [home, `${home}/.ssh`, authorizedKeysOf(home)];

const NOT_NORMAL = /\/(?:\.{0,2}(?:\/|$))/u;

/** Absolute, without `.`/`..`, doubled or trailing slashes. */
export function normalisePath(path: string, cwd: string): string {
  // Nearly all are already, and every command asks.
  if (path.startsWith("/") && !NOT_NORMAL.test(path)) return path;
  const absolute = path.startsWith("/") ? path : `${cwd}/${path}`;
  const out: string[] = [];
  for (const step of absolute.split("/")) {
    if (step === "" || step === ".") continue;
    if (step === "..") out.pop();
    else out.push(step);
  }
  return `/${out.join("/")}`;
}

export const isBelow = (path: string, directory: string): boolean =>
  directory === "/"
    ? path !== "/"
    : path.length > directory.length && path[directory.length] === "/" && path.startsWith(directory);

/** Every path the model keeps: those on the way to an account's keys, and whatever the user data said something about. */
export function modelledPaths(machine: Machine): readonly string[] {
  const { list } = keptPaths(machine);
  // Whoever asks goes through them.
  draw(machine.work, list.length >> 2);
  return list;
}

/** Whether the model keeps a path. */
export function isModelled(machine: Machine, path: string): boolean {
  const { index, list } = keptPaths(machine);
  const at = index.get(path);
  return at !== undefined && at < list.length;
}

/** What asking for an account's home takes, and finding where a location shows; in the units of `boot/work.ts`. */
const PER_HOME = 16;
const PER_LOCATION = 20;

interface Kept {
  readonly accounts: Names;
  readonly homes: readonly string[];
  readonly places: Places;
  readonly list: readonly string[];
  /** Where each path stands in the list; those behind its end are of a longer one, which goes on from this one. */
  readonly index: Map<string, number>;
}

// One command asks for the paths many times, and most commands bring none or one: they are kept for as long as the
// names of the files, the accounts' homes and what is mounted stay as they are, and added to where a file comes.
const KEPT = new WeakMap<Known, Kept>();

function keptPaths(machine: Machine): Kept {
  const accounts = machine.traits.account;
  const { known } = machine.traits.file;
  const { places } = machine;
  // The bare machine's names are everybody's.
  const before = known === NO_NAMES.known ? undefined : KEPT.get(known);
  if (before?.accounts === accounts && before.places === places) return before;
  const homes = homesOf(machine);
  draw(machine.work, PER_HOME * homes.length);
  const kept = grown(known, homes, accounts, machine) ?? allPaths(machine, homes);
  if (known !== NO_NAMES.known) KEPT.set(known, kept);
  return kept;
}

function homesOf(machine: Machine): readonly string[] {
  const homes: string[] = [];
  for (const account of ["root", ...mentioned(machine, "account")]) {
    const home = trait(machine, "account", account, "home");
    if (home.certain) homes.push(home.value);
  }
  return homes;
}

// The paths of the closest moment before, where nothing but files has come since.
function grown(
  known: Known,
  homes: readonly string[],
  accounts: Names,
  { places, work }: Machine,
): Kept | undefined {
  const added: (readonly string[])[] = [];
  for (let at: Known | undefined = known; at !== undefined; at = at.before) {
    const kept = at === NO_NAMES.known ? undefined : KEPT.get(at);
    if (kept === undefined) {
      added.unshift(at.added);
      continue;
    }
    const isSame =
      kept.places === places &&
      kept.homes.length === homes.length &&
      kept.homes.every((home, place) => home === homes[place]);
    return isSame ? withFiles({ ...kept, accounts }, added.flat(), work) : undefined;
  }
  return undefined;
}

function allPaths(machine: Machine, homes: readonly string[]): Kept {
  const paths = [
    "/",
    "/home",
    "/etc/ssh",
    "/etc/ssh/sshd_config",
    "/etc/fstab",
    "/usr/sbin/sshd",
    ...HOST_KEYS,
  ];
  const list = [...new Set([...paths, ...homes.flatMap(loginPaths)])];
  const start: Kept = {
    accounts: machine.traits.account,
    homes,
    places: machine.places,
    list,
    index: new Map(list.map((path, at) => [path, at])),
  };
  return withFiles(start, mentioned(machine, "file"), machine.work);
}

function withFiles(kept: Kept, locations: readonly string[], work: Work): Kept {
  if (locations.length === 0) return kept;
  draw(
    work,
    (kept.list.length >> 2) +
      (kept.places.aliases.length + 2) * PER_LOCATION +
      locations.length * PER_LOCATION,
  );
  // Another course has gone on from the same paths where there are more of them.
  const index =
    kept.index.size === kept.list.length ? kept.index : new Map(kept.list.map((path, at) => [path, at]));
  const list = [...kept.list];
  const add = (path: string): void => {
    if (index.has(path)) return;
    index.set(path, list.length);
    list.push(path);
  };
  for (const location of locations) {
    if (location.startsWith("/")) add(location);
    for (const path of pathsOf(kept.places, location, (steps) => draw(work, steps))) add(path);
  }
  return { ...kept, list, index };
}

/** Whether a path that the model keeps is a directory: files are those that hold something, and a few known ones. */
export const isDirectoryPath = (machine: Machine, path: string): boolean =>
  said(machine, "file", path, "content") === undefined &&
  machine.baseline("file", path, "content") === undefined &&
  !/\/authorized_keys2?$|^\/etc\/(?:fstab|ssh\/sshd_config$)|^\/usr\/sbin\/sshd$/u.test(path);

/** Files whose content is judged itself, rather than any change of it being told as one that may decide anything. */
export const isFollowedFile = (path: string): boolean =>
  /^\/etc\/(?:ssh\/(?!ssh_host_)|fstab$|nologin$|hosts\.(?:allow|deny)$|nsswitch\.conf$|pam\.d\/|security\/)/u.test(
    path,
  );
