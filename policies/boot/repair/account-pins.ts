import { isThere } from "../login/key-paths";
import type { Machine } from "../machine/machine";
import { keyTypesOf, SOME_KEY } from "../machine/key-line";
import { acceptedKeys, NAMES_RSA_BY_SIGNATURE } from "../sshd/algorithms";
import type { Item, Setting } from "../sshd/gather";
import { matchesPattern } from "../sshd/patterns";
import type { Settings } from "../sshd/settings";
import type { Configuration, Declared } from "./configuration";

/** Where the declared keys lie; `%u` is the account's name. */
export const KEYS = "/etc/ssh/latchkey/keys";

/** Stands in a list for nobody: no account and no group has a colon in its name (passwd(5)). */
const NOBODY = "latchkey:none";

/**
 * The block of an account that has keys: such a block wins over what is set outside of Match and over later blocks, and
 * holds for that account alone.
 *
 * @param settings what holds for it without the block
 * @param nobodys an address of the host at which the block does not hold
 * @returns `undefined` where it cannot be told
 */
export function accountPins(
  machine: Machine,
  account: Declared,
  { off, keepOpen }: Configuration,
  settings: Settings,
  nobodys: string,
): string | undefined {
  const more = off.has("sshd") || !keepOpen ? [] : lifted(machine, settings);
  if (more === undefined) return undefined;
  const lines = [
    ...(off.has("keys")
      ? []
      : [`AuthorizedKeysFile=${[`${KEYS}/%u`, ...valueOf(settings.authorizedKeysFile, [])].join(" ")}`]),
    ...(off.has("sshd") ? [] : always(machine, account, settings)),
    ...more,
  ];
  return [
    `Match User ${account.name} LocalAddress *,!${nobodys}`,
    ...lines.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

const valueOf = <T>(setting: Setting<T>, otherwise: T): T =>
  setting.state === "unknown" ? otherwise : setting.value;

function always(machine: Machine, account: Declared, settings: Settings): readonly string[] {
  const { name } = account;
  const root = valueOf(settings.permitRootLogin, "no");
  const entersRoot = root === "yes" || root === "prohibit-password";
  return [
    "PubkeyAuthentication yes",
    `MaxSessions ${String(valueOf(settings.maxSessions, 0) || 10)}`,
    `MaxAuthTries ${String(valueOf(settings.maxAuthTries, 0) || 6)}`,
    `AllowUsers ${fromWhere(settings.allowUsers, name, true) ?? name}`,
    "AllowGroups *",
    `DenyUsers ${fromWhere(settings.denyUsers, name, false) ?? NOBODY}`,
    `DenyGroups ${NOBODY}`,
    ...accepted(machine, account, settings),
    ...(name === "root" && !entersRoot ? ["PermitRootLogin prohibit-password"] : []),
  ];
}

/** Second factors and jails, where they are to be lifted; `undefined` where what is to be lifted cannot be told. */
function lifted(machine: Machine, settings: Settings): readonly string[] | undefined {
  const revoked = valueOf(settings.revokedKeys, undefined);
  const isRead = revoked === undefined ? "yes" : isThere(machine, revoked);
  if (isRead === "unknown") return undefined;
  const methods = valueOf(settings.authenticationMethods, []);
  const all = methods.length === 0 ? ["password", "keyboard-interactive"] : methods;
  return [
    ...(all.includes("publickey") ? [] : [`AuthenticationMethods publickey ${all.join(" ")}`]),
    "ForceCommand none",
    "ChrootDirectory none",
    "PermitTTY yes",
    ...(valueOf(settings.refuseConnection, false) ? ["RefuseConnection no"] : []),
    ...(isRead === "yes" ? [] : ["RevokedKeys /dev/null"]),
  ];
}

/** Entries of other characters are passed over. */
const ENTRY = /^[A-Za-z0-9_.@*?!:/,-]+$/u;

/**
 * The entries of a list that are about the account and some address: from where somebody may come, or may not, stays as
 * it is. Of a list that lets in, one without an address is enough.
 */
function fromWhere(
  setting: Setting<readonly Item<string>[]>,
  name: string,
  isAllowing: boolean,
): string | undefined {
  const kept: string[] = [];
  for (const { value } of valueOf(setting, [])) {
    const at = value.lastIndexOf("@");
    const host = at === -1 ? "*" : value.slice(at + 1);
    if (!ENTRY.test(value) || !matchesPattern(name, at === -1 ? value : value.slice(0, at))) continue;
    if (host !== "*") kept.push(value);
    else if (isAllowing) return undefined;
  }
  return kept.length === 0 ? undefined : kept.join(" ");
}

// The declared keys' types are added to a list that leaves one of them out.
function accepted(machine: Machine, { keys, keyPair }: Declared, settings: Settings): readonly string[] {
  const written = valueOf(settings.pubkeyAcceptedAlgorithms, undefined);
  if (written === undefined) return [];
  const text = `${keys.map((key) => `${key}\n`).join("")}${keyPair && machine.keyPair !== false ? SOME_KEY : ""}`;
  const types = keyTypesOf(text, machine.keyType) ?? ["ssh-ed25519", "ssh-rsa"];
  const version = settings.versions.at(-1) ?? 0;
  const names = acceptedKeys(written, version);
  const signatures = types.map((type) =>
    type === "ssh-rsa" && version >= NAMES_RSA_BY_SIGNATURE ? "rsa-sha2-512" : type,
  );
  const missing = signatures.filter((type) => !names.includes(type));
  // The name of before 8.5, which later releases take as well.
  return missing.length === 0 ? [] : [`PubkeyAcceptedKeyTypes ${[...names, ...missing].join(",")}`];
}
