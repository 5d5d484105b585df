import type { Image } from "../image/recognise";
import { SOME_KEY } from "../machine/key-line";
import { said, trait, type Machine } from "../machine/machine";
import type { Origin } from "../machine/prediction";
import { needs, type Check } from "./check";
import { isThere, keyPaths, mayHoldKey, ownKeyPath, type KeyPaths } from "./key-paths";
import type { LoginReason } from "./reason";
import { sshdAnswer, whereSet } from "./sshd-answer";
import { originOfLine } from "./sshd-reading";
import { isStrict } from "./sshd-settings";
import { strictModes } from "./strict-modes";

/** What is said where sshd reads no file that holds the account's key. */
export const KEYS_ELSEWHERE = "AuthorizedKeysFile names other files than the one with its key";

/** The files in which sshd looks for an account's keys, and the line that names them. */
interface KeyFiles {
  readonly paths: KeyPaths;
  readonly why: string;
  readonly since: Origin;
}

/** Those of each release that the host may have. */
function keyFilesOf(machine: Machine, account: string): readonly KeyFiles[] {
  const { byRelease } = sshdAnswer(machine, account);
  const started = trait(machine, "sshd", "", "started");
  if (byRelease === undefined || !started.certain) {
    const paths = [ownKeyPath(machine, account), ...secondFile(machine, account)];
    return [{ paths, why: "", since: started.since }];
  }
  return byRelease.map(({ authorizedKeysFile: setting }) => ({
    paths: keyPaths(machine, account, setting),
    why: setting.state === "unknown" ? setting.why : "",
    since: originOfLine(started.value, whereSet(setting)),
  }));
}

/** Families whose own configuration names no file, so that sshd's default holds: those of the RPM families name one. */
const BY_DEFAULT: Readonly<Partial<Record<Machine["family"], boolean>>> = {
  debian: true,
  ubuntu: true,
  "amazon-linux-2": false,
  al2023: false,
  "rhel-like": false,
  suse: false,
};

// The other file of sshd's default, which no image has: only where a line speaks of it is there anything to ask.
function secondFile(machine: Machine, account: string): readonly (string | undefined)[] {
  const own = ownKeyPath(machine, account);
  if (own === undefined || said(machine, "file", `${own}2`, "exists") === undefined) return [];
  const isRead = BY_DEFAULT[machine.family];
  return isRead === false ? [] : [isRead === true ? `${own}2` : undefined];
}

/**
 * Whether sshd finds a key of the account's and takes the file that it is in: it tries the files of AuthorizedKeysFile
 * one after the other, and one that opens is enough (user_key_allowed() of auth2-pubkey.c).
 */
export function checkKeyFiles(machine: Machine, account: string, image: Image): Check {
  const checks = keyFilesOf(machine, account).map((files) => checkFiles(machine, account, image, files));
  const isClosed = ({ closed = [] }: Check): boolean => closed.length > 0;
  const [first = {}] = checks;
  if (checks.every(isOpen) || checks.every(isClosed)) return first;
  return { unknown: checks.flatMap(({ closed = [], unknown = [] }) => [...closed, ...unknown]) };
}

const isOpen = ({ closed = [], unknown = [] }: Check): boolean => closed.length + unknown.length === 0;

function checkFiles(machine: Machine, account: string, image: Image, { paths, why, since }: KeyFiles): Check {
  if (paths === "unknown") return { unknown: [{ what: `AuthorizedKeysFile: ${why}`, since }] };
  const own = ownKeyPath(machine, account);
  const doubt: LoginReason = { what: KEYS_ELSEWHERE, since };
  const checks = paths.map((path) =>
    path === own || (path === undefined && own === undefined)
      ? checkOwnFile(machine, account, image)
      : checkOtherFile(machine, account, image, { path, doubt }),
  );
  if (checks.some(isOpen)) return {};
  const unknown = checks.flatMap((check) => ((check.closed ?? []).length === 0 ? (check.unknown ?? []) : []));
  if (unknown.length > 0) return { unknown };
  const closed = checks.flatMap((check) => check.closed ?? []);
  // What is not there shuts nobody out while another file might have opened.
  const told = closed.filter(({ what }) => what !== KEYS_ELSEWHERE);
  return { closed: told.length > 0 ? told : [doubt] };
}

/** Whether any of the files that sshd reads for an account may hold a key; false only where it is certain that none does. */
export function mayFindKeys(machine: Machine, account: string): boolean {
  const keys = trait(machine, "account", account, "keys");
  if (!keys.certain || keys.value) return true;
  const own = ownKeyPath(machine, account);
  return keyFilesOf(machine, account).some(
    ({ paths }) =>
      paths === "unknown" ||
      paths.some((path) => path !== undefined && path !== own && mayHoldKey(machine, path) !== "no"),
  );
}

/** Whether one of the files that sshd reads for an account, its own aside, holds the key of the launch's key pair. */
export function findsKeyPair(machine: Machine, account: string): boolean {
  const own = ownKeyPath(machine, account);
  return keyFilesOf(machine, account).some(
    ({ paths }) =>
      paths !== "unknown" &&
      paths.some((path) => {
        if (path === undefined || path === own || isThere(machine, path) !== "yes") return false;
        const content = trait(machine, "file", path, "content");
        return content.certain && content.value.text.includes(SOME_KEY);
      }),
  );
}

function checkOwnFile(machine: Machine, account: string, image: Image): Check {
  const strictly = isStrict(sshdAnswer(machine, account));
  const keys = needs(trait(machine, "account", account, "keys"), true, "no authorised key is left");
  const modes = strictModes(machine, account, image, { strictly });
  return {
    closed: [...(keys.closed ?? []), ...modes.closed],
    unknown: [...(keys.unknown ?? []), ...modes.unknown],
  };
}

interface OtherFile {
  readonly path: string | undefined;
  readonly doubt: LoginReason;
}

function checkOtherFile(machine: Machine, account: string, image: Image, { path, doubt }: OtherFile): Check {
  if (path === undefined) return { unknown: [doubt] };
  const there = isThere(machine, path);
  if (there === "no") return { closed: [doubt] };
  if (there === "unknown") return { unknown: [doubt] };
  const holds = mayHoldKey(machine, path);
  if (holds === "no") return { closed: [doubt] };
  const strictly = isStrict(sshdAnswer(machine, account));
  const { closed, unknown } = strictModes(machine, account, image, { strictly, keyFile: path });
  if (closed.length > 0) return { closed };
  return holds === "yes" && unknown.length === 0 ? {} : { unknown: [doubt, ...unknown] };
}
