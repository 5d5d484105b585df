import { mentioned, trait, type Machine } from "../../machine/machine";
import { isOwnPlace } from "../../machine/own-places";
import { authorizedKeysOf } from "../../machine/paths";
import { certain, is, uncertain, type Origin, type Prediction } from "../../machine/prediction";
import { keysOfText } from "../../machine/key-line";

/** Whether the home that is or becomes an account's has an authorised key in it already. */
export function keysIn(machine: Machine, account: string, home: string, since: Origin): Prediction<boolean> {
  const housemate = mentioned(machine, "account").find(
    (each) =>
      each !== account &&
      is(trait(machine, "account", each, "home"), home) &&
      !is(trait(machine, "account", each, "exists"), false),
  );
  if (housemate !== undefined) return trait(machine, "account", housemate, "keys");
  const path = authorizedKeysOf(home);
  const exists = trait(machine, "file", path, "exists");
  if (exists.certain ? !exists.value : exists.since.from === "image" && isOwnPlace(path))
    return certain(false, since);
  const content = trait(machine, "file", path, "content");
  const keys = exists.certain && content.certain ? keysOfText(content.value.text) : "unknown";
  return keys === "unknown"
    ? uncertain("whether a valid key is in its home cannot be told", since)
    : certain(keys === "some", since);
}
