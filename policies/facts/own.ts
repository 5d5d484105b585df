/**
 * What a table has under a name of its own; `undefined` for any other. A name that somebody wrote may be one that every
 * object has: `toString`, `constructor`, `__proto__`.
 */
export const ownValue = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
