import { mentioned, said, trait, type Machine } from "../machine/machine";
import { keyTypesOf } from "../machine/key-line";
import { possibleGroups } from "../machine/membership";
import type { SshdConfigFiles } from "../machine/sshd-config-files";
import { admits, type Admission, type Reason } from "../sshd/admits";
import type { Setting } from "../sshd/gather";
import type { Answer } from "../sshd/patterns";
import { agreedSettings, settingsOfEach, type Settings } from "../sshd/settings";
import type { Readable } from "../sshd/read";
import { counting, TOO_MUCH, within } from "../work";
import { handsOver } from "./forced-command";
import { isThere, keyPaths, mayHoldKey, type KeyPaths } from "./key-paths";
import type { LoginReason } from "./reason";
import { isImagesOwn, originOfLine, readConfig } from "./sshd-reading";

/** What sshd's configuration says of an account's log-in by key. */
export interface SshdAnswer {
  readonly closed: readonly LoginReason[];
  readonly unknown: readonly LoginReason[];
  /** What holds for the account; missing where the configuration is the image's own, or cannot be read. */
  readonly settings?: Settings;
  /** The same by release, where it may be one of several. */
  readonly byRelease?: readonly Settings[];
}

const NOTHING: SshdAnswer = { closed: [], unknown: [] };

/** Asks the configuration that the running sshd has read (sshd_config(5)). */
export function sshdAnswer(machine: Machine, account: string): SshdAnswer {
  const answers = ANSWERS.get(machine) ?? new Map<string, SshdAnswer>();
  ANSWERS.set(machine, answers);
  const answer =
    answers.get(account) ??
    within(
      () => ask(machine, account),
      (since): SshdAnswer => ({ closed: [], unknown: [{ what: TOO_MUCH, since }] }),
    );
  answers.set(account, answer);
  return answer;
}

// Every way in and every rule asks the same of a machine that does not change.
const ANSWERS = new WeakMap<Machine, Map<string, SshdAnswer>>();

function ask(machine: Machine, account: string): SshdAnswer {
  const started = trait(machine, "sshd", "", "started");
  if (!started.certain)
    return started.since.from === "image"
      ? NOTHING
      : { closed: [], unknown: [{ what: started.why, since: started.since }] };
  const files = started.value;
  if (isImagesOwn(files)) return NOTHING;
  const config = readConfig(files, machine);
  if (config.state === "fails")
    return {
      closed: [{ what: `sshd does not start: ${config.why}`, since: originOfLine(files, config) }],
      unknown: [],
    };
  if (config.programs.length === 0)
    return {
      closed: [],
      unknown: [{ what: config.state === "unknown" ? config.why : "", since: started.since }],
    };
  const { byRelease, admission } = judge(machine, account, config);
  const settings = agreedSettings(byRelease);
  const toReason = ({ what, file, line }: Reason): LoginReason => ({
    what,
    since: originOfLine(files, { file, line }),
  });
  const own = unreachable(settings, files);
  const doubt = config.state === "unknown" ? [{ what: config.why, since: originOfLine(files, config) }] : [];
  return {
    closed: [...admission.reasons.filter(({ certain }) => certain).map(toReason), ...own.closed],
    unknown: [
      ...withoutRepeats(admission.reasons.filter(({ certain }) => !certain)).map(toReason),
      ...own.unknown,
      ...doubt,
    ],
    settings,
    byRelease,
  };
}

interface Judged {
  readonly byRelease: readonly Settings[];
  readonly admission: Admission;
}

/** What the settings say to the account, whichever of the groups it may be in it is in. */
function judge(machine: Machine, account: string, config: Readable): Judged {
  // A forced command is run on paper: once for all the groups and addresses that the settings are asked for.
  const answers = new Map<string, Answer>();
  const isHandedOver = (command: string): Answer => {
    const answer = answers.get(command) ?? handsOver(machine, account, command);
    answers.set(command, answer);
    return answer;
  };
  const as = (groups: readonly string[] | "unknown"): Judged => {
    const visitor = { user: account, groups, count: counting(machine.work) };
    const askWith = (settings: Settings, keyType: string | undefined): Admission =>
      admits(settings, {
        ...visitor,
        ...(keyType !== undefined && { keyType }),
        exists: (path) => revokesNothing(machine, path),
        holdsShell: (folder) => holdsShell(machine, folder),
        handsOver: isHandedOver,
      });
    // One of its keys is enough.
    const ask = (settings: Settings): Admission => {
      const keyTypes = keyTypesIn(machine, keyPaths(machine, account, settings.authorizedKeysFile)) ?? [];
      const answers = keyTypes.map((keyType) => askWith(settings, keyType));
      const open = answers.find(({ state }) => state !== "closed") ?? answers[0];
      return answers.find(({ state }) => state === "open") ?? open ?? askWith(settings, undefined);
    };
    const askEach = (byRelease: readonly Settings[]): Admission => {
      const answers = byRelease.map(ask);
      const [first] = answers;
      return first !== undefined &&
        first.state !== "unknown" &&
        answers.every(({ state }) => state === first.state)
        ? first
        : unclear(ask(agreedSettings(byRelease)), answers);
    };
    // A Match block that is about certain addresses leaves the others as they are.
    const elsewhere = settingsOfEach(config, { ...visitor, address: "elsewhere" });
    const admission = askEach(elsewhere);
    if (admission.state === "open") return { byRelease: elsewhere, admission };
    const byRelease = settingsOfEach(config, visitor);
    return { byRelease, admission: askEach(byRelease) };
  };
  const [first, ...others] = (possibleGroups(machine, account) ?? []).map(as);
  return first !== undefined && others.every(({ admission }) => admission.state === first.admission.state)
    ? first
    : as("unknown");
}

