import { blur, set, type Effect } from "../machine/effect";
import { hasHostKey, HOST_KEYS } from "../machine/host-keys";
import { trait, type Machine } from "../machine/machine";
import { certain, is, uncertain, type Origin, type Prediction } from "../machine/prediction";
import { sshdFilesOf, SSHD_PROGRAM } from "../machine/sshd-files";
import type { Readable } from "../sshd/read";
import { settingsFor } from "../sshd/settings";
import { isImagesOwn, originOfLine, readConfig } from "./sshd-reading";

/** The files of `HostKey`, where the configuration names any (sshd_config(5)); the release's own otherwise. */
export function namedHostKeys(machine: Machine): readonly string[] {
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

/** Whether the server is there to be started, and since which line. */
function hasProgram(machine: Machine): Prediction<boolean> {
  const exists = trait(machine, "file", SSHD_PROGRAM, "exists");
  const mode = trait(machine, "file", SSHD_PROGRAM, "mode");
  const touched = [exists, mode].find(
    ({ certain: isCertain, since }) => !isCertain && since.from === "user-data",
  );
  if (exists.certain && !exists.value) return certain(false, exists.since);
  if (touched?.certain === false) return uncertain(touched.why, touched.since);
  return certain(!mode.certain || (mode.value & 0o111) !== 0, mode.since);
}

/** Whether sshd starts with what its configuration says now. */
export function startsNow(machine: Machine): "starts" | "fails" | "unknown" {
  const program = hasProgram(machine);
  if (!program.certain || !program.value) return program.certain ? "fails" : "unknown";
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
  const needed = [hasProgram(machine), hasHostKey(machine, namedHostKeys(machine))];
  const lacking = needed.find((each) => !each.certain || !each.value);
  if (lacking !== undefined)
    return [
      started,
      lacking.certain
        ? set("service", "sshd", { active: false }, lacking.since.from === "image" ? since : lacking.since)
        : blur("service", "sshd", lacking.why, lacking.since, ["active"]),
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
