import { set, type Effect } from "../../machine/effect";
import { said, trait, type Machine } from "../../machine/machine";
import { authorizedKeysOf, isBelow } from "../../machine/paths";
import { SSHD_CONFIG } from "../../machine/sshd-files";
import { isExact } from "../../shell/value";

/** The file that cloud-init writes an account's keys to. */
export interface KeysFile {
  readonly path: string;
  /** False where sshd_config names no file of the account's own: then cloud-init makes the usual one as root's. */
  readonly isNamed: boolean;
}

/**
 * The first of sshd_config's AuthorizedKeysFile that is the account's own, by its name, its home or the place
 * (ssh_util.extract_authorized_keys). Files that sshd_config includes are not read.
 */
export function keysFileOf(machine: Machine, account: string, home: string): KeysFile {
  const usual: KeysFile = { path: authorizedKeysOf(home), isNamed: true };
  const content = said(machine, "file", SSHD_CONFIG, "content");
  if (content?.certain !== true || content.since.from === "image") return usual;
  // It keeps the last line of a keyword; sshd itself takes the first.
  const last = content.value.text.split("\n").findLast((line) => KEYS_FILE.test(line));
  if (last === undefined) return usual;
  const words = (KEYS_FILE.exec(last)?.[1] ?? "").split(/\s+/u).filter((word) => word !== "");
  const own = words.find((word) => {
    const path = rendered(word, account, home);
    return isExact(word) && (/%[uh]/u.test(word) || isBelow(path, home));
  });
  return own === undefined
    ? { ...usual, isNamed: false }
    : { path: rendered(own, account, home), isNamed: true };
}

const KEYS_FILE = /^\s*AuthorizedKeysFile[\s=](.*)$/isu;

function rendered(path: string, account: string, home: string): string {
  const named = path.replaceAll("%h", home).replaceAll("%u", account).replaceAll("%%", "%");
  return named.startsWith("/") ? named : `${home}/${named}`;
}

/** What is not made where the keys go to another file: the usual one, and its folder unless that is the other's, too. */
export function withoutUsual(machine: Machine, account: string, file: string): readonly Effect[] {
  const home = trait(machine, "account", account, "home");
  const since = trait(machine, "file", SSHD_CONFIG, "content").since;
  if (!home.certain) return [];
  const usual = authorizedKeysOf(home.value);
  const folder = usual.slice(0, usual.lastIndexOf("/"));
  const absent = [usual, ...(isBelow(file, folder) ? [] : [folder])].filter(
    (path) => trait(machine, "file", path, "exists").since.from === "image",
  );
  return [
    ...absent.map((path) => set("file", path, { exists: false }, since)),
    ...(absent.includes(usual) ? [set("account", account, { keys: false }, since)] : []),
  ];
}
