import { HOST_KEYS } from "./host-keys";
import type { Machine } from "./machine";
import { mentioned, said, trait } from "./machine";
import { NO_NAMES, type Names } from "./names";
import { pathsOf, type Places } from "./places";

/** How many accounts are followed: user data of 16 KiB can name a thousand, and no host is meant to have as many. */
export const MAX_ACCOUNTS = 100;

/** Key file of an account with the given home, as OpenSSH's default `AuthorizedKeysFile` has it (sshd_config(5)). */
export const authorizedKeysOf = (home: string): string => `${home}/.ssh/authorized_keys`;

/** The paths whose modes and owners decide whether sshd reads an account's keys, from the root downwards. */
export const loginPaths = (home: string): readonly string[] => [home, `${home}/.ssh`, authorizedKeysOf(home)];

/** Absolute, without `.`/`..`, doubled or trailing slashes. */
export function normalisePath(path: string, cwd: string): string {
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
  directory === "/" ? path !== "/" : path.startsWith(`${directory}/`);

/** Every path the model keeps: those on the way to an account's keys, and whatever the user data said something about. */
export const modelledPaths = (machine: Machine): readonly string[] => keptPaths(machine).list;

/** Whether the model keeps a path. */
export const isModelled = (machine: Machine, path: string): boolean => keptPaths(machine).set.has(path);

interface Kept {
  readonly accounts: Names | undefined;
  readonly places: Places;
  readonly set: ReadonlySet<string>;
  readonly list: readonly string[];
}

// One command asks for the paths many times, and most commands bring none: they are kept for as long as the names of the
// files, the accounts and what is mounted stay as they are.
const KEPT = new WeakMap<object, Kept>();

function keptPaths(machine: Machine): Kept {
  const accounts = machine.traits.get("account");
  const { known } = machine.traits.get("file") ?? NO_NAMES;
  const before = KEPT.get(known);
  // The bare machine's token is everybody's.
  if (before?.accounts === accounts && before?.places === machine.places && known !== NO_NAMES.known)
    return before;
  const set = findPaths(machine);
  const kept: Kept = { accounts, places: machine.places, set, list: [...set] };
  KEPT.set(known, kept);
  return kept;
}

function findPaths(machine: Machine): ReadonlySet<string> {
  const paths = new Set(["/", "/home", "/etc/ssh", "/etc/ssh/sshd_config", "/etc/fstab", ...HOST_KEYS]);
  for (const account of ["root", ...mentioned(machine, "account")]) {
    const home = trait(machine, "account", account, "home");
    if (home.certain) for (const path of loginPaths(home.value)) paths.add(path);
  }
  for (const location of mentioned(machine, "file")) {
    if (location.startsWith("/")) paths.add(location);
    for (const path of pathsOf(machine.places, location)) paths.add(path);
  }
  return paths;
}

/** Whether a path that the model keeps is a directory: files are those that hold something, and a few known ones. */
export const isDirectoryPath = (machine: Machine, path: string): boolean =>
  said(machine, "file", path, "content") === undefined &&
  machine.baseline("file", path, "content") === undefined &&
  !/\/authorized_keys2?$|^\/etc\/(?:fstab|ssh\/sshd_config$)/u.test(path);

/** Files whose content is judged itself, rather than any change of it being told as one that may decide anything. */
export const isFollowedFile = (path: string): boolean =>
  /^\/etc\/(?:ssh\/(?!ssh_host_)|fstab$|nologin$|hosts\.(?:allow|deny)$|nsswitch\.conf$|pam\.d\/|security\/)/u.test(
    path,
  );
