import { ownValue } from "../../../facts/own";
import { accountDefaultsOf } from "../../image/account-defaults";
import type { ImageFamily } from "../../image/families";
import { trait } from "../../machine/machine";
import type { Origin } from "../../machine/prediction";
import { isNeverADate } from "../../shell/commands/account-options";
import { isExact } from "../../shell/value";
import type { CloudBoot } from "../boot";
import { field, originOf, type ConfigValue } from "../config";
import { hasGroup } from "./group-entries";
import { isSystemAccount } from "./system-accounts";
import { groupsOf, nameOf, settingsOf, type Settings } from "./user-names";

/** Why no account is made from some entry on (cc_users_groups makes them one by one and catches nothing). */
export interface Stopped {
  readonly why: string;
  /** False where it depends on something that is not known. */
  readonly certain: boolean;
  readonly since: Origin;
}

/** An entry that stops the others; whether its own account is there all the same. */
export interface Failure extends Stopped {
  readonly made: boolean;
}

type Answer = boolean | undefined;

interface Cause {
  /** The key of the entry that is to blame. */
  readonly key: string;
  readonly what: string;
  /** The account is made before the failure. */
  readonly made: boolean;
  /** Whether it applies; `undefined` where that is not known. */
  readonly applies: (settings: Settings, boot: CloudBoot, earlier: readonly ConfigValue[]) => Answer;
}

/**
 * What stops the entries after this one, and with them the image's default user, which always comes last.
 *
 * @param earlier The entries before it, whose accounts are made by now.
 */
export function failureOf(
  boot: CloudBoot,
  entry: ConfigValue,
  earlier: readonly ConfigValue[],
): Failure | undefined {
  const settings = settingsOf(entry);
  const name = nameOf(entry.value);
  const exists = trait(boot.machine, "account", name, "exists");
  const isThere = isSystemAccount(name) || (exists.certain && exists.value);
  const causes = isThere ? CAUSES.filter(({ made }) => made) : CAUSES;
  const found = causes.flatMap((cause): readonly Failure[] => {
    const applies = cause.applies(
      { ...settings, name: "name" in settings ? settings.name : name },
      boot,
      earlier,
    );
    if (applies === false) return [];
    const at = field(entry, cause.key) ?? entry;
    const since =
      cause.key === "name" ? originOf(at, "users", "users-list") : originOf(at, cause.key, "stopped-entry");
    return [{ why: cause.what, certain: applies === true, made: cause.made, since }];
  });
  return found.find(({ certain }) => certain) ?? found[0];
}

/** An entry without these is made before useradd could fail. */
const CAUSES: readonly Cause[] = [
  {
    key: "snapuser",
    what: "snapuser needs snap",
    made: false,
    applies: ({ snapuser }, { image }) => hasValue(snapuser) && needsSnap(image.family),
  },
  {
    key: "groups",
    what: "a group is no text",
    made: false,
    applies: (settings) => groupsOf(settings).some((group) => typeof group !== "string"),
  },
  {
    key: "name",
    what: "name is no valid account name",
    made: false,
    applies: ({ name }) => isRefusedName(name),
  },
  { key: "groups", what: "a group has the user's own name", made: false, applies: ownGroupTaken },
  { key: "primary_group", what: "its primary_group is not there", made: false, applies: groupMissing },
  { key: "uid", what: "its uid is taken", made: false, applies: isUidTaken },
  {
    key: "expiredate",
    what: "expiredate is no date",
    made: false,
    applies: ({ expiredate }) => isRefusedDate(expiredate),
  },
  {
    key: "selinux_user",
    what: "selinux_user needs SELinux",
    made: false,
    applies: ({ selinux_user }, { image }) => hasValue(selinux_user) && lacksSelinux(image.family),
  },
  {
    key: "ssh_authorized_keys",
    what: "ssh_authorized_keys is empty",
    made: true,
    applies: ({ ssh_authorized_keys }) => ssh_authorized_keys === null,
  },
  {
    key: "sudo",
    what: "sudo is no text",
    made: true,
    applies: ({ sudo }) => sudo === true || typeof sudo === "number",
  },
  { key: "system", what: "an account without a home is given keys", made: false, applies: homelessWithKeys },
];

