import { readConfig, isImagesOwn } from "../login/sshd-reading";
import { set, type Effect } from "../machine/effect";
import { edited, textFrom, type FileText } from "../machine/file-text";
import { applyEffects, trait, type Machine } from "../machine/machine";
import type { Origin } from "../machine/prediction";
import { SSHD_CONFIG, sshdFilesOf } from "../machine/sshd-files";
import { sshdConfigOf } from "../image/sshd-config";
import { PINS } from "./names";

/** Where the program keeps the last text of each file with which sshd started. */
const GOOD = "/var/lib/latchkey/good";
/** As often as the program tries. */
const TRIES = 40;

/**
 * The machine once sshd's configuration loads again: of a file that does not, its last text that did, else the line taken
 * out of force. What loads now is kept for the next time.
 */
export function loadingMachine(machine: Machine, since: Origin): Machine {
  let now = machine;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const files = sshdFilesOf(now);
    if (isImagesOwn(files)) return withGood(now, since);
    const config = readConfig(files, now);
    if (config.state === "loads") return withGood(now, since);
    const healed = config.state === "fails" ? heal(now, config, since) : undefined;
    if (healed === undefined) return now;
    now = applyEffects(now, healed);
  }
  return now;
}

interface Broken {
  readonly file: string;
  readonly line: number;
}

function heal(machine: Machine, { file, line }: Broken, since: Origin): readonly Effect[] | undefined {
  const text = textOf(machine, file);
  if (file === PINS) return [set("file", file, { exists: false }, since)];
  if (text !== undefined && line < 1) return suspect(machine, since);
  const good = textOf(machine, `${GOOD}${file}`);
  if (good !== undefined && good.text !== text?.text) return written(file, good, since);
  if (text === undefined)
    return file === SSHD_CONFIG ? written(file, defaultText(machine, since), since) : undefined;
  return written(file, edited(text, withoutLine(text.text, line), since), since);
}

// Where no line is to blame it is a file that has changed since: the first one without whose change it loads.
function suspect(machine: Machine, since: Origin): readonly Effect[] | undefined {
  for (const [path, text] of sshdFilesOf(machine).texts) {
    if (!KEPT.test(path) || path === PINS || !text.certain || text.value === undefined) continue;
    const good = textOf(machine, `${GOOD}${path}`);
    if (good?.text === text.value.text) continue;
    const effects =
      good === undefined ? [set("file", path, { exists: false }, since)] : written(path, good, since);
    const after = applyEffects(machine, effects);
    if (readConfig(sshdFilesOf(after), after).state === "loads") return effects;
  }
  return undefined;
}

const written = (path: string, content: FileText, since: Origin): readonly Effect[] => [
  set("file", path, { exists: true, mode: 0o600, owner: "root", group: "root", content }, since),
];

function textOf(machine: Machine, path: string): FileText | undefined {
  const exists = trait(machine, "file", path, "exists");
  const content = trait(machine, "file", path, "content");
  return exists.certain && exists.value && content.certain ? content.value : undefined;
}

// Debian's package keeps its own beside the one in use.
function defaultText({ family }: Machine, since: Origin): FileText {
  const shipped = family === "debian" || family === "ubuntu" ? sshdConfigOf(family) : undefined;
  return textFrom(shipped ?? "UsePAM yes\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n", since);
}

const ABOUT_PASSWORDS =
  /^(?:passwordauthentication|kbdinteractiveauthentication|challengeresponseauthentication)$/u;

const firstWord = (line: string): string =>
  line
    .split(/[ \t="]+/u)
    .find((word) => word !== "")
    ?.toLowerCase() ?? "";

// Of a Match that does not load the whole block goes, and what was to keep passwords out goes on doing so.
function withoutLine(text: string, bad: number): string {
  let inBlock = false;
  return text
    .split("\n")
    .map((line, at) => {
      const word = firstWord(line);
      if (at + 1 === bad) {
        inBlock = word === "match";
        return `#latchkey: ${line}${ABOUT_PASSWORDS.test(word) ? `\n${word} no` : ""}`;
      }
      if (word === "match" || (line === "" && at === text.split("\n").length - 1)) inBlock = false;
      return inBlock ? `#latchkey: ${line}` : line;
    })
    .join("\n");
}

const KEPT = /^\/etc\/ssh\/sshd_config(?:\.d\/[^/]+\.conf)?$/u;

// The files that are there, and none of those that are gone.
function withGood(machine: Machine, since: Origin): Machine {
  const effects = [...sshdFilesOf(machine).texts].flatMap(([path, text]): readonly Effect[] => {
    if (path === PINS || !text.certain || !KEPT.test(path)) return [];
    return text.value === undefined
      ? [set("file", `${GOOD}${path}`, { exists: false }, since)]
      : [set("file", `${GOOD}${path}`, { exists: true, content: text.value }, since)];
  });
  return applyEffects(machine, effects);
}
