import { blur, set, type Effect } from "../../machine/effect";
import { trait, type Machine } from "../../machine/machine";
import type { Origin } from "../../machine/prediction";
import { isExact, type Value } from "../value";

/** Whether a text holds a line that has the form of an authorised key (sshd(8), "AUTHORIZED_KEYS FILE FORMAT"). */
export const holdsKey = (text: Value): boolean =>
  /^[^#\n]{0,2000}?\b(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-[a-z0-9-]+@openssh\.com) AAAA[A-Za-z0-9+/]{30,}={0,2}(?:\s|$)/mu.test(
    text,
  );

/** What a text does to the keys of an account whose key file it becomes, or is added to. */
export function keysEffect(
  machine: Machine,
  account: string,
  { append, content, since }: { readonly append: boolean; readonly content: Value; readonly since: Origin },
): Effect {
  const before = trait(machine, "account", account, "keys");
  if (append && before.certain && before.value) return set("account", account, { keys: true }, before.since);
  if (holdsKey(content)) return set("account", account, { keys: true }, since);
  // What has no line in the form of a key, nor the start of one, leaves no key behind.
  if (!append && isExact(content) && !content.includes("AAAA"))
    return set("account", account, { keys: false }, since);
  return blur("account", account, "whether a valid key is written cannot be told", since, ["keys"]);
}
