import { originAt, type FileText } from "../../machine/file-text";
import { mentioned, said, trait, type Machine } from "../../machine/machine";
import type { Origin } from "../../machine/prediction";
import { isExact } from "../../shell/value";

/** A file of the host as a log-in finds it. */
export type HostText =
  /** No line of the user data touched it. */
  | { readonly state: "image" }
  | { readonly state: "absent"; readonly since: Origin }
  | { readonly state: "known"; readonly file: FileText }
  | { readonly state: "unknown"; readonly why: string; readonly since: Origin };

export function hostText(machine: Machine, path: string): HostText {
  const written = said(machine, "file", path, "content");
  const there = said(machine, "file", path, "exists");
  if (written === undefined && there === undefined) return { state: "image" };
  const exists = trait(machine, "file", path, "exists");
  if (exists.certain && !exists.value) return { state: "absent", since: exists.since };
  const content = trait(machine, "file", path, "content");
  if (!content.certain) return { state: "unknown", why: content.why, since: content.since };
  return { state: "known", file: content.value };
}

/** The files of a folder that the user data said something about and that are there, in the order of their names. */
export const filesIn = (machine: Machine, folder: string, suffix: string): readonly string[] =>
  mentioned(machine, "file")
    .filter((path) => path.startsWith(`${folder}/`) && path.endsWith(suffix))
    .filter((path) => !path.slice(folder.length + 1).includes("/"))
    .toSorted((a, b) => (a < b ? -1 : 1));

/** A line of a configuration file: its words without the comment, and where it comes from. */
export interface HostLine {
  readonly text: string;
  readonly since: Origin;
  /** False where a part of it, or what stands before it on the line, cannot be told. */
  readonly exact: boolean;
}

/** The lines that say something, comments by `#` left out and lines that end in a backslash put together. */
export function hostLines(file: FileText): readonly HostLine[] {
  const lines: HostLine[] = [];
  let offset = 0;
  let open: { readonly text: string; readonly at: number } | undefined;
  for (const raw of file.text.split("\n")) {
    const at = open?.at ?? offset;
    const whole = (open?.text ?? "") + raw;
    offset += raw.length + 1;
    if (whole.endsWith("\\")) {
      open = { text: whole.slice(0, -1), at };
      continue;
    }
    open = undefined;
    const text = whole.replace(/(?:^|\s)#.*$/u, "").trim();
    if (text !== "") lines.push({ text, since: originAt(file, at), exact: isExact(text) });
  }
  return lines;
}
