import type { ImageFamily } from "./families";

/**
 * What a distribution's tools give a new account without being told. Where the releases of a family differ, each value is
 * listed that one of them has.
 */
export interface AccountDefaults {
  /** useradd(8)'s SHELL. */
  readonly shell: string;
  /** login.defs(5), HOME_MODE or else UMASK: what useradd gives a home that it makes. */
  readonly homeModes: readonly number[];
  /** adduser.conf(5), DIR_MODE; the RPM families' adduser is useradd. */
  readonly adduserHomeModes: readonly number[];
  /** login.defs(5), CREATE_HOME: whether useradd makes a home without `-m`. */
  readonly makesHome: boolean | "unknown";
  /** The primary group of a new account: one of its own name, or this one. */
  readonly primaryGroups: readonly ("own" | "users")[];
  /** The groups of cloud-init's default user, sorted and with commas between (config/cloud.cfg.tmpl). */
  readonly loginGroups: readonly string[];
}

// Debian 12 has 0755 (UMASK 022) and 13 has 0700; adduser's own has been 0700 since Debian 12.
const DEBIAN: AccountDefaults = {
  shell: "/bin/sh",
  homeModes: [0o755, 0o700],
  adduserHomeModes: [0o755, 0o700],
  makesHome: false,
  primaryGroups: ["own"],
  loginGroups: ["adm,sudo", "adm,audio,cdrom,dialout,dip,floppy,netdev,plugdev,sudo,video"],
};

const RED_HAT: AccountDefaults = {
  shell: "/bin/bash",
  homeModes: [0o700],
  adduserHomeModes: [0o700],
  makesHome: true,
  primaryGroups: ["own"],
  loginGroups: ["adm,systemd-journal", "adm,systemd-journal,wheel"],
};

const AMAZON: AccountDefaults = { ...RED_HAT, loginGroups: ["adm,systemd-journal,wheel"] };

const SOME: AccountDefaults = {
  shell: "/bin/bash",
  homeModes: [0o755, 0o750, 0o700],
  adduserHomeModes: [0o755, 0o750, 0o700],
  makesHome: "unknown",
  primaryGroups: ["own", "users"],
  loginGroups: [],
};

const FAMILIES: Readonly<Partial<Record<ImageFamily | "unknown", AccountDefaults>>> = {
  debian: DEBIAN,
  // 0750 since 21.04, and a shorter list of groups since 24.04.
  ubuntu: {
    ...DEBIAN,
    homeModes: [0o755, 0o750],
    adduserHomeModes: [0o755, 0o750],
    loginGroups: [
      "adm,cdrom,dip,lxd,sudo",
      "adm,audio,cdrom,dialout,dip,floppy,lxd,netdev,plugdev,sudo,video",
    ],
  },
  "amazon-linux-2": AMAZON,
  al2023: AMAZON,
  "rhel-like": RED_HAT,
  suse: { ...SOME, homeModes: [0o755, 0o700], adduserHomeModes: [0o755, 0o700] },
};

/** From which release on homes are made with the second of the modes: as useradd makes them, and as adduser does. */
const CHANGED: Readonly<
  Partial<Record<ImageFamily | "unknown", readonly [useradd: number, adduser: number]>>
> = {
  debian: [13, 12],
  ubuntu: [21.04, 21.04],
};

/** @param release The distribution's release, where it is known: "12", "22.04". */
export function accountDefaultsOf({ family, release }: Distribution): AccountDefaults {
  const defaults = FAMILIES[family] ?? SOME;
  const changed = CHANGED[family];
  const number = Number(release);
  if (changed === undefined || release === undefined || Number.isNaN(number)) return defaults;
  const [useradd, adduser] = changed;
  return {
    ...defaults,
    homeModes: [modeAsOf(defaults.homeModes, number >= useradd)],
    adduserHomeModes: [modeAsOf(defaults.adduserHomeModes, number >= adduser)],
  };
}

const modeAsOf = ([before = 0o755, after = 0o700]: readonly number[], isAfter: boolean): number =>
  isAfter ? after : before;

export interface Distribution {
  readonly family: ImageFamily | "unknown";
  readonly release?: string;
}
