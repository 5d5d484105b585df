import type { OpenSsh } from "../image/openssh";
import { IMAGE, type Origin } from "../machine/prediction";
import { lineStarts } from "../../facts/place";
import { originAt, type FileText } from "../machine/file-text";
import type { Machine } from "../machine/machine";
import type { SshdConfigFiles } from "../machine/sshd-config-files";
import { SSHD_CONFIG } from "../machine/sshd-files";
import { PINS, REPAIR_CONSTRUCT } from "../repair/names";
import type { FileContent, SshdFiles } from "../sshd/files";
import { readSshdConfig, type ReadConfig } from "../sshd/read";
import { counting, TOO_MUCH, within } from "../work";

/**
 * sshd's configuration as it reads it from the machine's files; the same files are read once. Without any program where
 * that is more work than is left.
 */
export function readConfig(files: SshdConfigFiles, { openssh, work }: Machine): ReadConfig {
  const before = READ.get(files);
  if (before !== undefined) return before;
  const read = readWith(asSshdFiles(files), openssh, work);
  const alone = read.state === "loads" ? undefined : pinsAlone(files);
  const settled = alone === undefined ? read : readWith(withMain(alone), openssh, work);
  READ.set(files, settled);
  return settled;
}

/** The configuration of an image that lets keys in, of which no more is known. */
export const readAssumed = ({ openssh, work }: Machine): ReadConfig => readWith(withMain(""), openssh, work);

const readWith = (files: SshdFiles, { releases, distribution }: OpenSsh, work: Machine["work"]): ReadConfig =>
  within(
    () => readSshdConfig(files, { openssh: releases, distribution, count: counting(work) }),
    (): ReadConfig => ({ state: "unknown", why: TOO_MUCH, file: SSHD_CONFIG, line: 0, programs: [] }),
  );

/**
 * What the repair program pinned on an image whose own files cannot be read for sure, and that nothing else has touched:
 * they let keys in, and a block of the account's own only adds to that.
 */
function pinsAlone({ texts }: SshdConfigFiles): string | undefined {
  const pins = texts.get(PINS);
  if (pins?.certain !== true || pins.value === undefined || !isByRepair(pins.since)) return undefined;
  const others = [...texts].filter(([path]) => path !== PINS);
  return others.every(([, { since }]) => since.from === "image") ? pins.value.text : undefined;
}

const isByRepair = (since: Origin): boolean =>
  since.from === "user-data" && since.construct === REPAIR_CONSTRUCT;

const withMain = (text: string): SshdFiles => ({
  read: (path) =>
    path === SSHD_CONFIG ? { state: "known", text: `UsePAM yes\n${text}` } : { state: "absent" },
  list: () => [],
});

const READ = new WeakMap<SshdConfigFiles, ReadConfig>();

const asSshdFiles = ({ texts }: SshdConfigFiles): SshdFiles => ({
  read(path): FileContent {
    const text = texts.get(path);
    if (text === undefined) return { state: "absent" };
    if (!text.certain) return { state: "unknown", why: text.why };
    return text.value === undefined ? { state: "absent" } : { state: "known", text: text.value.text };
  },
  list: (directory) =>
    [...texts]
      .filter(
        ([path, text]) => path.startsWith(`${directory}/`) && (!text.certain || text.value !== undefined),
      )
      .map(([path]) => path.slice(directory.length + 1))
      .filter((name) => !name.includes("/")),
});

/** Whether nothing that the user data does has touched the configuration. */
export const isImagesOwn = ({ texts }: SshdConfigFiles): boolean =>
  [...texts.values()].every(({ since }) => since.from === "image");

/** The line of the user data that wrote a line of the configuration. */
export function originOfLine(
  { texts }: SshdConfigFiles,
  { file, line }: { readonly file?: string; readonly line?: number },
): Origin {
  const text = file === undefined ? undefined : texts.get(file);
  if (text === undefined) return IMAGE;
  if (!text.certain || text.value === undefined || line === undefined || line < 1) return text.since;
  const starts = STARTS.get(text.value) ?? lineStarts(text.value.text);
  STARTS.set(text.value, starts);
  return originAt(text.value, starts[line - 1] ?? text.value.text.length);
}

// Each reason has a line of its own.
const STARTS = new WeakMap<FileText, readonly number[]>();
