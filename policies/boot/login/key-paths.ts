import { keysOfText } from "../machine/key-line";
import { said, trait, type Machine } from "../machine/machine";
import { authorizedKeysOf } from "../machine/paths";
import { authorizedKeysPath } from "../sshd/authorized-keys-file";
import type { Setting } from "../sshd/gather";
import type { Answer } from "../sshd/patterns";

/** The files of an account in sshd's order; `undefined` for one whose path is not known, "unknown" where none is. */
export type KeyPaths = readonly (string | undefined)[] | "unknown";

/** Stands for a home that is not known: a path below it is none. */
const NO_HOME = "\0";

/** The files of AuthorizedKeysFile for an account (sshd_config(5)): sshd tries them one after the other. */
export function keyPaths(machine: Machine, account: string, setting: Setting<readonly string[]>): KeyPaths {
  if (setting.state === "unknown") return "unknown";
  const home = trait(machine, "account", account, "home");
  const owner = { user: account, home: home.certain ? home.value : NO_HOME };
  return setting.value.map((written) => {
    const path = authorizedKeysPath(written, owner);
    return path?.includes(NO_HOME) === true ? undefined : path;
  });
}

/** The account's own file. */
export function ownKeyPath(machine: Machine, account: string): string | undefined {
  const home = trait(machine, "account", account, "home");
  return home.certain ? authorizedKeysOf(home.value) : undefined;
}

/** Whether a file is there; what no line speaks of and no image has is not. */
export function isThere(machine: Machine, path: string): Answer {
  const exists = trait(machine, "file", path, "exists");
  if (exists.certain) return exists.value ? "yes" : "no";
  return exists.since.from === "image" ? "no" : "unknown";
}

/** Whether a file is there and holds a key. */
export function mayHoldKey(machine: Machine, path: string): Answer {
  const there = isThere(machine, path);
  if (there === "no") return "no";
  const content = trait(machine, "file", path, "content");
  // One that was made and never written to is empty.
  if (said(machine, "file", path, "content") === undefined) return there === "yes" ? "no" : "unknown";
  if (!content.certain) return "unknown";
  const keys = keysOfText(content.value.text);
  if (keys === "none") return "no";
  return keys === "some" ? there : "unknown";
}
