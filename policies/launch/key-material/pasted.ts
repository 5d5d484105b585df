import { isList, isObject } from "../read";
import type { Properties, PropertyValue } from "../resource";
import { holdsPrivateKey } from "./private-key";

/** User data has rules of its own, which see through its encodings. */
const USER_DATA: ReadonlySet<string> = new Set(["userData", "userDataBase64"]);

/**
 * The properties that hold a private key, user data aside, deep as they nest: each by its own name alone, since what is
 * below it may be the program's words, as the keys of tags are.
 */
export function privateKeyPaths(properties: Properties | undefined): readonly string[] {
  return Object.entries(properties ?? {}).flatMap(([name, value]) =>
    !USER_DATA.has(name) && holdsOne(value) ? [name] : [],
  );
}

function holdsOne(value: PropertyValue): boolean {
  if (typeof value === "string") return holdsPrivateKey(value);
  if (isList(value)) return value.some(holdsOne);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, each]) => !USER_DATA.has(name) && holdsOne(each));
}
