import type { SourceText } from "../../facts/place";
import { restOf, withUnixLineEnds } from "./derived-source";
import { error, warning, type Problem } from "./problem";
import { leadingSpace } from "./python";

/** A script as cloud-init writes it. */
export interface Script {
  readonly source: SourceText;
  /** `unknown` for a boothook without `#!`. */
  readonly runs: "yes" | "no" | "unknown";
  readonly problems: readonly Problem[];
}

const BOOTHOOK_HEADER = "#cloud-boothook";

/** `handlers/shell_script.py`: written with the line ends that `dos2unix` leaves, and run by the kernel. */
export function readScript(source: SourceText): Script {
  const text = source.text;
  if (text.startsWith("#!")) return { source: dos2unix(source), runs: "yes", problems: lineProblems(source) };
  if (leadingSpace(text) === text.length) return { source, runs: "no", problems: [] };
  return { source, runs: "no", problems: [shebangProblem(source)] };
}

/**
 * `handlers/boot_hook.py`: without its header line and the blanks behind it. The header is only taken away in lower case
 * and at the very start.
 */
export function readBoothook(source: SourceText): Script {
  const unix = dos2unix(source);
  const body = restOf(unix, unix.text.startsWith(BOOTHOOK_HEADER) ? BOOTHOOK_HEADER.length : 0);
  const script = restOf(body, leadingSpace(body.text));
  if (script.text === "") return { source: script, runs: "no", problems: [] };
  if (script.text.startsWith("#!")) return { source: script, runs: "yes", problems: lineProblems(source) };
  if (script.text.toLowerCase().startsWith(BOOTHOOK_HEADER)) {
    const message =
      "the header of this boothook stays in the file that is run, since it is not in lower case at the very start: it does not run";
    return { source: script, runs: "no", problems: [error("missing-shebang", script.placeAt(0), message)] };
  }
  // Amazon documents such boothooks for its own images, so somewhere they may run.
  const message =
    "a boothook that does not begin with #! (behind its header): cloud-init as released fails to run it";
  return {
    source: script,
    runs: "unknown",
    problems: [warning("missing-shebang", script.placeAt(0), message)],
  };
}

function shebangProblem(source: SourceText): Problem {
  const blank = leadingSpace(source.text);
  if (source.text.startsWith("\ufeff")) {
    const message = "a byte order mark stands before the script's first line: it does not run";
    return error("bom", source.placeAt(0), message);
  }
  if (source.text.startsWith("#!", blank)) {
    const message =
      "blanks stand before #!, and the kernel refuses the script (Exec format error): it does not run";
    return error("leading-whitespace-shebang", source.placeAt(blank), message);
  }
  const message =
    "a script that does not begin with #!: the kernel refuses it (Exec format error), it does not run";
  return error("missing-shebang", source.placeAt(0), message);
}

/** `util.dos2unix`: converts only where the first line ends the Windows way. */
function dos2unix(source: SourceText): SourceText {
  return endsFirstLineWithReturn(source.text) ? withUnixLineEnds(source) : source;
}

function endsFirstLineWithReturn(text: string): boolean {
  const end = text.indexOf("\n");
  return end > 0 && text[end - 1] === "\r";
}

function lineProblems(source: SourceText): readonly Problem[] {
  const problems: Problem[] = [];
  const carriage = endsFirstLineWithReturn(source.text) ? -1 : source.text.indexOf("\r\n");
  if (carriage !== -1) {
    const message =
      "a Windows line end in a script whose first line has none: cloud-init leaves it, and the shell takes it for a part of the command";
    problems.push(error("crlf-mixed", source.placeAt(carriage), message));
  }
  const header = cloudConfigLine(source.text);
  if (header !== -1) {
    const message =
      "a cloud-config inside a script: its lines run as commands; make them two parts of a MIME message";
    problems.push(warning("mixed-types", source.placeAt(header), message));
  }
  return problems;
}

const HEREDOC = /<<-?[ \t]*(?:\\|["']?)([A-Za-z_][A-Za-z0-9_]*)/;

/** Offset of a `#cloud-config` line that is in no here-document, -1 if there is none. */
function cloudConfigLine(text: string): number {
  if (!text.includes("\n#cloud-config")) return -1;
  let offset = 0;
  let until: string | undefined;
  for (const line of text.split("\n")) {
    if (until !== undefined) {
      if (line.trim() === until) until = undefined;
    } else if (/^#cloud-config[ \t\r]*$/.test(line)) {
      return offset;
    } else {
      until = HEREDOC.exec(line)?.[1];
    }
    offset += line.length + 1;
  }
  return -1;
}