const hasValue = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== "" &&
  value !== false &&
  !(Array.isArray(value) && value.length === 0);

const needsSnap = (family: CloudBoot["image"]["family"]): Answer =>
  ["debian", "amazon-linux-2", "al2023"].includes(family) ? true : undefined;

const lacksSelinux = (family: CloudBoot["image"]["family"]): Answer =>
  family === "debian" || family === "ubuntu" ? true : undefined;

// useradd(8) takes these nowhere; which others it takes depends on the distribution.
function isRefusedName(name: unknown): Answer {
  if (name === null) return true;
  if (typeof name !== "string" || !isExact(name)) return undefined;
  if (/^[a-z_][a-z0-9_-]{0,30}\$?$/u.test(name)) return false;
  return /^$|[\s:,/]|^[-~+]/u.test(name) ? true : undefined;
}

function isRefusedDate(date: unknown): Answer {
  if (typeof date !== "string" || date === "" || /^\d{4}-\d{2}-\d{2}$|^\d+$/u.test(date)) return false;
  return isNeverADate(date) ? true : undefined;
}

// cloud-init makes the groups that are listed first, and useradd then refuses to make the account's own.
function ownGroupTaken(settings: Settings, boot: CloudBoot): Answer {
  const { name } = settings;
  if (typeof name !== "string" || hasValue(settings.primary_group) || hasValue(settings.no_user_group))
    return false;
  if (!accountDefaultsOf(boot.image).primaryGroups.includes("own")) return false;
  const listed = groupsOf(settings).includes(name) && settings.create_groups !== false;
  const taken = listed ? true : hasGroup(boot, name) === true;
  return taken && !accountDefaultsOf(boot.image).primaryGroups.every((group) => group === "own")
    ? undefined
    : taken;
}

// The primary group is made along with the others, but not where no others are listed.
function groupMissing(settings: Settings, boot: CloudBoot): Answer {
  const { primary_group: primary, create_groups: creates } = settings;
  const groups = groupsOf(settings);
  const named = [...(hasValue(primary) ? [primary] : []), ...groups].filter(
    (group) => typeof group === "string",
  );
  const made = groups.length > 0 && creates !== false;
  if (named.length === 0 || made) return false;
  const there = named.map((group) => hasGroup(boot, group));
  if (there.includes(false)) return true;
  return there.includes(undefined) ? undefined : false;
}

function isUidTaken({ uid }: Settings, { image }: CloudBoot, earlier: readonly ConfigValue[]): Answer {
  if (!hasValue(uid) && uid !== 0) return false;
  const number = Number(uid);
  const others = earlier.map((entry) => settingsOf(entry).uid);
  if (number === 0 || others.some((other) => hasValue(other) && Number(other) === number)) return true;
  const free = others.filter((other) => !hasValue(other)).length;
  // Accounts without a number of their own are given those from 1000 on.
  if (!Number.isInteger(number) || number < 1000 + free || number > 59_999) return undefined;
  return number < 1010 && (image.family === "other" || image.family === "unknown") ? undefined : false;
}

/** Since cloud-init 22.2; Amazon Linux 2 has stayed at 19.3, and the oldest of these families' releases are older too. */
const CHECKS_HOMES: Readonly<Partial<Record<ImageFamily | "unknown", boolean>>> = {
  debian: true,
  ubuntu: true,
  al2023: true,
  "amazon-linux-2": false,
};

function homelessWithKeys(settings: Settings, { image }: CloudBoot): Answer {
  const homeless = hasValue(settings.system) || hasValue(settings.no_create_home);
  const keyed = ["ssh_authorized_keys", "ssh_import_id", "ssh_redirect_user"].some((key) =>
    hasValue(ownValue(settings, key)),
  );
  return homeless && keyed && CHECKS_HOMES[image.family];
}
