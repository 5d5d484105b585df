import { set, type Effect } from "../machine/effect";
import { edited, textFrom } from "../machine/file-text";
import { possibleGroups } from "../machine/membership";
import { applyEffects, trait, type Machine } from "../machine/machine";
import type { Origin } from "../machine/prediction";
import { SSHD_CONFIG, sshdFilesOf } from "../machine/sshd-files";
import { isImagesOwn, readAssumed, readConfig } from "../login/sshd-reading";
import type { Setting } from "../sshd/gather";
import type { Readable } from "../sshd/read";
import { askedOf } from "../sshd/connection";
import { settingsFor, type Settings } from "../sshd/settings";
import { accountPins } from "./account-pins";
import { logsIn, type Configuration, type Declared } from "./configuration";
import { globalPins } from "./global-pins";
import { withoutBlock } from "./main-block";
import { PINS } from "./names";

/** An address that no host has (RFC 5737): the program asks sshd by it what holds without its pins. */
const NO_PINS = "192.0.2.1";

/**
 * What the program pins, as it stands in its drop-in: a block for each declared account, and above them what nobody at
 * all could get in without.
 *
 * @returns `undefined` where what holds without the pins cannot be told, "" where there is nothing to pin
 */
export function pinsText(machine: Machine, configuration: Configuration, since: Origin): string | undefined {
  const bare = withoutGlobalPins(machine, since);
  const files = sshdFilesOf(bare);
  const own = readConfig(files, bare);
  const config = own.state !== "loads" && isImagesOwn(files) ? readAssumed(bare) : own;
  if (config.state !== "loads") return undefined;
  const { off } = configuration;
  const blocks: string[] = [];
  let above: string | undefined;
  for (const account of configuration.accounts) {
    if (!logsIn(account)) {
      if (account.console && !off.has("sshd")) blocks.push(consoleBlock(account));
      continue;
    }
    const settings = withoutPins(bare, config, account);
    // sshd tells a file whose name has a blank as two: the program pins no file of keys then.
    if (valueOf(settings?.authorizedKeysFile)?.includes(" ") === true) return undefined;
    const block = settings && accountPins(machine, account, configuration, settings, NO_PINS);
    if (settings === undefined || block === undefined) return undefined;
    // What is pinned for everybody is asked of the first of them.
    above ??= off.has("sshd") ? "" : globalPins(configuration, settings);
    if (above === undefined) return undefined;
    blocks.push(block);
  }
  return blocks.length === 0 ? "" : [HEADER, above ?? "", ...blocks].join("");
}

const HEADER = "# Written by latchkey-repair at each boot\n";

/** A recovery account's: no password is asked for over SSH, whatever else says so. */
const consoleBlock = ({ name }: Declared): string =>
  [
    `Match User ${name}`,
    "  PasswordAuthentication no",
    "  KbdInteractiveAuthentication no",
    `  DenyUsers ${name}`,
    "",
  ].join("\n");

/**
 * What holds for the account without the pins, whatever address its people come from; `undefined` where that cannot be
 * told, or differs by address: then the program leaves alone what differs.
 */
function withoutPins(machine: Machine, config: Readable, { name }: Declared): Settings | undefined {
  const conditions = new Set(config.programs.flatMap((program) => [...askedOf(program)]));
  const sets = conditions.has("group") ? (possibleGroups(machine, name) ?? ["unknown" as const]) : [[]];
  const byAddress = ["address", "host", "localport", "rdomain", "unread"].some((each) =>
    conditions.has(each),
  );
  const asked = sets.flatMap((groups) => {
    const connection = { user: name, groups, localAddress: NO_PINS };
    const elsewhere = settingsFor(config, { ...connection, address: "elsewhere" });
    return byAddress ? [elsewhere, settingsFor(config, connection)] : [elsewhere];
  });
  const [first, ...others] = asked;
  const isSame = (other: Settings): boolean =>
    PINNED.every((which) => valueOf(first?.[which]) === valueOf(other[which]));
  return first !== undefined &&
    PINNED.every((which) => first[which].state !== "unknown") &&
    others.every(isSame)
    ? first
    : undefined;
}

/** What the pins are made of. */
const PINNED = [
  "pubkeyAuthentication",
  "authorizedKeysFile",
  "maxSessions",
  "maxAuthTries",
  "allowUsers",
  "denyUsers",
  "pubkeyAcceptedAlgorithms",
  "permitRootLogin",
  "authenticationMethods",
  "revokedKeys",
  "ports",
  "listenAddresses",
  "addressFamily",
  "maxStartups",
] as const satisfies readonly (keyof Settings)[];

const valueOf = (setting: Setting<unknown> | undefined): string | undefined =>
  setting === undefined || setting.state === "unknown" ? undefined : JSON.stringify(setting.value);

// What an earlier boot pinned for everybody is taken out before anything is asked; a block's own holds at no such address.
function withoutGlobalPins(machine: Machine, since: Origin): Machine {
  const effects = [
    ...replaced(machine, PINS, (text) => text.slice(Math.max(0, text.search(/^Match /mu))), since),
    ...replaced(machine, SSHD_CONFIG, withoutBlock, since),
  ];
  return applyEffects(machine, effects);
}

function replaced(
  machine: Machine,
  path: string,
  change: (text: string) => string,
  since: Origin,
): readonly Effect[] {
  const exists = trait(machine, "file", path, "exists");
  const content = trait(machine, "file", path, "content");
  if (!exists.certain || !exists.value || !content.certain) return [];
  const { text } = content.value;
  const after = change(text);
  return after === text ? [] : [set("file", path, { content: edited(content.value, after, since) }, since)];
}

/** The effects of the drop-in as it is written. */
export const dropInEffects = (text: string, since: Origin): readonly Effect[] => [
  set(
    "file",
    PINS,
    { exists: true, mode: 0o644, owner: "root", group: "root", content: textFrom(text, since) },
    since,
  ),
];
