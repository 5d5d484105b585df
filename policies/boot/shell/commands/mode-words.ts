const WHO: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };

/**
 * The permission bits after chmod(1) with `word` (octal, or clauses such as `go-w,u+rwX`).
 *
 * @param mode Permission bits before, 0 to 0o7777.
 * @param directory Whether `X` and a kept set-group-ID bit apply.
 * @param umask What a clause that names nobody (`+w`) leaves alone.
 * @returns `undefined` where the word is no mode: chmod then changes nothing and fails.
 */
export function changeMode(word: string, mode: number, directory: boolean, umask = 0o022): number | undefined {
  if (/^[0-7]{1,5}$/u.test(word)) {
    const bits = Number.parseInt(word, 8) & 0o7777;
    // chmod keeps a directory's set-ID bits unless five digits say otherwise (GNU coreutils, "Directory Setuid and Setgid").
    return directory && word.length < 5 ? bits | (mode & 0o6000) : bits;
  }
  let result: number | undefined = mode;
  for (const clause of word.split(",")) {
    if (result === undefined) return undefined;
    result = changeByClause(clause, result, directory, umask);
  }
  return result;
}

function changeByClause(clause: string, mode: number, directory: boolean, umask: number): number | undefined {
  const match = /^([ugoa]*)((?:[-+=](?:[rwxXst]*|[ugo]))+)$/u.exec(clause);
  if (match === null) return undefined;
  const [, who = "", actions = ""] = match;
  const mask = who === "" ? 0o7777 : Object.entries(WHO).reduce((bits, [letter, each]) => (who.includes(letter) ? bits | each : bits), 0);
  let result = mode;
  for (const [, sign = "", letters = ""] of actions.matchAll(/([-+=])([rwxXst]*|[ugo])/gu)) {
    const bits = permissionBits(letters, result, directory) & mask & (who === "" ? ~umask : ~0);
    if (sign === "+") result |= bits;
    else if (sign === "-") result &= ~bits;
    else result = (result & ~(mask & 0o777)) | bits;
  }
  return result;
}

function permissionBits(letters: string, mode: number, directory: boolean): number {
  if (/^[ugo]$/u.test(letters)) {
    const copied = (mode >> { u: 6, g: 3, o: 0 }[letters as "u" | "g" | "o"]) & 7;
    return (copied << 6) | (copied << 3) | copied;
  }
  let bits = 0;
  for (const letter of letters) {
    if (letter === "r") bits |= 0o444;
    if (letter === "w") bits |= 0o222;
    if (letter === "x" || (letter === "X" && (directory || (mode & 0o111) !== 0))) bits |= 0o111;
    if (letter === "s") bits |= 0o6000;
    if (letter === "t") bits |= 0o1000;
  }
  return bits;
}
