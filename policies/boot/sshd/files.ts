import { anyChar, ANY_TEXT, fits, type Count, type Sign } from "../../facts/wildcard";

/** The files as sshd finds them: their text, that there is none, or that the content cannot be told. */
export interface SshdFiles {
  read(path: string): FileContent;
  /** The names in a directory, for Include's patterns; "unknown" where there may be others. */
  list(directory: string): readonly string[] | "unknown";
}

export type FileContent =
  | { readonly state: "known"; readonly text: string }
  | { readonly state: "absent" }
  | { readonly state: "unknown"; readonly why: string };

const WILD = /[*?[]/u;

/** The files that a pattern of an Include names, in the order of sshd (glob(3) in the C locale). */
export function expand(pattern: string, files: SshdFiles, count?: Count): readonly string[] | "unknown" {
  // Nothing expands "~" there: no such file.
  if (!pattern.startsWith("/")) return [];
  let found: readonly string[] = [""];
  const parts = pattern.split("/").slice(1);
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    if (part === "") continue;
    if (!WILD.test(part)) {
      found = found.map((each) => `${each}/${part.replace(/\\(.)/gu, "$1")}`);
      continue;
    }
    // A class of characters (`[[:digit:]]`) is not read.
    if (/\[[:.=]/u.test(part)) return "unknown";
    const signs = signsOf(part);
    const takesHidden = part.startsWith(".");
    const next: string[] = [];
    for (const directory of found) {
      const names = files.list(directory === "" ? "/" : directory);
      if (names === "unknown") return "unknown";
      for (const name of names)
        if ((takesHidden || !name.startsWith(".")) && fits(signs, name, count))
          next.push(`${directory}/${name}`);
    }
    found = next;
    if (last) return found.toSorted(byBytes);
  }
  return found.filter((path) => files.read(path).state !== "absent").toSorted(byBytes);
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function signsOf(part: string): readonly Sign[] {
  const signs: Sign[] = [];
  for (let at = 0; at < part.length; at++) {
    const char = part.charAt(at);
    const close = char === "[" ? part.indexOf("]", at + 2) : -1;
    if (char === "*") signs.push(ANY_TEXT);
    else if (char === "?") signs.push(anyChar);
    else if (close !== -1) {
      signs.push(oneOf(part.slice(at + 1, close)));
      at = close;
    } else if (char === "\\" && at + 1 < part.length) signs.push(part.charAt(++at));
    else signs.push(char);
  }
  return signs;
}

/** A set in brackets: characters and ranges of them, or none of these. */
function oneOf(inside: string): Sign {
  const negated = /^[!^]/u.test(inside);
  const listed = negated ? inside.slice(1) : inside;
  const ranges: (readonly [from: string, to: string])[] = [];
  for (let at = 0; at < listed.length; at++) {
    const from = listed.charAt(at);
    const isRange = listed[at + 1] === "-" && at + 2 < listed.length;
    ranges.push([from, isRange ? listed.charAt(at + 2) : from]);
    if (isRange) at += 2;
  }
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== negated;
}
