import type { Image } from "../image/recognise";
import { mentioned, trait, type Machine } from "../machine/machine";
import { is } from "../machine/prediction";
import type { Boot } from "../predict";
import { leftOn, switchesOff } from "./first-met";
import { mayFindKeys } from "./key-files";
import { keyLogin } from "./key-login";
import type { LoginReason } from "./reason";
import { doesNotStart, otherLogins, refusesPasswords, takesPasswords } from "./sshd-settings";

/** Whether the host itself lets anybody in by key, network aside. */
export type HostLogin =
  | { readonly state: "open" }
  | { readonly state: "unknown"; readonly reasons: readonly LoginReason[] }
  | {
      readonly state: "closed";
      readonly reasons: readonly LoginReason[];
      /** True where no account holds a key at all: then nothing was shut, there never was a key. */
      readonly nobodyHasKeys: boolean;
      /** True where the first boot still lets somebody in, and the next one does not. */
      readonly onlyFromReboot: boolean;
    };

/** Accounts that somebody could log in to by key: the login user, and every account that is given a key. */
export function loginAccounts(boot: Boot, machine: Machine): readonly string[] {
  const keyed = mentioned(machine, "account").filter((account) => mayHaveKeys(machine, account));
  return [...new Set([boot.loginUser, ...keyed])];
}

/** False only where it is certain that no key opens the account. */
export const mayHaveKeys = (machine: Machine, account: string): boolean => mayFindKeys(machine, account);

/** What was changed about sshd's configuration in a way that is not followed: it may know other keys, or another port. */
export function unfollowedSshd(machine: Machine): LoginReason | undefined {
  for (const which of ["acceptsKeys", "started"] as const) {
    const sshd = trait(machine, "sshd", "", which);
    if (!sshd.certain && sshd.since.from === "user-data") return { what: sshd.why, since: sshd.since };
  }
  return undefined;
}

/**
 * Decides for a whole host: open if any account gets in, closed if none can, after the boot or after the next one. One
 * that is switched off by its first boot is met once somebody has started it again. What a job does at some later time
 * (cron, a timer) makes an open one unknown.
 */
export function hostLogin(boot: Boot, image: Image): HostLogin {
  const login = loginByBoots(boot, image);
  if (login.state !== "open" || boot.afterJobs === boot.afterReboot) return login;
  const later = machineLogin(boot, boot.afterJobs, image);
  return later.state === "open" ? login : { state: "unknown", reasons: later.reasons };
}

function loginByBoots(boot: Boot, image: Image): HostLogin {
  const powersOff = trait(boot.afterBoot, "host", "", "powersOff");
  const now = machineLogin(boot, leftOn(boot.afterBoot), image);
  const isOff = switchesOff(boot);
  if (now.state === "unknown" && !isOff) return now;
  const later = machineLogin(boot, boot.afterReboot, image);
  if (isOff && later.state !== "closed") return later;
  if (isOff && is(trait(boot.afterReboot, "host", "", "powersOff"), true)) return later;
  if (!powersOff.certain && now.state !== later.state)
    return { state: "unknown", reasons: [{ what: powersOff.why, since: powersOff.since }] };
  // Anybody can have an instance rebooted: what a reboot may open is not shut for good.
  if (now.state === "closed") return later.state === "unknown" ? later : now;
  return later.state === "closed" ? { ...later, onlyFromReboot: true } : later;
}

function machineLogin(boot: Boot, machine: Machine, image: Image): HostLogin {
  const accounts = loginAccounts(boot, machine);
  const decisions = accounts.map((account) => keyLogin(machine, account, image));
  if (decisions.some(({ state }) => state === "open")) return { state: "open" };
  const unclear = decisions.flatMap((each) => (each.state === "unknown" ? each.reasons : []));
  if (unclear.length > 0) return { state: "unknown", reasons: unclear };
  const others = isServerShut(machine) ? [] : unseenLogins(machine);
  if (others.length > 0) return { state: "unknown", reasons: others };
  const reasons = decisions.flatMap((each) => (each.state === "closed" ? each.reasons : []));
  const hasKeyPair =
    boot.keyPair.state === "unknown" || (boot.keyPair.state === "known" && boot.keyPair.value);
  const nobodyHasKeys = !hasKeyPair && !accounts.some((account) => mayHaveKeys(machine, account));
  return { state: "closed", reasons, nobodyHasKeys, onlyFromReboot: false };
}

/** True where nobody gets in, whoever it is: the server is gone, stopped, or behind a closed firewall. */
function isServerShut(machine: Machine): boolean {
  return (
    is(trait(machine, "service", "sshd", "installed"), false) ||
    is(trait(machine, "service", "sshd", "active"), false) ||
    is(trait(machine, "firewall", "", "ssh"), false) ||
    is(trait(machine, "host", "", "comesUp"), false) ||
    is(trait(machine, "host", "", "powersOff"), true) ||
    is(trait(machine, "host", "", "restarts"), true) ||
    doesNotStart(machine)
  );
}

/**
 * What may let in somebody whom no line shows: then a host whose own accounts are all shut is not proven closed. A
 * program that cannot be seen into may make accounts and keys, a changed sshd may know certificates, other key files or
 * other ports, and a password may be taken where sshd takes passwords.
 */
function unseenLogins(machine: Machine): readonly LoginReason[] {
  const unseen = [...machine.opaque.map(({ why, since }) => ({ what: why, since })), ...otherLogins(machine)];
  const changed = unfollowedSshd(machine);
  if (changed !== undefined) return [...unseen, changed];
  const passwords = trait(machine, "sshd", "", "acceptsPasswords");
  const since = mentioned(machine, "account")
    .filter((account) => mayHavePassword(machine, account))
    .map(
      (account) =>
        takesPasswords(machine, account)?.since ?? (is(passwords, true) ? passwords.since : undefined),
    )
    .find((each) => each !== undefined);
  return since === undefined
    ? unseen
    : [...unseen, { what: "sshd takes passwords, and an account has one", since }];
}

/** Whether an account may be there and have a password with which sshd lets it try. */
const mayHavePassword = (machine: Machine, account: string): boolean =>
  !is(trait(machine, "account", account, "password"), false) &&
  !is(trait(machine, "account", account, "exists"), false) &&
  !is(trait(machine, "account", account, "expired"), true) &&
  !refusesPasswords(machine, account);
