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
export function expand(pattern: string, files: SshdFiles): readonly string[] | "unknown" {
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
    const regex = globRegExp(part);
    const next: string[] = [];
    for (const directory of found) {
      const names = files.list(directory === "" ? "/" : directory);
      if (names === "unknown") return "unknown";
      next.push(...names.filter((name) => regex.test(name)).map((name) => `${directory}/${name}`));
    }
    found = next;
    if (last) return found.toSorted(byBytes);
  }
  return found.filter((path) => files.read(path).state !== "absent").toSorted(byBytes);
}

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

function globRegExp(part: string): RegExp {
  let source = part.startsWith(".") ? "" : "(?!\\.)";
  for (let at = 0; at < part.length; at++) {
    const char = part[at] ?? "";
    const close = char === "[" ? part.indexOf("]", at + 2) : -1;
    if (char === "*") source += ".*";
    else if (char === "?") source += ".";
    else if (close !== -1) {
      const inside = part.slice(at + 1, close).replace(/^[!^]/u, "^");
      source += `[${inside.replace(/[\\[\]]/gu, "\\$&")}]`;
      at = close;
    } else source += (char === "\\" ? (part[++at] ?? "") : char).replace(/[\\^$.|+()[\]{}*?]/gu, "\\$&");
  }
  return new RegExp(`^${source}$`, "su");
}
