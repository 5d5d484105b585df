/** Shell lines that write a file by a here-document; the text must not have a line that is the delimiter. */
export function fileLines(path: string, mode: string, text: string): readonly string[] {
  const delimiter = "LATCHKEY_END";
  return [
    `cat >${path}.new <<'${delimiter}'`,
    text.replace(/\n$/u, ""),
    delimiter,
    `chmod ${mode} ${path}.new && mv -f ${path}.new ${path}`,
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
