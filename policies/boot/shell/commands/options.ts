import { parseArgs } from "node:util";
import type { Value } from "../value";

/** A command's words, told apart as getopt_long(3) does it. */
export interface Options {
  /** The value of an option that takes one, by any of its names; `true` for a flag that is there. */
  get(...names: readonly string[]): Value | undefined;
  has(...names: readonly string[]): boolean;
  readonly operands: readonly Value[];
}

/**
 * @param args The words after the command's name.
 * @param valued Names of the options that take a value: single letters and long names, without dashes.
 */
export function readOptions(args: readonly Value[], valued: readonly string[]): Options {
  const options = Object.fromEntries(
    valued.map((name) => [name.length === 1 ? `short-${name}` : name, option(name)]),
  );
  const { values, positionals } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true });
  const read = (name: string): string | boolean | undefined => {
    const value = values[name.length === 1 && valued.includes(name) ? `short-${name}` : name];
    return Array.isArray(value) ? undefined : value;
  };
  return {
    get: (...names) => names.map(read).find((each): each is string => typeof each === "string"),
    has: (...names) => names.some((name) => read(name) !== undefined),
    operands: positionals,
  };
}

// parseArgs has long names only, with a letter as a short form: a letter gets a long name nobody types.
const option = (name: string): { type: "string"; short?: string } =>
  name.length === 1 ? { type: "string", short: name } : { type: "string" };
