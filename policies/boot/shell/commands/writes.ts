import { blur, set, type Effect } from "../../machine/effect";
import { appended, textFrom, textOfSource, type FileText } from "../../machine/file-text";
import { trait } from "../../machine/machine";
import { isOwnPlace } from "../../machine/own-places";
import { isBelow, isFollowedFile, modelledPaths, normalisePath } from "../../machine/paths";
import type { Origin } from "../../machine/prediction";
import { isPresent } from "../presence";
import type { Session } from "../session";
import { ANY, isExact, MAX_LENGTH, type Value } from "../value";
import { keysEffect } from "./key-text";
import { decisiveEffects, keyFileOwners, touchedEffects } from "./touched";

export interface Write {
  readonly append: boolean;
  /** What is written, as far as it can be told. */
  readonly content: Value;
  readonly since: Origin;
}

/** How a redirection is named in a message. */
export const describeWrite = (operator: string): string =>
  operator.endsWith(">>") ? "append to a file" : "write to a file";

/** Effects of writing to a file: what it holds from then on, and what that decides. */
export function writeEffects(session: Session, to: Value, write: Write): readonly Effect[] {
  if (to === "") return [];
  const path = normalisePath(to, session.cwd);
  if (/^\/dev\/|^\/proc\//u.test(path)) return [];
  if (!isExact(path))
    return touchedEffects(session.machine, path, "what is written to is not known", write.since);
  if (isPresent(session, path.slice(0, path.lastIndexOf("/"))) === false) return [];
  // What is written to a folder goes nowhere.
  if (modelledPaths(session.machine).some((each) => isBelow(each, path))) return [];
  const content = contentAfter(session, path, write);
  const effects = [
    ...createEffects(session, path, write.since),
    content === undefined
      ? blur("file", path, "what stands in it cannot be told", write.since, ["content"])
      : set("file", path, { content }, write.since),
    ...keyFileOwners(session.machine, path).map((account) => keysEffect(session.machine, account, write)),
  ];
  const judged = isFollowedFile(path) && content !== undefined;
  return judged
    ? effects
    : [...effects, ...decisiveEffects(path, "a file that decides who may log in is changed", write.since)];
}

/** Whether a file is there: one that nothing was said of is not, in places that an image leaves to its users. */
export function mayExist(session: Session, path: string): boolean | undefined {
  const exists = trait(session.machine, "file", path, "exists");
  if (exists.certain) return exists.value;
  return exists.since.from === "image" && isOwnPlace(path) ? false : undefined;
}

function contentAfter(session: Session, path: string, write: Write): FileText | undefined {
  const added = fileText(session, write.content, write.since);
  if (!write.append || mayExist(session, path) === false) return added;
  const before = trait(session.machine, "file", path, "content");
  if (!before.certain) return appended(textFrom(ANY, before.since), added);
  return before.value.text.length + added.text.length > MAX_LENGTH
    ? undefined
    : appended(before.value, added);
}

/** A text as a file's content: one that stands in the user data as it is keeps its lines. */
export function fileText(session: Session, text: Value, since: Origin): FileText {
  const source = session.budget.texts.get(text);
  const construct = since.from === "user-data" ? since.construct : "write to a file";
  return source === undefined ? textFrom(text, since) : textOfSource(source, construct);
}

function createEffects(session: Session, path: string, since: Origin): readonly Effect[] {
  const exists = mayExist(session, path);
  if (exists === true) return [];
  if (exists === undefined) {
    const known = trait(session.machine, "file", path, "exists");
    const traits = ["mode", "owner", "group"] as const;
    return known.since.from === "image"
      ? [set("file", path, { exists: true }, since)]
      : [blur("file", path, "whether it was there before is not known", since, traits)];
  }
  // A new file belongs to who writes it, with mode 666 less the umask.
  const mode = 0o666 & ~session.umask;
  return [set("file", path, { exists: true, mode, owner: session.user, group: session.user }, since)];
}
