import { blur, set, type Effect } from "../../machine/effect";
import { trait, type Machine } from "../../machine/machine";
import type { Origin } from "../../machine/prediction";
import { keysOfText } from "../../machine/key-line";
import type { Value } from "../value";

/** What a text does to the keys of an account whose key file it becomes, or is added to. */
export function keysEffect(
  machine: Machine,
  account: string,
  { append, content, since }: { readonly append: boolean; readonly content: Value; readonly since: Origin },
): Effect {
  const before = trait(machine, "account", account, "keys");
  if (append && before.certain && before.value) return set("account", account, { keys: true }, before.since);
  const written = keysOfText(content);
  if (written === "some") return set("account", account, { keys: true }, since);
  if (written === "none" && !append) return set("account", account, { keys: false }, since);
  // What was no key before could be the beginning of a line that is one now.
  if (written === "none" && before.certain && !content.includes("AAAA"))
    return set("account", account, { keys: false }, before.since);
  return blur("account", account, "whether a valid key is written cannot be told", since, ["keys"]);
}
