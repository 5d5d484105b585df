import type { ImageName } from "../boot/lab/images";

/** What a real boot came to, by image. */
export type Recorded = Readonly<Partial<Record<ImageName, RecordedBoots>>>;

export interface RecordedBoots {
  readonly afterBoot: RecordedMachine;
  /** After a stop and start. A part that is left out is as it was after the boot. */
  readonly afterReboot: Partial<RecordedMachine> & Pick<RecordedMachine, "login">;
}

export interface RecordedMachine {
  /** By account: whether a key log-in runs a command. The accounts are the login user's, people's, and root's where it has keys. */
  readonly login: Readonly<Record<string, "open" | "closed">>;
  /** False where nothing more could be read back: the host did not come up, or ran no program. */
  readonly readable?: false;
  readonly accounts?: Readonly<Record<string, RecordedAccount>>;
  /** By path: `0755 admin admin` as mode, owner and group, or `absent`. */
  readonly files?: Readonly<Record<string, string>>;
  /** The configuration on the disk, as `sshd -T` understands it for the login user; what sshd does by itself is left out. */
  readonly sshd?: Readonly<Record<string, string | boolean | readonly string[]>> & {
    readonly loads: boolean;
  };
  /** By unit, where systemd runs. */
  readonly services?: Readonly<Record<string, { readonly active: boolean; readonly enabled: boolean }>>;
  /** TCP ports where sshd answers from outside. */
  readonly listening?: readonly number[];
}

export interface RecordedAccount {
  readonly shell: string;
  readonly home: string;
  /** At least one key, other than one that only tells whom to log in as, stands in its `.ssh/authorized_keys`. */
  readonly keys: boolean;
  readonly groups: readonly string[];
  readonly expired?: true;
  readonly passwordExpired?: true;
  /** It has a password that is not locked; `empty` is one that has no characters. */
  readonly password?: true | "empty";
}

/** The machine after the reboot, with the parts that stayed. */
export const afterReboot = ({ afterBoot, afterReboot }: RecordedBoots): RecordedMachine => ({
  ...(afterReboot.readable === false ? {} : afterBoot),
  ...afterReboot,
});

/** @returns what is left of the second machine where the first one says the same */
export function shortened(first: RecordedMachine, second: RecordedMachine): RecordedBoots["afterReboot"] {
  const changed = Object.entries(second).filter(
    ([part, value]) => JSON.stringify(value) !== JSON.stringify(first[part as keyof RecordedMachine]),
  );
  return { ...(Object.fromEntries(changed) as Partial<RecordedMachine>), login: second.login };
}

/** Whether anybody gets in. */
export const isOpen = ({ login }: Pick<RecordedMachine, "login">): boolean =>
  Object.values(login).includes("open");

const USUAL_FILES: Readonly<Record<string, string>> = {
  "/": "0755 root root",
  "/home": "0755 root root",
  "/root": "0700 root root",
  "/etc/ssh": "0755 root root",
  "/etc/ssh/sshd_config": "0644 root root",
  "/etc/fstab": "0644 root root",
  "/etc/nologin": "absent",
};

/** Mode, owner and group of a path, or `absent`; undefined for a path that was not looked at. */
export const fileOf = ({ files = {} }: RecordedMachine, path: string): string | undefined =>
  files[path] ?? USUAL_FILES[path];
