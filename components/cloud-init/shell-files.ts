import { createHash } from "node:crypto";

/**
 * Shell that {@link fileLines} needs to stand before them. `put FILE MODE SHA256` makes its standard input the file, unless
 * the file is that already: written beside, synced, compared with the checksum and renamed, each step only if the one
 * before it worked, so that a full disk costs nothing that is there. bash keeps a here-document in a file of TMPDIR.
 */
export const PUT = [
  "umask 022",
  "TMPDIR=/run",
  "export TMPDIR",
  `[ "$(df -Pk / | awk 'NR == 2 { print $4 }')" -ge 8192 ] || rm -f /var/lib/latchkey/reserve`,
  `sum() { sha256sum "$1" 2>/dev/null | cut -d' ' -f1; }`,
  "put() {",
  `if [ "$(sum "$1")" != "$3" ]; then`,
  `chattr -ia "$1" 2>/dev/null`,
  `rm -f "$1.new"`,
  `(umask 077 && cat >"$1.new") && { sync "$1.new" || sync; } && [ "$(sum "$1.new")" = "$3" ] && chmod "$2" "$1.new" && mv -f "$1.new" "$1" || { rm -f "$1.new"; return 1; }`,
  "fi",
  `chmod "$2" "$1"`,
  "}",
] as const;

/** Shell lines that write a file by a here-document; the text must not have a line that is the delimiter. */
export function fileLines(path: string, mode: string, text: string): readonly string[] {
  const delimiter = "LATCHKEY_END";
  const lines = text.replace(/\n$/u, "");
  return [`put ${path} ${mode} ${sha256(`${lines}\n`)} <<'${delimiter}'`, lines, delimiter];
}

/** SHA-256 of a text as sha256sum(1) prints it. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/**
 * A text without the lines that are blank or only a comment: the sources have room for them, user data has not. The first
 * line stays as it is.
 */
export const withoutComments = (text: string): string =>
  text.replace(/^(?!#!)[\t ]*#.*\n/gmu, "").replace(/^[\t ]*\n/gmu, "");

/** A text without the blanks that its lines start with: for one that has none of them in texts of more lines than one. */
export const withoutIndentation = (text: string): string => text.replace(/^[\t ]+/gmu, "");
