import type { FileText } from "./file-text";
import type { Prediction } from "./prediction";

/** What sshd finds when it reads its configuration: the main file and its drop-ins as they are at that moment. */
export interface SshdConfigFiles {
  /** By path; `undefined` where the file is not there. A drop-in of the image's own is not listed. */
  readonly texts: ReadonlyMap<string, Prediction<FileText | undefined>>;
}

export const isSshdFiles = (value: unknown): value is SshdConfigFiles =>
  typeof value === "object" && value !== null && "texts" in value;

/** Whether sshd would find the same at both times. */
export function sameSshdFiles(a: SshdConfigFiles, b: SshdConfigFiles): boolean {
  if (a === b) return true;
  if (a.texts.size !== b.texts.size) return false;
  return [...a.texts].every(([path, text]) => {
    const other = b.texts.get(path);
    if (text.certain !== other?.certain) return false;
    return !text.certain || !other.certain || text.value?.text === other.value?.text;
  });
}
