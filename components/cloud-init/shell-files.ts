import { checksum } from "@latchkey/policies/checksum";

/**
 * Shell that {@link fileLines} needs to stand before them. `put FILE MODE CHECKSUM` makes FILE.new the file: compared with
 * the checksum, synced and renamed, each step only if the one before it worked, so that a full disk costs nothing that is
 * there. bash keeps a here-document in a file of TMPDIR.
 */
export const PUT = [
  "umask 077",
  "export TMPDIR=/run",
  `[ "$(df -Pk / | awk 'NR == 2 { print $4 }')" -ge 8192 ] || rm -f /var/lib/latchkey/reserve`,
  "put() {",
  `chattr -ia "$1" 2>/dev/null`,
  // Before version 8.24 sync(1) takes no file, and syncs all.
  `[ "$(cksum <"$1.new")" = "$3" ] && { sync "$1.new" || sync; } && chmod "$2" "$1.new" && mv -f "$1.new" "$1" || rm -f "$1.new"`,
  "}",
] as const;

/** Shell lines that write a file by a here-document; the text must not have a line that is the delimiter. */
export function fileLines(path: string, mode: string, text: string): readonly string[] {
  const delimiter = "LATCHKEY_END";
  const lines = text.replace(/\n$/u, "");
  return [
    `cat >${path}.new <<'${delimiter}'; put ${path} ${mode} "${checksum(`${lines}\n`)}"`,
    lines,
    delimiter,
  ];
}

/**
 * A text without the lines that are blank or only a comment: the sources have room for them, user data has not. The first
 * line stays as it is.
 */
export const withoutComments = (text: string): string =>
  text.replace(/^(?!#!)[\t ]*#.*\n/gmu, "").replace(/^[\t ]*\n/gmu, "");

/** A text without the blanks that its lines start with: for one that has none of them in texts of more lines than one. */
export const withoutIndentation = (text: string): string => text.replace(/^[\t ]+/gmu, "");
