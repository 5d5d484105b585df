import { stringify } from "yaml";
import {
  accessProblems,
  DEFAULT_SHELL,
  keyLine,
  recoveryName,
  type Access,
  type Account,
  type RecoveryAccount,
} from "./accounts";
import { assertNone } from "./problem";

/** What the accounts are merged into. */
export interface AccessCloudConfigOptions extends Access {
  /**
   * The form in which user data before this part writes `users`: a list, unless told. cloud-init merges only what has the
   * same form.
   */
  readonly usersForm?: "list" | "mapping";
}

/** cloud-init, "Merging user data sections": lists are joined, mappings merged, and what stands already is kept. */
export const MERGE_HOW = "list(append)+dict(recurse_array)+str()";

const SUDO = { free: "ALL=(ALL) NOPASSWD:ALL", asking: "ALL=(ALL:ALL) ALL" } as const;

/** The sudo rules of accounts, as cloud-init's `sudo` and a line of sudoers(5) after the name. */
export const sudoRule = SUDO;

/**
 * A `#cloud-config` that makes accounts and gives them their keys. It always names `default`, so that the image's own
 * login user is made, and merges into other cloud-configs of the same user data instead of replacing their lists.
 *
 * @throws InputProblemsError with all that is wrong with the accounts
 */
export function accessCloudConfig(options: AccessCloudConfigOptions): string {
  assertNone(accessProblems(options));
  const { publicKeys = [], users = [], recoveryUser } = options;
  const entries = [
    ...users.map(accountEntry),
    ...(recoveryUser === undefined ? [] : [recoveryEntry(recoveryUser)]),
  ];
  const config = {
    merge_how: MERGE_HOW,
    users: options.usersForm === "mapping" ? asMapping(entries) : ["default", ...entries],
    ...(publicKeys.length > 0 && { ssh_authorized_keys: publicKeys.map(keyLine) }),
    // The recovery user's password is for the console; nobody logs in by password over the network.
    ...(recoveryUser !== undefined && { ssh_pwauth: false }),
  };
  return `#cloud-config\n${stringify(config, { version: "1.1", lineWidth: 0, defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" })}`;
}

/** An entry of `users` (cc_users_groups). */
interface Entry {
  readonly name: string;
  readonly [setting: string]: unknown;
}

function accountEntry({ name, publicKeys = [], sudo, groups = [], shell }: Account): Entry {
  return {
    name,
    shell: shell ?? DEFAULT_SHELL,
    lock_passwd: true,
    // An empty list or a null here stops cloud-init from making any account after this one.
    ...(groups.length > 0 && { groups: [...groups] }),
    ...(sudo === true && { sudo: SUDO.free }),
    ...(publicKeys.length > 0 && { ssh_authorized_keys: publicKeys.map(keyLine) }),
  };
}

function recoveryEntry(recovery: RecoveryAccount): Entry {
  const { passwordHash } = recovery;
  return {
    name: recoveryName(recovery),
    shell: DEFAULT_SHELL,
    sudo: SUDO.asking,
    ...(passwordHash === undefined
      ? { lock_passwd: true }
      : { lock_passwd: false, hashed_passwd: passwordHash }),
  };
}

const asMapping = (entries: readonly Entry[]): Readonly<Record<string, unknown>> => ({
  default: true,
  ...Object.fromEntries(entries.map(({ name, ...rest }) => [name, rest])),
});
