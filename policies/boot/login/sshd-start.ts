import { blur, set, type Effect } from "../machine/effect";
import { hasHostKey, HOST_KEYS } from "../machine/host-keys";
import { trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import { sshdFilesOf } from "../machine/sshd-files";
import type { Readable } from "../sshd/read";
import { settingsFor } from "../sshd/settings";
import { isImagesOwn, originOfLine, readConfig } from "./sshd-reading";

/** The files of `HostKey`, where the configuration names any (sshd_config(5)); the release's own otherwise. */
function namedHostKeys(machine: Machine): readonly string[] {
  const files = sshdFilesOf(machine);
  const config = isImagesOwn(files) ? undefined : readConfig(files, machine);
  if (config?.state !== "loads") return HOST_KEYS;
  const before = HOST_KEYS_OF.get(config);
  if (before !== undefined) return before;
  const { hostKeys } = settingsFor(config, { user: "root", groups: "unknown" });
  const named = hostKeys.state === "set" ? hostKeys.value.map(({ value }) => value) : HOST_KEYS;
  HOST_KEYS_OF.set(config, named);
  return named;
}

// A configuration that has been read never changes, and each start asks several times.
const HOST_KEYS_OF = new WeakMap<Readable, readonly string[]>();

/** Whether sshd starts with what its configuration says now. */
export function startsNow(machine: Machine): "starts" | "fails" | "unknown" {
  const keys = hasHostKey(machine, namedHostKeys(machine));
  if (!keys.certain || !keys.value) return keys.certain ? "fails" : "unknown";
  const files = sshdFilesOf(machine);
  if (isImagesOwn(files)) return "starts";
  const { state } = readConfig(files, machine);
  return state === "loads" ? "starts" : state;
}

/** sshd is started: it reads its configuration, and runs only where that loads (sshd(8)). */
export function startEffects(machine: Machine, since: Origin): readonly Effect[] {
  const files = sshdFilesOf(machine);
  const started = set("sshd", "", { started: files }, since);
  const starts = startsNow(machine);
  if (starts === "starts") return [started];
  const keys = hasHostKey(machine, namedHostKeys(machine));
  if (!keys.certain || !keys.value)
    return [
      started,
      keys.certain
        ? set("service", "sshd", { active: false }, keys.since.from === "image" ? since : keys.since)
        : blur("service", "sshd", keys.why, keys.since, ["active"]),
    ];
  const config = readConfig(files, machine);
  const at = config.state === "loads" ? since : originOfLine(files, config);
  return [
    started,
    starts === "fails"
      ? set("service", "sshd", { active: false }, at)
      : blur("service", "sshd", "whether sshd starts with its configuration is not known", at, ["active"]),
  ];
}

/** What starts at boot because it is to be active. */
export const bootEffects = (machine: Machine, since: Origin): readonly Effect[] =>
  is(trait(machine, "service", "sshd", "active"), true)
    ? startEffects(machine, since)
    : [set("sshd", "", { started: sshdFilesOf(machine) }, since)];
