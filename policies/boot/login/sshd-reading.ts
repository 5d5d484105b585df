import { IMAGE, type Origin } from "../machine/prediction";
import { lineStarts } from "../../facts/place";
import { originAt, type FileText } from "../machine/file-text";
import type { Machine } from "../machine/machine";
import type { SshdConfigFiles } from "../machine/sshd-config-files";
import { SSHD_CONFIG } from "../machine/sshd-files";
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
  const read = within(
    () =>
      readSshdConfig(asSshdFiles(files), {
        openssh: openssh.releases,
        distribution: openssh.distribution,
        count: counting(work),
      }),
    (): ReadConfig => ({ state: "unknown", why: TOO_MUCH, file: SSHD_CONFIG, line: 0, programs: [] }),
  );
  READ.set(files, read);
  return read;
}

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
