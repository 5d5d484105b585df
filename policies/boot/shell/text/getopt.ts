/** An option as given, by its short name where it has one. */
export interface Given {
  readonly name: string;
  readonly value: string | undefined;
}

export interface Words {
  readonly options: readonly Given[];
  readonly operands: readonly string[];
}

/** What options there are: the letters as getopt(3) writes them (`:` for a value, `::` for an attached one at most). */
export interface OptionSpec {
  readonly short: string;
  /** Long names with the letter that each one is the same as. */
  readonly long?: Readonly<Record<string, string>>;
}

type Arity = "none" | "needed" | "attached";

/** Tells a command's words apart as getopt_long(3) does; an option that is not known gives `undefined`. */
export function readWords(args: readonly string[], spec: OptionSpec): Words | undefined {
  const options: Given[] = [];
  const operands: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--") return { options, operands: [...operands, ...rest] };
    const read = arg.startsWith("--") ? readLong(arg, rest, spec) : readShort(arg, rest, spec);
    if (read === undefined) return undefined;
    if (read === "operand") operands.push(arg);
    else options.push(...read);
  }
  return { options, operands };
}

function readLong(arg: string, rest: string[], spec: OptionSpec): readonly Given[] | undefined {
  const [, long = "", attached] = /^--([^=]+)(?:=(.*))?$/su.exec(arg) ?? [];
  const name = Object.entries(spec.long ?? {}).find(([each]) => each === long)?.[1];
  if (name === undefined) return undefined;
  const arity = arityOf(name, spec);
  if (arity === undefined || (arity === "none" && attached !== undefined)) return undefined;
  const value = attached ?? (arity === "needed" ? rest.shift() : undefined);
  return arity === "needed" && value === undefined ? undefined : [{ name, value }];
}

function readShort(arg: string, rest: string[], spec: OptionSpec): readonly Given[] | "operand" | undefined {
  if (!arg.startsWith("-") || arg === "-") return "operand";
  const given: Given[] = [];
  for (let at = 1; at < arg.length; at += 1) {
    const name = arg.charAt(at);
    const arity = arityOf(name, spec);
    if (arity === undefined) return undefined;
    if (arity === "none") {
      given.push({ name, value: undefined });
      continue;
    }
    const attached = arg.slice(at + 1);
    const value = attached !== "" ? attached : arity === "needed" ? rest.shift() : undefined;
    if (arity === "needed" && value === undefined) return undefined;
    return [...given, { name, value }];
  }
  return given;
}

function arityOf(name: string, { short }: OptionSpec): Arity | undefined {
  const at = short.indexOf(name);
  if (at === -1 || name === ":") return undefined;
  if (short[at + 1] !== ":") return "none";
  return short[at + 2] === ":" ? "attached" : "needed";
}

export const has = ({ options }: Words, name: string): boolean => options.some((each) => each.name === name);

/** The value of an option; the last one counts. */
export const valueOf = ({ options }: Words, name: string): string | undefined =>
  options.findLast((each) => each.name === name)?.value;
