import { readConfig } from "../login/sshd-reading";
import { possibleGroups } from "../machine/membership";
import { blur, set, type Effect } from "../machine/effect";
import { edited } from "../machine/file-text";
import { applyEffects, trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import { SSHD_CONFIG, sshdFilesOf } from "../machine/sshd-files";
import { settingsFor } from "../sshd/settings";
import { parseVersion } from "../sshd/version";
import { KEYS } from "./account-pins";
import { isOurs, logsIn, type Configuration } from "./configuration";
import { withBlock } from "./main-block";
import { PINS } from "./names";
import { dropInEffects, pinsText } from "./pins";

/** The first release that includes files. */
const INCLUDES = 802;

/** The machine with the pins in their drop-in, and brought in from the main file where that includes no drop-ins. */
export function pinnedMachine(machine: Machine, configuration: Configuration, since: Origin): Machine {
  const text = pinsText(machine, configuration, since);
  if (text === undefined) {
    const why = "what the repair program pins cannot be told";
    return applyEffects(machine, [blur("file", PINS, why, since)]);
  }
  if (text === "") {
    const there = !is(trait(machine, "file", PINS, "exists"), false);
    return there ? applyEffects(machine, [set("file", PINS, { exists: false }, since)]) : machine;
  }
  // It writes into folders of root's alone.
  const before = trait(machine, "file", PINS, "content");
  const isSame = before.certain && before.value.text === text;
  if (!isSame && !isOurs(machine, PINS)) return machine;
  const placed = applyEffects(machine, dropInEffects(text, since));
  if (hasPins(placed, configuration) !== "no") return placed;
  const brought = applyEffects(placed, broughtIn(placed, text, since));
  return loads(brought) ? brought : loads(placed) ? placed : machine;
}

function loads(machine: Machine): boolean {
  return readConfig(sshdFilesOf(machine), machine).state !== "fails";
}

/** Whether sshd reads the drop-in: the first account with keys is looked for in the file outside of homes. */
function hasPins(machine: Machine, { off, accounts }: Configuration): "yes" | "no" | "unknown" {
  const account = accounts.find(logsIn);
  if (account === undefined || off.has("keys")) return "yes";
  const config = readConfig(sshdFilesOf(machine), machine);
  if (config.state === "fails") return "no";
  const [groups = []] = possibleGroups(machine, account.name) ?? [];
  const { authorizedKeysFile } = settingsFor(config, { user: account.name, groups, address: "elsewhere" });
  if (authorizedKeysFile.state === "unknown") return "unknown";
  return authorizedKeysFile.value[0]?.startsWith(`${KEYS}/`) === true ? "yes" : "no";
}

function broughtIn(machine: Machine, pins: string, since: Origin): readonly Effect[] {
  const main = trait(machine, "file", SSHD_CONFIG, "content");
  const releases = machine.openssh.releases?.map((each) => parseVersion(each) ?? 0);
  const include = releases?.every((each) => each >= INCLUDES);
  const isSure = include === true || releases?.every((each) => each < INCLUDES) === true;
  if (!main.certain || !isSure) {
    const why = "how the repair program brings its pins in is not known";
    return [blur("file", SSHD_CONFIG, why, since, ["content"])];
  }
  const { text } = main.value;
  const after = include === true ? `Include ${PINS}\n${text}` : withBlock(text, pins);
  return [set("file", SSHD_CONFIG, { content: edited(main.value, after, since) }, since)];
}
