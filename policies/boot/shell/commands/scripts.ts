import { opaque, type Effect } from "../../machine/effect";
import { sourceOfText, type FileText } from "../../machine/file-text";
import { trait } from "../../machine/machine";
import { normalisePath } from "../../machine/paths";
import { is, type Origin, type Prediction } from "../../machine/prediction";
import type { SourceText } from "../../../facts/place";
import type { Session } from "../session";
import type { Value } from "../value";
import { isExact } from "../value";

/** A file about to be run as a script, as far as the model knows it. */
export type ScriptFile =
  | { readonly kind: "shell"; readonly source: SourceText; readonly executable: Prediction<boolean> }
  /** It is known, and is a program of another language. */
  | { readonly kind: "foreign"; readonly executable: Prediction<boolean> }
  | { readonly kind: "missing" }
  | { readonly kind: "unseen" };

const SHELL =
  /^#![ \t]*(?:\/usr\/bin\/env[ \t]+(?:-S[ \t]+)?(?:[^\s=]+=\S+[ \t]+)*)?(?:\/\S*\/)?(?:ba|da|a|z|k)?sh\b/u;

/** Whether a text is a shell script by its first line. */
export const isShellScript = (text: string): boolean => SHELL.test(text);

/** Whether `sh` runs it, or what stands for it, rather than bash. */
export const isPosixShell = (text: string): boolean =>
  /^#![ \t]*(?:\S*\/)?(?:env[ \t]+)?(?:da|a)?sh\b/u.test(text);

/** Whether its first line asks for `set -e`: the kernel hands the rest of that line to the shell (execve(2)). */
export const endsOnErrors = (text: string): boolean =>
  /^#![ \t]*\S+[ \t]+-[a-zA-Z]*e/u.test(text) && isShellScript(text);

/** What stands in a file that is to be run. A text without an interpreter's line is run by the shell that starts it (execve(2), sh(1)). */
export function scriptFile(session: Session, file: Value): ScriptFile {
  if (!isExact(file)) return { kind: "unseen" };
  const path = normalisePath(file, session.cwd);
  const { machine } = session;
  if (is(trait(machine, "file", path, "exists"), false)) return { kind: "missing" };
  const content = trait(machine, "file", path, "content");
  const source = content.certain ? sourceOfText(content.value) : undefined;
  if (!content.certain || source === undefined) return { kind: "unseen" };
  const mode = trait(machine, "file", path, "mode");
  const executable: Prediction<boolean> = mode.certain
    ? { ...mode, value: (mode.value & 0o111) !== 0 }
    : mode;
  return isForeign(content.value) ? { kind: "foreign", executable } : { kind: "shell", source, executable };
}

const isForeign = ({ text }: FileText): boolean => text.startsWith("#!") && !SHELL.test(text);

export const unseenScript = (since: Origin): Effect =>
  opaque("a script that is not in the user data is run", since);
