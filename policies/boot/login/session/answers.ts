import type { Answer } from "../../sshd/patterns";

/** `A EXCEPT B`, as hosts_access(5) and access.conf(5) have it: what the list before the word names, less that behind it. */
export function namedIn(words: readonly string[], matches: (word: string) => Answer): Answer {
  const at = words.findIndex((word) => word.toUpperCase() === "EXCEPT");
  const included = any((at === -1 ? words : words.slice(0, at)).map(matches));
  if (at === -1 || included === "no") return included;
  const excepted = namedIn(words.slice(at + 1), matches);
  if (excepted === "yes") return "no";
  return excepted === "unknown" || included === "unknown" ? "unknown" : "yes";
}

export const any = (answers: readonly Answer[]): Answer =>
  answers.includes("yes") ? "yes" : answers.includes("unknown") ? "unknown" : "no";

export const both = (one: Answer, other: Answer): Answer =>
  one === "no" || other === "no" ? "no" : one === "yes" && other === "yes" ? "yes" : "unknown";
