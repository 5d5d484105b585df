import { opaque } from "../machine/effect";
import type { collapsedSource } from "../shell/parse";
import { runScript } from "../shell/run";
import type { Session } from "../shell/session";
import { apply } from "../shell/session";
import { ANY } from "../shell/value";
import { listItems, originOf, scalarSource, type ConfigValue } from "./config";

/**
 * Runs a list of commands as cloud-init's `util.shellify` writes them into one script: a string is a line, a list is a
 * command whose words are quoted. An item of another type makes the whole list invalid, and nothing of it runs.
 */
export function runCommandList(value: ConfigValue, construct: string, session: Session): void {
  const items = listItems(value);
  if (items.some(({ value: item }) => !isCommand(item))) return;
  for (const item of items) {
    // "Yaml parsing of a comment results in None" (util.shellify): such an item is left out.
    if (item.value === null) continue;
    if (session.stopped !== undefined) return;
    const source = scalarSource(item) ?? wordsSource(item, session, construct);
    if (source !== undefined) runScript(source, session);
  }
}

const isCommand = (item: unknown): boolean =>
  item === null || typeof item === "string" || Array.isArray(item);

function wordsSource(
  item: ConfigValue,
  session: Session,
  construct: string,
): ReturnType<typeof collapsedSource> | undefined {
  if (!Array.isArray(item.value)) {
    apply(session, [opaque("a command that is not known is run", originOf(item, construct))]);
    return undefined;
  }
  const words = item.value.map((word: unknown) => `'${pythonText(word).replaceAll("'", `'\\''`)}'`);
  const place = item.place;
  return { text: words.join(" "), placeAt: () => place };
}

// As Python's str() has it; a number's own spelling and a collection's decide nothing here.
function pythonText(value: unknown): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (value === null || value === undefined) return "None";
  return typeof value === "string" || typeof value === "number" ? String(value) : ANY;
}