/** Where releases answer differently it cannot be told. */
function unclear(agreed: Admission, answers: readonly Admission[]): Admission {
  if (agreed.state === "unknown") return agreed;
  const reasons = answers.flatMap((answer) => answer.reasons);
  return { state: "unknown", reasons: reasons.map((reason) => ({ ...reason, certain: false })) };
}

/** The types of the keys in the files that may hold one; `undefined` where they are not known. */
function keyTypesIn(machine: Machine, paths: KeyPaths): readonly string[] | undefined {
  if (paths === "unknown") return undefined;
  const types: string[] = [];
  for (const path of paths) {
    if (path !== undefined && mayHoldKey(machine, path) === "no") continue;
    const content = path === undefined ? undefined : trait(machine, "file", path, "content");
    const found = content?.certain === true ? keyTypesOf(content.value.text, machine.keyType) : undefined;
    if (found === undefined) return undefined;
    types.push(...found);
  }
  return types.length === 0 ? undefined : [...new Set(types)];
}

/** Whether RevokedKeys names a file that is there and holds nothing: then it refuses no key. */
function revokesNothing(machine: Machine, path: string): Answer {
  const there = isThere(machine, path);
  const content = trait(machine, "file", path, "content");
  if (there !== "yes") return there;
  // A file that was made and never written to is empty.
  if (said(machine, "file", path, "content") === undefined) return "yes";
  return content.certain && content.value.text.trim() === "" ? "yes" : "unknown";
}

/** Whether a folder may have something to run: one that the user data made has what it put there. */
function holdsShell(machine: Machine, folder: string): Answer {
  const exists = said(machine, "file", folder, "exists");
  if (/[%\uE000]/u.test(folder) || exists?.certain !== true || exists.since.from === "image")
    return "unknown";
  return mentioned(machine, "file").some((path) => path.startsWith(`${folder}/`)) ? "unknown" : "no";
}

// Where a whole stretch cannot be told, every setting is unclear for the same reason.
function withoutRepeats(reasons: readonly Reason[]): readonly Reason[] {
  const cause = ({ what }: Reason): string => what.slice(what.indexOf(": ") + 2);
  const key = (reason: Reason): string => `${reason.file}:${String(reason.line)}:${cause(reason)}`;
  const first = new Map<string, Reason>();
  const times = new Map<string, number>();
  for (const reason of reasons) {
    if (!first.has(key(reason))) first.set(key(reason), reason);
    times.set(key(reason), (times.get(key(reason)) ?? 0) + 1);
  }
  return [...first].map(([each, reason]) =>
    times.get(each) === 1 ? reason : { ...reason, what: cause(reason) },
  );
}

/** Where a setting stands in the configuration. */
export const whereSet = (setting: Setting<unknown>): { readonly file?: string; readonly line?: number } =>
  setting.state === "default"
    ? {}
    : {
        ...(setting.file !== undefined && { file: setting.file }),
        ...(setting.line !== undefined && { line: setting.line }),
      };

// A server that listens on the host itself only answers nobody from outside.
function unreachable(
  { listenAddresses: setting }: Settings,
  files: SshdConfigFiles,
): Pick<SshdAnswer, "closed" | "unknown"> {
  const since = originOfLine(files, whereSet(setting));
  if (setting.state === "unknown")
    return { closed: [], unknown: [{ what: `ListenAddress: ${setting.why}`, since }] };
  const hosts = setting.value.map(({ value }) => value.trim());
  if (hosts.length === 0 || hosts.some((host) => /^(?:0\.0\.0\.0|\[?::\]?)(?::\d+)?$/u.test(host)))
    return NOTHING;
  const reason = { what: "sshd listens on certain addresses only", since };
  return hosts.every((host) => /^(?:127\.|localhost\b|\[?::1\]?(?:$|:))/u.test(host))
    ? { closed: [{ ...reason, what: "sshd listens on the host itself only" }], unknown: [] }
    : { closed: [], unknown: [reason] };
}
