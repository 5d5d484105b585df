/** Names that every plain object has, or may be given by whoever writes to it. */
export const FOREIGN_NAMES: readonly string[] = [
  "toString",
  "constructor",
  "hasOwnProperty",
  "valueOf",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "__proto__",
  "__defineGetter__",
  "__lookupSetter__",
];

/** A word of the same letters that means nothing to anybody: what is said of it is to be said of the name, too. */
export const ordinaryWord = (name: string): string =>
  name.replace(/[A-Za-z]+/u, (letters) => Array.from(letters).reverse().join(""));
