/**
 * Shell that {@link fileLines} needs to stand before them. `put FILE MODE CHECKSUM` makes its standard input the file, unless
 * the file is that already: written beside, synced, compared with the checksum and renamed, each step only if the one
 * before it worked, so that a full disk costs nothing that is there. bash keeps a here-document in a file of TMPDIR.
 */
export const PUT = [
  "umask 022",
  "TMPDIR=/run",
  "export TMPDIR",
  `[ "$(df -Pk / | awk 'NR == 2 { print $4 }')" -ge 8192 ] || rm -f /var/lib/latchkey/reserve`,
  `sum() { cksum <"$1"; } 2>/dev/null`,
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
  return [`put ${path} ${mode} "${checksum(`${lines}\n`)}" <<'${delimiter}'`, lines, delimiter];
}

/**
 * A text's checksum and length as cksum(1) prints them: it is short, and tells damage, not tampering, which takes root
 * (POSIX, cksum: the CRC of ISO/IEC 8802-3 over the text and then its length).
 */
export function checksum(text: string): string {
  const bytes = Buffer.from(text, "utf8");
  const length: number[] = [];
  for (let left = bytes.length; left > 0; left = Math.floor(left / 256)) length.push(left & 0xff);
  let crc = 0;
  for (const byte of [...bytes, ...length]) crc = (crc << 8) ^ crcOf((crc >>> 24) ^ byte);
  return `${String(~crc >>> 0)} ${String(bytes.length)}`;
}

function crcOf(byte: number): number {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
}

/**
 * A text without the lines that are blank or only a comment: the sources have room for them, user data has not. The first
 * line stays as it is.
 */
export const withoutComments = (text: string): string =>
  text.replace(/^(?!#!)[\t ]*#.*\n/gmu, "").replace(/^[\t ]*\n/gmu, "");

/** A text without the blanks that its lines start with: for one that has none of them in texts of more lines than one. */
export const withoutIndentation = (text: string): string => text.replace(/^[\t ]+/gmu, "");
