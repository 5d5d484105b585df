import { blur, opaque, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { MAX_ACCOUNTS } from "../../machine/paths";
import { IMAGE, type Origin } from "../../machine/prediction";
import { ANY } from "../../shell/value";
import { applyTo, type CloudBoot, type Module } from "../boot";
import { field, originOf, type ConfigValue } from "../config";
import { hasGroup, makeGroups } from "./group-entries";
import { defaultUserEffects, entryEffects, isMade, mergedEffects } from "./user-effects";
import { failureOf, type Stopped } from "./user-entry";
import { isDefault, nameOf, userEntries, wantsDefaultUser } from "./user-names";

/**
 * Makes the accounts. Every entry first, in order, and the image's own default user always last
 * (cloudinit/distros/ug_util.py, `_normalize_users`): an entry that fails stops all that come after it.
 */
export const usersGroups: Module = {
  name: "users_groups",
  stage: "init",
  everyBoot: false,
  run(boot) {
    const values = boot.config.get("users");
    renameDefault(boot);
    if (boot.config.unclear.has("users")) {
      blurUsers(boot, values);
      return;
    }
    const entries = values.flatMap(userEntries);
    const wantsDefault = wantsDefaultUser(boot.config);
    // Beside `default` an entry of the default user's own name is taken for more of the same.
    const own = entries.filter((each) => wantsDefault && nameOf(each.value) === boot.loginUser);
    const stopped = makeEntries(
      boot,
      entries.filter((each) => !isDefault(each) && !own.includes(each)),
      makeGroups(boot),
    );
    if (wantsDefault) makeDefault(boot, stopped, own);
    else if (values[0] !== undefined)
      applyTo(boot, withoutDefault(boot, entries, originOf(values[0], "users", "users-list")));
  },
};

function makeEntries(
  boot: CloudBoot,
  listed: readonly ConfigValue[],
  before: Stopped | undefined,
): Stopped | undefined {
  let stopped = before;
  const unfollowed = listed[MAX_ACCOUNTS];
  if (unfollowed !== undefined)
    applyTo(boot, [opaque("more accounts are made than are followed", originOf(unfollowed, "users"))]);
  for (const [at, entry] of listed.slice(0, MAX_ACCOUNTS).entries()) {
    const failure = failureOf(boot, entry, listed.slice(0, at));
    const own = stopped ?? (failure?.made === true ? undefined : failure);
    makeEntry(boot, entry, own);
    if (failure !== undefined && stopped?.certain !== true && (stopped === undefined || failure.certain))
      stopped = failure;
  }
  return stopped;
}

function makeEntry(boot: CloudBoot, entry: ConfigValue, stopped: Stopped | undefined): void {
  const name = nameOf(entry.value);
  if (name.includes(ANY)) {
    if (stopped?.certain === true) return;
    const since = originOf(entry, "users");
    applyTo(boot, [blur("account", "*", "the name of an account is not known", since, ["keys"])]);
  } else
    applyTo(
      boot,
      stoppedEffects(name, stopped, () => entryEffects(boot, entry)),
    );
}

/** What is left of an account's making where something before it stops it, for certain or maybe. */
function stoppedEffects(
  name: string,
  stopped: Stopped | undefined,
  make: () => readonly Effect[],
): readonly Effect[] {
  if (stopped === undefined) return make();
  if (stopped.certain) return [set("account", name, { exists: false, keys: false }, stopped.since)];
  const why = `an entry may stop the accounts from being made: ${stopped.why}`;
  return [...make(), blur("account", name, why, stopped.since)];
}

// `user:` and `system_info.default_user.name` give the default user another name, or can.
function renameDefault(boot: CloudBoot): void {
  const system = boot.config.get("system_info").at(-1);
  const fromSystem = system && field(system, "default_user");
  const user = boot.config.get("user").at(-1) ?? fromSystem;
  if (user === undefined) return;
  const name = typeof user.value === "string" ? user.value : field(user, "name")?.value;
  if (typeof name === "string" && name !== "default") boot.loginUser = name.includes(ANY) ? ANY : name;
}

function blurUsers(boot: CloudBoot, values: readonly ConfigValue[]): void {
  const since = values[0] === undefined ? IMAGE : originOf(values[0], "users");
  applyTo(boot, [blur("account", "*", "how several cloud-configs are merged here cannot be told", since)]);
}

function makeDefault(boot: CloudBoot, stopped: Stopped | undefined, own: readonly ConfigValue[]): void {
  const name = boot.loginUser;
  const exists = trait(boot.machine, "group", name, "exists");
  // A group of its name that a line made keeps useradd from making the account's own.
  const taken: Stopped | undefined =
    hasGroup(boot, name) === true && exists.since.from === "user-data" && !isMade(boot.machine, name)
      ? {
          why: "a group has the default user's name",
          certain: ownGroups(boot),
          since: { ...exists.since, cause: "stopped-entry" },
        }
      : undefined;
  const failure = own.map((entry) => failureOf(boot, entry, [])).find((each) => each !== undefined);
  const doubt = failure && { ...failure, certain: false };
  applyTo(
    boot,
    stoppedEffects(name, stopped?.certain === true ? stopped : (taken ?? stopped ?? doubt), () => [
      ...defaultUserEffects(boot),
      ...own.flatMap((entry) => mergedEffects(boot, entry)),
    ]),
  );
}

// On a distribution whose accounts have a group in common none is made.
const ownGroups = ({ image }: CloudBoot): boolean =>
  image.family !== "suse" && image.family !== "other" && image.family !== "unknown";

// An entry of the default user's own name makes an account, but not the one that the key pair is given to.
function withoutDefault(boot: CloudBoot, entries: readonly ConfigValue[], since: Origin): readonly Effect[] {
  // A name that a template fills in may turn out to be `default`.
  if (entries.some(({ value }) => nameOf(value).includes(ANY)))
    return [blur("account", boot.loginUser, "the name of an account is not known", since)];
  const exists = trait(boot.machine, "account", boot.loginUser, "exists");
  const made = exists.since.from === "user-data" && (!exists.certain || exists.value);
  return made ? [] : [set("account", boot.loginUser, { exists: false, keys: false }, since)];
}
