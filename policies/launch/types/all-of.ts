import { absent, known, type Fact } from "../../facts/fact";
import { textsAt } from "../read";
import type { Properties } from "../resource";

/** The texts of a list, all of them known; absent where the list is left out or empty. */
export function allTextsAt(inputs: Properties | undefined, path: string): Fact<readonly string[]> {
  const list = textsAt(inputs, path);
  if (list.state !== "known") return list;
  const open = list.value.find((text) => text.state === "unknown");
  if (open !== undefined) return open;
  const texts = list.value.flatMap((text) => (text.state === "known" ? [text.value] : []));
  return texts.length === 0 ? absent(path) : known(texts, path);
}
