import { ownValue } from "../../../facts/own";

/** Bits that each letter in front of an action is about: the permissions and the special bit beside them. */
const WHO: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };
const ALL = 0o7777;
const SET_IDS = 0o6000;

interface Change {
  readonly sign: string;
  /** 0 where nobody is named: then everybody, less the umask. */
  readonly who: number;
  readonly letters: string;
}

/**
 * The permission bits after chmod(1) with `word` (octal, or clauses such as `go-w,u+rwX`), as GNU's modechange.c has it.
 *
 * @param mode Permission bits before, 0 to 0o7777.
 * @param directory Whether `X` and a kept set-group-ID bit apply.
 * @param umask What a clause that names nobody (`+w`) leaves alone.
 * @returns `undefined` where the word is no mode: chmod then changes nothing and fails.
 */
export function changeMode(
  word: string,
  mode: number,
  directory: boolean,
  umask = 0o022,
): number | undefined {
  if (/^[0-7]+$/u.test(word)) return octalMode(word, mode, directory);
  let result = mode;
  for (const clause of word.split(",")) {
    const changes = readClause(clause);
    if (changes === undefined) return undefined;
    for (const change of changes) result = apply(change, result, directory, umask);
  }
  return result;
}

// A directory keeps its set-ID bits unless they are given, or five digits say that they are meant to go.
function octalMode(word: string, mode: number, directory: boolean): number | undefined {
  const bits = Number.parseInt(word, 8);
  if (bits > ALL) return undefined;
  return directory && word.length < 5 ? bits | (mode & SET_IDS & ~bits) : bits;
}

function readClause(clause: string): readonly Change[] | undefined {
  const match = /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*))+)$/u.exec(clause);
  if (match === null) return undefined;
  const [, named = "", actions = ""] = match;
  const who = named.split("").reduce((bits, letter) => bits | (ownValue(WHO, letter) ?? 0), 0);
  return [...actions.matchAll(/([-+=])([ugo]|[rwxXst]*)/gu)].map(([, sign = "", letters = ""]) => ({
    sign,
    who,
    letters,
  }));
}

function apply({ sign, who, letters }: Change, mode: number, directory: boolean, umask: number): number {
  const said = lettersBits(letters);
  const kept = directory ? SET_IDS & ~(who === 0 ? said : who & said) : 0;
  const bits = (said | derivedBits(letters, mode, directory)) & (who === 0 ? ~umask : who) & ~kept;
  if (sign === "+") return mode | bits;
  if (sign === "-") return mode & ~bits;
  return (mode & ((who === 0 ? 0 : ~who) | kept)) | bits;
}

function lettersBits(letters: string): number {
  const bits: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111, s: SET_IDS, t: 0o1000 };
  return letters.split("").reduce((all, letter) => all | (ownValue(bits, letter) ?? 0), 0);
}

// `X` and a copy of another class's permissions depend on the mode before.
function derivedBits(letters: string, mode: number, directory: boolean): number {
  if (/^[ugo]$/u.test(letters)) {
    const copied = (mode >> { u: 6, g: 3, o: 0 }[letters as "u" | "g" | "o"]) & 7;
    return (copied << 6) | (copied << 3) | copied;
  }
  return letters.includes("X") && (directory || (mode & 0o111) !== 0) ? 0o111 : 0;
}
