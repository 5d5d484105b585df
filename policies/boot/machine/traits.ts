import type { FileText } from "./file-text";
import type { SshdConfigFiles } from "./sshd-config-files";

/** A number, or one below login.defs(5)'s UID_MIN (`system`), or one from UID_MIN to UID_MAX (`regular`). */
export type AccountNumber = number | "system" | "regular";

/** Traits of an account, as `/etc/passwd`, `/etc/shadow` and its key file hold them. */
export interface AccountTraits {
  readonly exists: boolean;
  /** The account's expiry date has passed (shadow(5), field 8): PAM's account stage turns even a key away. */
  readonly expired: boolean;
  /** The password has to be changed at the next log-in (shadow(5), field 3 is 0): a key log-in without a password cannot go on. */
  readonly passwordExpired: boolean;
  /** A password that can be typed is set and not locked: what the serial console asks for. */
  readonly password: boolean;
  readonly shell: string;
  readonly home: string;
  /** At least one authorised key is in its key file. */
  readonly keys: boolean;
  /** The number (passwd(5), field 3), or of which sort it is. */
  readonly uid: AccountNumber;
  /** The primary group (passwd(5), field 4), by its name. */
  readonly group: string;
  /** The groups that name it as a member (group(5), field 4): sorted, with commas between. */
  readonly groups: string;
}

/** Traits of a group of `/etc/group`. */
export interface GroupTraits {
  readonly exists: boolean;
}

/** Traits of a file or directory. `mode` holds the permission bits only (0 to 0o7777). */
export interface FileTraits {
  readonly exists: boolean;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  /** Of a file: what it holds. */
  readonly content: FileText;
}

export interface ServiceTraits {
  readonly installed: boolean;
  /** Runs after the boot in question. */
  readonly active: boolean;
  /** Starts at the next boot. */
  readonly enabled: boolean;
}

/** Traits of the SSH server's configuration as a whole. */
export interface SshdTraits {
  /** The configuration lets keys in as the image's own does. */
  readonly acceptsKeys: boolean;
  /** It lets passwords in, as no EC2 image's own does. */
  readonly acceptsPasswords: boolean;
  /** The configuration that the running server has read. */
  readonly started: SshdConfigFiles;
}

export interface FirewallTraits {
  /** The host's own firewall lets new connections to TCP port 22 in. */
  readonly ssh: boolean;
  /** The rules that the user data made so far, as `firewall/rules.ts` writes them down. */
  readonly rules: string;
  /** The interface that the host is reached by is up. */
  readonly network: boolean;
}

/** Traits of the machine as a whole. */
export interface HostTraits {
  /** The boot in question gets past its file systems (fstab(5)) to where services start. */
  readonly comesUp: boolean;
  /** No file has been put anywhere by something that is not followed: a package, an archive, a clone. */
  readonly filesKnown: boolean;
  /** The boot in question ends with the host switched off, until somebody starts it again. */
  readonly powersOff: boolean;
  /** It ends with another boot. */
  readonly restarts: boolean;
}

/** Subjects whose traits are predicted. `name` is an account, a group, an absolute path, a unit without its suffix, or `""`. */
export interface Subjects {
  readonly account: AccountTraits;
  readonly group: GroupTraits;
  readonly file: FileTraits;
  readonly service: ServiceTraits;
  readonly sshd: SshdTraits;
  readonly firewall: FirewallTraits;
  readonly host: HostTraits;
}

export type Subject = keyof Subjects;

/** The names of every trait of every subject: what becomes uncertain when a subject as a whole does. */
export const TRAITS: { readonly [S in Subject]: readonly (keyof Subjects[S])[] } = {
  account: [
    "exists",
    "expired",
    "passwordExpired",
    "password",
    "shell",
    "home",
    "keys",
    "uid",
    "group",
    "groups",
  ],
  group: ["exists"],
  file: ["exists", "mode", "owner", "group", "content"],
  service: ["installed", "active", "enabled"],
  sshd: ["acceptsKeys", "acceptsPasswords", "started"],
  firewall: ["ssh", "rules", "network"],
  host: ["comesUp", "filesKnown", "powersOff", "restarts"],
};
