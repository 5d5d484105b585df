import type { Image } from "../image/recognise";
import { trait, type Machine } from "../machine/machine";
import { loginPaths } from "../machine/paths";
import type { Origin } from "../machine/prediction";

export interface ModesReason {
  readonly what: string;
  readonly since: Origin;
  readonly path: string;
}

export interface ModesVerdict {
  readonly closed: readonly ModesReason[];
  readonly unknown: readonly ModesReason[];
}

/**
 * Whether sshd accepts the modes and owners on the way to an account's keys: nobody but the owner may write to the home,
 * `.ssh` or the key file, the owner is the account or root (sshd_config(5), StrictModes; auth_secure_path), and the
 * account itself can get there and read, since sshd opens the file with the account's rights.
 */
export function strictModes(machine: Machine, account: string, image: Image, strictly = true): ModesVerdict {
  const home = trait(machine, "account", account, "home");
  if (!home.certain) return { closed: [], unknown: [{ what: home.why, since: home.since, path: "~" }] };
  const [homePath = "", , keyFile] = loginPaths(home.value);
  const strict = loginPaths(home.value).map((path) =>
    checkPath(machine, { path, home: homePath, account, isFile: path === keyFile, strictly }, image),
  );
  const above = parentsOf(homePath).map((path) => checkReach(machine, path, account));
  const all = [...above, ...strict];
  return { closed: all.flatMap(({ closed }) => closed), unknown: all.flatMap(({ unknown }) => unknown) };
}

function parentsOf(path: string): readonly string[] {
  const steps = path.split("/").slice(1, -1);
  return ["/", ...steps.map((_, at) => `/${steps.slice(0, at + 1).join("/")}`)];
}

// Above the home nothing but the way through counts: StrictModes stops there.
function checkReach(machine: Machine, path: string, account: string): ModesVerdict {
  const mode = trait(machine, "file", path, "mode");
  const owner = trait(machine, "file", path, "owner");
  // A directory that nothing was said about is as the image has it: open to everybody's way through.
  if (!mode.certain && mode.since.from === "image") return { closed: [], unknown: [] };
  if (!mode.certain) return { closed: [], unknown: [{ what: mode.why, since: mode.since, path }] };
  const bit = owner.certain && owner.value === account ? 0o100 : 0o001;
  return (mode.value & bit) === 0
    ? { closed: [{ what: `${path} cannot be entered by the account`, since: mode.since, path }], unknown: [] }
    : { closed: [], unknown: [] };
}

const SETTLED_HOMES: ReadonlySet<string> = new Set(["amazon-linux-2", "al2023", "rhel-like"]);

interface Checked {
  readonly path: string;
  readonly home: string;
  readonly account: string;
  readonly isFile: boolean;
  /** StrictModes is on. */
  readonly strictly: boolean;
}

function checkPath(
  machine: Machine,
  { path, home, account, isFile, strictly }: Checked,
  image: Image,
): ModesVerdict {
  const exists = trait(machine, "file", path, "exists");
  if (exists.certain && !exists.value)
    return { closed: [{ what: `${tilde(path)} is not there`, since: exists.since, path }], unknown: [] };
  const mode = trait(machine, "file", path, "mode");
  const owner = trait(machine, "file", path, "owner");
  const group = trait(machine, "file", path, "group");
  for (const each of [exists, mode, owner]) {
    if (!each.certain) return { closed: [], unknown: [{ what: each.why, since: each.since, path }] };
  }
  if (!mode.certain || !owner.certain) return { closed: [], unknown: [] };
  const reasons: ModesReason[] = [];
  if (strictly && owner.value !== account && owner.value !== "root") {
    reasons.push({
      what: `${tilde(path)} belongs to neither the account nor root`,
      since: owner.since,
      path,
    });
  }
  if (strictly && (mode.value & 0o002) !== 0)
    reasons.push({ what: `everybody may write to ${tilde(path)}`, since: mode.since, path });
  else if (strictly && (mode.value & 0o020) !== 0) {
    const judged = groupWritable(image, group.certain && group.value === account);
    const reason = { what: `a group may write to ${tilde(path)}`, since: mode.since, path };
    if (judged === "refused") reasons.push(reason);
    if (judged === "unknown") return { closed: reasons, unknown: [reason] };
  }
  const needed = isFile ? 0o4 : 0o1;
  const bits =
    owner.value === account
      ? mode.value >> 6
      : group.certain && group.value === account
        ? mode.value >> 3
        : mode.value;
  if ((bits & needed) === 0) {
    // Which mode a home starts with has changed between releases of these, so that others may enter it or not.
    const unsure = mode.since.from === "image" && path === home && !SETTLED_HOMES.has(image.family);
    if (unsure)
      return {
        closed: reasons,
        unknown: [
          { what: `whether the account can enter ${tilde(path)} is not known`, since: owner.since, path },
        ],
      };
    reasons.push({
      what: `the account cannot ${isFile ? "read" : "enter"} ${tilde(path)}`,
      since: laterOf(mode.since, owner.since),
      path,
    });
  }
  return { closed: reasons, unknown: [] };
}

// Debian's and Ubuntu's sshd lets the account's own group write (their patch user-group-modes); upstream's does not.
function groupWritable(image: Image, ownGroup: boolean): "accepted" | "refused" | "unknown" {
  if (!ownGroup) return "refused";
  if (image.userGroupModes.state !== "known") return "unknown";
  return image.userGroupModes.value ? "accepted" : "refused";
}

const laterOf = (one: Origin, other: Origin): Origin => (one.from === "image" ? other : one);

/** A home's own name is a user name: the path is told from the home on. */
export function tilde(path: string): string {
  const match = /^(?:\/home\/[^/]+|\/root)(.*)$/u.exec(path);
  return match === null ? path : `~${match[1] ?? ""}`;
}
