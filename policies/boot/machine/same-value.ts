import { isFileText } from "./file-text";
import { isSshdFiles, sameSshdFiles } from "./sshd-config-files";

/** Whether two values of a trait say the same, wherever they come from. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isFileText(a) && isFileText(b)) return a.text === b.text;
  return isSshdFiles(a) && isSshdFiles(b) && sameSshdFiles(a, b);
}
