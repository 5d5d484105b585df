import { acceptedKeys } from "../../../../policies/boot/sshd/algorithms";
import type { Item, Setting } from "../../../../policies/boot/sshd/gather";
import type { Settings } from "../../../../policies/boot/sshd/settings";

type Lines = readonly string[] | "unknown";

const shown = <T>(setting: Setting<T>, show: (value: T) => readonly string[]): Lines =>
  setting.state === "unknown" ? "unknown" : show(setting.value);
const flag = (setting: Setting<boolean>): Lines => shown(setting, (value) => [value ? "yes" : "no"]);
const text = (setting: Setting<string | undefined>): Lines => shown(setting, (value) => [value ?? "none"]);
const number = (setting: Setting<number>): Lines => shown(setting, (value) => [String(value)]);
const items = <T>(setting: Setting<readonly Item<T>[]>): Lines =>
  shown(setting, (list) => list.map(({ value }) => String(value)));

/** Settings as sshd -T prints them, for comparing. */
export function printed(settings: Settings): ReadonlyMap<string, Lines> {
  return new Map<string, Lines>([
    ["pubkeyauthentication", flag(settings.pubkeyAuthentication)],
    ["passwordauthentication", flag(settings.passwordAuthentication)],
    ["kbdinteractiveauthentication", flag(settings.kbdInteractiveAuthentication)],
    ["permitemptypasswords", flag(settings.permitEmptyPasswords)],
    ["permittty", flag(settings.permitTTY)],
    ["strictmodes", flag(settings.strictModes)],
    ["usepam", flag(settings.usePAM)],
    [
      "permitrootlogin",
      shown(settings.permitRootLogin, (value) => [
        value === "prohibit-password" ? "without-password" : value,
      ]),
    ],
    ["authenticationmethods", shown(settings.authenticationMethods, (lists) => [lists.join(" ") || "any"])],
    ["authorizedkeysfile", shown(settings.authorizedKeysFile, (list) => [list.join(" ") || "none"])],
    ["allowusers", items(settings.allowUsers)],
    ["denyusers", items(settings.denyUsers)],
    ["allowgroups", items(settings.allowGroups)],
    ["denygroups", items(settings.denyGroups)],
    ["forcecommand", text(settings.forceCommand)],
    ["chrootdirectory", text(settings.chrootDirectory)],
    ["authorizedkeyscommand", text(settings.authorizedKeysCommand)],
    ["authorizedkeyscommanduser", text(settings.authorizedKeysCommandUser)],
    ["authorizedprincipalscommand", text(settings.authorizedPrincipalsCommand)],
    ["authorizedprincipalsfile", text(settings.authorizedPrincipalsFile)],
    ["trustedusercakeys", text(settings.trustedUserCAKeys)],
    ["revokedkeys", text(settings.revokedKeys)],
    ["requiredrsasize", number(settings.requiredRSASize)],
    ["maxsessions", number(settings.maxSessions)],
    ["maxauthtries", number(settings.maxAuthTries)],
    ["port", items(settings.ports)],
    ["addressfamily", shown(settings.addressFamily, (value) => [value])],
    ["maxstartups", shown(settings.maxStartups, ({ begin, full }) => [`${begin}:30:${full}`])],
  ]);
}

/** The signatures that are let pass, in no order and without those of certificates. */
export function acceptedSignatures(settings: Settings): readonly string[] | "unknown" {
  const { pubkeyAcceptedAlgorithms: setting, versions } = settings;
  const [version = 0] = versions;
  return setting.state === "unknown" ? "unknown" : acceptedKeys(setting.value, version).toSorted();
}
