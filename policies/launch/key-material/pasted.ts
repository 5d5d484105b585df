import { isList, isObject } from "../read";
import type { Properties, PropertyValue } from "../resource";
import { holdsPrivateKey } from "./private-key";

/** User data has rules of its own, which see through its encodings. */
const USER_DATA: ReadonlySet<string> = new Set(["userData", "userDataBase64"]);

/** Paths of the properties that hold a private key, user data aside; deep as properties nest. */
export function privateKeyPaths(properties: Properties | undefined): readonly string[] {
  return Object.entries(properties ?? {}).flatMap(([name, value]) =>
    USER_DATA.has(name) ? [] : pathsIn(value, name),
  );
}

function pathsIn(value: PropertyValue, path: string): readonly string[] {
  if (typeof value === "string") return holdsPrivateKey(value) ? [path] : [];
  if (isList(value)) return value.flatMap((each, at) => pathsIn(each, `${path}[${at}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    USER_DATA.has(name) ? [] : pathsIn(each, `${path}.${name}`),
  );
}
