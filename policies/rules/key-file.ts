import type { LoginReason } from "../boot/login/reason";
import { checkKeyFiles } from "../boot/login/key-files";
import { sshdAnswer } from "../boot/login/sshd-answer";
import { isStrict } from "../boot/login/sshd-settings";
import { strictModes } from "../boot/login/strict-modes";
import type { Image } from "../boot/image/recognise";
import { trait, type Machine } from "../boot/machine/machine";
import { is, type Origin } from "../boot/machine/prediction";

/** What became of an account's key file, by the rule that tells it. */
export interface KeyFileReasons {
  /** It is there, and its modes or owners, or those on the way to it, are refused. */
  readonly modes: readonly LoginReason[];
  /** It is not there any more, or holds no key. */
  readonly lost: readonly LoginReason[];
  /** Either, by a file system that is mounted over it. */
  readonly hidden: readonly LoginReason[];
}

const NOTHING: KeyFileReasons = { modes: [], lost: [], hidden: [] };

/**
 * Tells the reasons apart, each of which is one rule's: a line that takes the file away says nothing of its modes. What
 * becomes of the account's own file shuts nobody out while sshd finds its key in another one.
 */
export function keyFileReasons(machine: Machine, account: string, image: Image): KeyFileReasons {
  if (checkKeyFiles(machine, account, image).closed === undefined) return NOTHING;
  const strictly = isStrict(sshdAnswer(machine, account));
  const paths = strictModes(machine, account, image, { strictly }).closed;
  const isGone = (path: string): boolean => is<boolean>(trait(machine, "file", path, "exists"), false);
  const keys = trait(machine, "account", account, "keys");
  const lost = [
    ...paths.filter(({ path }) => isGone(path)),
    ...(is<boolean>(keys, false)
      ? [{ what: "no key is left in ~/.ssh/authorized_keys", since: keys.since }]
      : []),
  ].filter(({ since }) => !isGivenNone(since));
  const modes = paths.filter(({ path }) => !isGone(path));
  const isHidden = ({ since }: LoginReason): boolean => isMountLine(machine, since);
  return {
    modes: modes.filter((reason) => !isHidden(reason)),
    lost: lost.filter((reason) => !isHidden(reason)),
    hidden: [...lost, ...modes].filter(isHidden),
  };
}

// A key that the account was never given is not lost: those are other rules'.
const isGivenNone = (since: Origin): boolean =>
  since.from === "user-data" && (since.cause === "users-list" || since.cause === "public-keys-off");

const isMountLine = ({ places }: Machine, since: Origin): boolean =>
  places.aliases.some((alias) => alias.kind === "mount" && isSameLine(alias.since, since));

/** Whether two things stand at the same line of the user data. */
const isSameLine = (one: Origin, other: Origin): boolean =>
  one.from === "user-data" &&
  other.from === "user-data" &&
  one.place.part === other.place.part &&
  one.place.line === other.place.line;
