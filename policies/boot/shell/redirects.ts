import type { Redirection } from "unbash";
import type { SourceText } from "../../facts/place";
import { contentOf } from "./commands/file-content";
import { describeWrite, writeEffects } from "./commands/writes";
import { normalisePath } from "../machine/paths";
import { linewiseSource } from "./parse";
import { isPresent } from "./presence";
import { apply, type Session } from "./session";
import { ANY, isExact, type Value } from "./value";
import { expandParts, expandText, type Substitute } from "./words";

/** What a command reads, where its redirections say so. */
export function readStdin(
  redirects: readonly Redirection[],
  source: SourceText,
  session: Session,
  substitute: Substitute,
): Value | undefined {
  const input = [...redirects]
    .reverse()
    .find(({ type, operator }) => type !== "Redirect" || operator === "<");
  if (input === undefined) return undefined;
  if (input.type === "HereDoc") {
    const { body } = input;
    const text = body.parts === undefined ? body.text : expandParts(body.parts, session, substitute);
    session.budget.texts.set(text, linewiseSource(text, source, body));
    return text;
  }
  if (input.type !== "HereString" && /\$\(|`/u.test(input.target?.text ?? "")) return ANY;
  const target = expandText(input.target, session, substitute);
  if (input.type === "HereString") return `${target}\n`;
  return target === "/dev/null" ? "" : isExact(target) ? contentOf(session, target) : ANY;
}

const WRITES = new Set([">", ">>", ">|", "&>", "&>>", "<>"]);

/** What is left on standard output for a pipe or a substitution. */
export function printed(redirects: readonly Redirection[], output: Value | undefined): Value {
  let left = output ?? ANY;
  for (const redirect of redirects) {
    if (redirect.type !== "Redirect" || descriptorOf(redirect) !== 1) continue;
    if (WRITES.has(redirect.operator)) left = "";
    if (redirect.operator === ">&") left = redirect.target?.value === "2" ? "" : ANY;
  }
  return redirects.some(
    (each) => each.type === "Redirect" && each.operator === ">&" && descriptorOf(each) === 2,
  )
    ? withErrors(left)
    : left;
}

// `2>&1` puts what a command says of its failures between what it prints.
const withErrors = (output: Value): Value => (isExact(output) ? output : ANY);

function descriptorOf(redirect: Redirection): number {
  return redirect.descriptor?.type === "FileDescriptor" ? redirect.descriptor.value : 1;
}

/**
 * Whether a redirection cannot be opened, so that its command is not run at all: what is read is not there, or what is
 * written is in a folder that is not (cloud-init runs its first stages before the accounts and their homes are made).
 */
export function failsToOpen(
  redirects: readonly Redirection[],
  session: Session,
  substitute: Substitute,
): boolean {
  return redirects.some((redirect) => {
    if (redirect.type !== "Redirect") return false;
    const reads = redirect.operator === "<";
    if (!reads && !WRITES.has(redirect.operator)) return false;
    // What is substituted is not run twice.
    if (/\$\(|`/u.test(redirect.target?.text ?? "")) return false;
    const path = normalisePath(expandText(redirect.target, session, substitute), session.cwd);
    if (reads) return isExact(path) && isPresent(session, path) === false;
    const folder = path.slice(0, path.lastIndexOf("/"));
    return isExact(path) && folder !== "" && isPresent(session, folder) === false;
  });
}

/** Follows redirections into files: `output` is what the command printed, where that can be told. */
export function runRedirects(
  redirects: readonly Redirection[],
  source: SourceText,
  session: Session,
  output: Value,
  substitute: Substitute,
): void {
  for (const redirect of redirects) {
    if (redirect.type !== "Redirect" || !WRITES.has(redirect.operator)) continue;
    const path = expandText(redirect.target, session, substitute);
    const append = redirect.operator.endsWith(">>");
    const content = descriptorOf(redirect) === 2 ? ANY : output;
    const since = {
      from: "user-data",
      place: source.placeAt(redirect.pos),
      construct: describeWrite(redirect.operator),
    } as const;
    apply(session, writeEffects(session, path, { append, content, since }));
  }
}
