import type { Image } from "../image/recognise";
import { imageHasGroup } from "../image/groups";
import { trait, type Machine } from "../machine/machine";
import { membersOf } from "../machine/membership";
import { candidates, type Origin, type Prediction } from "../machine/prediction";
import type { Answer } from "../sshd/patterns";

export interface ModesReason {
  readonly what: string;
  readonly since: Origin;
  readonly path: string;
}

export interface ModesVerdict {
  readonly closed: readonly ModesReason[];
  readonly unknown: readonly ModesReason[];
}

export interface Checked {
  readonly path: string;
  readonly account: string;
  readonly isFile: boolean;
  /** StrictModes is on. */
  readonly strictly: boolean;
}

const FINE: ModesVerdict = { closed: [], unknown: [] };

/** What sshd makes of one path on the way to the account's keys: whose it is, who may write to it, who can get through. */
export function checkPath(machine: Machine, checked: Checked, image: Image): ModesVerdict {
  const { path } = checked;
  const exists = trait(machine, "file", path, "exists");
  const mode = trait(machine, "file", path, "mode");
  const owner = trait(machine, "file", path, "owner");
  if (exists.certain && !exists.value)
    return { closed: [{ what: `${tilde(path)} is not there`, since: exists.since, path }], unknown: [] };
  for (const each of [exists, owner])
    if (!each.certain) return { closed: [], unknown: [{ what: each.why, since: each.since, path }] };
  const modes = candidates(mode);
  if (!owner.certain || (!mode.certain && modes.length === 0))
    return mode.certain ? FINE : { closed: [], unknown: [{ what: mode.why, since: mode.since, path }] };
  const group = trait(machine, "file", path, "group");
  const groups = group.certain || candidates(group).length > 0 ? candidates(group) : [undefined];
  return agreed(
    modes.flatMap((bits) =>
      groups.map((name) =>
        judge(machine, image, checked, {
          mode: bits,
          owner: owner.value,
          group: name,
          modeSince: mode.since,
          ownerSince: owner.since,
        }),
      ),
    ),
  );
}

/** What every release agrees on; where one of them lets somebody in and another does not, it cannot be told. */
function agreed(verdicts: readonly ModesVerdict[]): ModesVerdict {
  const [first = FINE] = verdicts;
  if (verdicts.every(({ closed }) => closed.length > 0)) return first;
  const reasons = verdicts.flatMap(({ closed, unknown }) => [...closed, ...unknown]);
  return { closed: [], unknown: reasons.slice(0, 1) };
}

interface Found {
  readonly mode: number;
  readonly owner: string;
  readonly group: string | undefined;
  readonly modeSince: Origin;
  readonly ownerSince: Origin;
}

function judge(
  machine: Machine,
  image: Image,
  { path, account, isFile, strictly }: Checked,
  { mode, owner, group, modeSince, ownerSince }: Found,
): ModesVerdict {
  const closed: ModesReason[] = [];
  const unknown: ModesReason[] = [];
  const add = (list: ModesReason[], what: string, since: Origin): void => {
    list.push({ what, since, path });
  };
  if (strictly && owner !== account && owner !== "root")
    add(closed, `${tilde(path)} belongs to neither the account nor root`, ownerSince);
  if (strictly && (mode & 0o002) !== 0) add(closed, `everybody may write to ${tilde(path)}`, modeSince);
  else if (strictly && (mode & 0o020) !== 0) {
    const accepted = isPrivate(machine, image, account, group);
    if (accepted !== "yes")
      add(accepted === "no" ? closed : unknown, `a group may write to ${tilde(path)}`, modeSince);
  }
  const reaches = canReach(machine, account, isFile ? 0o4 : 0o1, { mode, owner, group });
  if (reaches !== "yes")
    add(
      reaches === "no" ? closed : unknown,
      `the account cannot ${isFile ? "read" : "enter"} ${tilde(path)}`,
      modeSince.from === "image" ? ownerSince : modeSince,
    );
  return { closed, unknown };
}

/**
 * Debian's and Ubuntu's sshd lets a group write that has nobody but the account in it (their patch user-group-modes);
 * upstream's lets none.
 */
function isPrivate(machine: Machine, image: Image, account: string, group: string | undefined): Answer {
  const patched = image.userGroupModes;
  if (patched.state === "known" && !patched.value) return "no";
  if (group === undefined) return "unknown";
  if (group === "root") return "no";
  const members = membersOf(machine, group);
  const others = (of: ReadonlySet<string>): boolean => [...of].some((member) => member !== account);
  if (!members.possible.has(account) || others(members.certain)) return "no";
  // The image's own accounts, which are not followed, may be in its own groups.
  const shared = group !== account && imageHasGroup(image.family, group) !== false;
  if (patched.state !== "known" || !members.certain.has(account) || others(members.possible) || shared)
    return "unknown";
  return "yes";
}

// Root reads whatever it likes; everybody else has the bits of the owner, of the group, or of all others.
function canReach(
  machine: Machine,
  account: string,
  needed: number,
  { mode, owner, group }: Pick<Found, "mode" | "owner" | "group">,
): Answer {
  const may = (shift: number): Answer => (((mode >> shift) & needed) === 0 ? "no" : "yes");
  if (account === "root") return "yes";
  if (owner === account) return may(6);
  if (may(3) === may(0)) return may(0);
  if (group === undefined) return "unknown";
  const members = membersOf(machine, group);
  if (members.certain.has(account)) return may(3);
  return members.possible.has(account) ? "unknown" : may(0);
}

/** Folders that every image has: their names are nobody's words. */
const USUAL: ReadonlySet<string> = new Set([
  "/",
  "/etc",
  "/etc/ssh",
  "/home",
  "/mnt",
  "/opt",
  "/srv",
  "/var",
  "/var/lib",
]);

/**
 * How a path on the way to a key is told. A home's own name is a user name, and what is written elsewhere may be anything:
 * only what is called the same on every host is told by its name.
 */
export function tilde(path: string): string {
  if (USUAL.has(path)) return path;
  const below = /\/\.ssh(?:\/authorized_keys2?)?$/u.exec(path);
  if (below !== null) return `~${below[0]}`;
  return /^(?:\/home\/[^/]+|\/root)$/u.test(path) ? "~" : "a folder or file on the way to its keys";
}

/** Whether what is predicted of a mode leaves a bit set, whichever of the releases it is. */
export const hasBit = (mode: Prediction<number>, bit: number): boolean | undefined => {
  const found = candidates(mode).map((value) => (value & bit) !== 0);
  if (found.length === 0 || (found.includes(true) && found.includes(false))) return undefined;
  return found[0];
};
