import { blur, type Effect } from "../../machine/effect";
import { mentioned, trait, type Machine } from "../../machine/machine";
import { authorizedKeysOf, isBelow, isFollowedFile, modelledPaths } from "../../machine/paths";
import type { Origin } from "../../machine/prediction";
import { couldBe, isExact, type Value } from "../value";

/** Files that decide who may log in, beyond modes and key files: what is blurred when one changes unseen. */
const DECISIVE: readonly (readonly [under: string, effects: (why: string, since: Origin) => Effect])[] = [
  ["/etc/passwd", (why, since) => blur("account", "*", why, since)],
  ["/etc/shadow", (why, since) => blur("account", "*", why, since)],
  ["/etc/group", (why, since) => blur("file", "*", why, since, ["group"])],
  ["/etc/ssh", (why, since) => blur("sshd", "", why, since, ["acceptsKeys", "acceptsPasswords"])],
  ["/etc/pam.d", (why, since) => blur("sshd", "", why, since)],
  ["/etc/security", (why, since) => blur("sshd", "", why, since)],
  ["/etc/nsswitch.conf", (why, since) => blur("sshd", "", why, since)],
  ["/etc/hosts.deny", (why, since) => blur("sshd", "", why, since)],
  ["/etc/hosts.allow", (why, since) => blur("sshd", "", why, since)],
  ["/etc/sysconfig/sshd", (why, since) => blur("sshd", "", why, since)],
  ["/etc/default/ssh", (why, since) => blur("sshd", "", why, since)],
  ["/etc/crypto-policies", (why, since) => blur("sshd", "", why, since)],
  ["/etc/ufw", (why, since) => blur("firewall", "", why, since)],
  ["/etc/sysconfig/iptables", (why, since) => blur("firewall", "", why, since)],
  ["/etc/iptables", (why, since) => blur("firewall", "", why, since)],
  ["/etc/nftables.conf", (why, since) => blur("firewall", "", why, since)],
];

const UNITS = /^\/(?:etc|usr\/lib|lib|run)\/systemd\/system\/sshd?(?:\.service|\.socket|@|$|\.)/u;

/** Effects of changing a decisive file in a way that is not followed. */
export function decisiveEffects(path: Value, why: string, since: Origin): readonly Effect[] {
  if (!isExact(path) || isFollowedFile(path)) return [];
  const effects = DECISIVE.filter(([under]) => path === under || isBelow(path, under)).map(([, make]) =>
    make(why, since),
  );
  return UNITS.test(path) ? [...effects, blur("service", "sshd", why, since)] : effects;
}

/** Effects of doing something that is not followed to a path: everything the model keeps about it becomes uncertain. */
export function touchedEffects(machine: Machine, path: Value, why: string, since: Origin): readonly Effect[] {
  const kept = modelledPaths(machine);
  const touched = isExact(path)
    ? [...kept.filter((each) => isBelow(each, path)), path]
    : isAnything(path)
      ? []
      : kept.filter((each) => couldBe(path, each));
  const files = touched.filter((each) => each !== "/").map((each) => blur("file", each, why, since));
  const keys = keyFileOwners(machine, path).map((account) => blur("account", account, why, since, ["keys"]));
  return [...files, ...keys, ...decisiveEffects(path, why, since)];
}

/**
 * Whether nothing at all is known of a path. Such a command is taken to work on something of its own: nobody's log-in
 * could be told any more if each of them were taken to change everything.
 */
export const isAnything = (path: Value): boolean => /^(?:\/\uE000)+$/u.test(path);

/** Accounts whose key file is at the path, or below it. */
export function keyFileOwners(machine: Machine, path: Value): readonly string[] {
  return [...new Set(["root", ...mentioned(machine, "account")])].filter((account) => {
    const home = trait(machine, "account", account, "home");
    if (!home.certain) return false;
    const file = authorizedKeysOf(home.value);
    return isExact(path) ? file === path || isBelow(file, path) : !isAnything(path) && couldBe(path, file);
  });
}
