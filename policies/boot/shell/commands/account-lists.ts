import { passwdLinesOf, type Extremes } from "../../image/passwd";
import { mentioned, said, trait, type Machine } from "../../machine/machine";
import { normalisePath } from "../../machine/paths";
import type { AccountTraits } from "../../machine/traits";
import type { Session } from "../session";
import type { TextInput, TextResult } from "../text/input";
import { counting } from "../../work";
import { ANY, isExact, type Value } from "../value";

export const PASSWD = "/etc/passwd";

/** What cloud.cfg says of the default user (`gecos`), in all distributions. */
const COMMENTS = "Debian Ubuntu EC2 Default User Cloud User Fedora CentOS Rocky AlmaLinux openSUSE,,,";

/** The accounts that packages bring, in one of the two extremes: what hangs on them is not the same in both. */
const OTHER = "latchkey-other";

/**
 * `/etc/passwd` (passwd(5)) in the two extremes of what may stand in it: numbers and comments of system accounts that
 * packages brought, and whether there are any more of these.
 *
 * @returns `undefined` where an account's line is not known, or whether it is there.
 */
export function passwdOf(machine: Machine): Extremes | undefined {
  const system = passwdLinesOf(machine.family);
  if (system === undefined || said(machine, "file", PASSWD, "content") !== undefined) return undefined;
  const known = new Map(system.map((extremes) => [nameOf(extremes[0]), extremes]));
  const others = mentioned(machine, "account").filter((name) => name !== "root" && !known.has(name));
  const lines: Extremes[] = [];
  for (const name of ["root", ...known.keys(), ...others]) {
    const exists = said(machine, "account", name, "exists");
    const there = exists ?? trait(machine, "account", name, "exists");
    const own = known.get(name);
    // An image has no other accounts than its system's: of one that no line made, nothing can be said.
    if (there.certain ? !there.value : exists === undefined && own === undefined) continue;
    const line = there.certain || exists === undefined ? lineOf(machine, name, own, lines.length) : undefined;
    if (line === undefined) return undefined;
    lines.push(line);
  }
  const other = `${OTHER}:x:500:500::/nonexistent:/usr/sbin/nologin`;
  // Where a line stands among the others is not certain either.
  const high = [
    lines[0]?.[1],
    other,
    ...lines
      .slice(1)
      .map(([, line]) => line)
      .reverse(),
  ];
  return [textOf(lines.map(([line]) => line)), textOf(high)];
}

const nameOf = (line: string): string => line.slice(0, line.indexOf(":"));
const textOf = (lines: readonly (string | undefined)[]): string =>
  lines.map((line) => `${line ?? ""}\n`).join("");

function lineOf(machine: Machine, name: string, own: Extremes | undefined, at: number): Extremes | undefined {
  const line = (which: 0 | 1): string | undefined => {
    const [, , number, group = "", comment = "", folder, program] = own?.[which].split(":") ?? [];
    const of = <K extends keyof AccountTraits>(key: K): AccountTraits[K] | undefined => {
      const trusted =
        own === undefined ? trait(machine, "account", name, key) : said(machine, "account", name, key);
      return trusted?.certain === true ? trusted.value : undefined;
    };
    const isUnclear = (key: keyof AccountTraits): boolean =>
      said(machine, "account", name, key)?.certain === false;
    if (isUnclear("uid") || isUnclear("home") || isUnclear("shell")) return undefined;
    const uid = numberIn(of("uid") ?? number, which, at);
    const home = of("home") ?? folder;
    const shell = of("shell") ?? program;
    if (uid === undefined || home === undefined || shell === undefined) return undefined;
    if (own !== undefined) return [name, "x", uid, group, comment, home, shell].join(":");
    const gid = name === "root" ? "0" : which === 0 ? "1000" : String(1500 + at);
    return [name, "x", uid, gid, name === "root" ? name : which === 0 ? "" : COMMENTS, home, shell].join(":");
  };
  const [low, high] = [line(0), line(1)];
  return low === undefined || high === undefined ? undefined : [low, high];
}

function numberIn(uid: number | string | undefined, which: 0 | 1, at: number): string | undefined {
  if (uid === "system") return String(which === 0 ? 100 + at : 999 - at);
  if (uid === "regular") return String(which === 0 ? 1000 + at : 59_999 - at);
  return uid === undefined ? undefined : String(uid);
}

/** What is known of a text that was made from the list of accounts. */
export const listOf = ({ budget }: Session, value: Value | undefined): Extremes | undefined =>
  value === undefined ? undefined : budget.lists.get(value);

/**
 * The value that stands for a text of which two extremes are known: the text itself where nothing in it hangs on what
 * is not known. Otherwise it is a text that cannot be told; how many marks it has tells which one.
 */
export function listValue({ budget }: Session, [low, high]: Extremes): Value {
  if (linesIn(low) === linesIn(high)) return low;
  const value = ANY.repeat(budget.lists.size + 2);
  budget.lists.set(value, [low, high]);
  return value;
}

/** What stands in `/etc/passwd`, or what getent(1) tells of one account in it. */
export function passwdValue(session: Session, name?: string): Value {
  const extremes = passwdOf(session.machine);
  if (extremes === undefined) return ANY;
  const told = (text: string): string =>
    text
      .split("\n")
      .filter((line) => line !== "" && (name === undefined || nameOf(line) === name))
      .map((line) => `${line}\n`)
      .join("");
  return listValue(session, [told(extremes[0]), told(extremes[1])]);
}

const linesIn = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !line.includes(OTHER))
    .sort()
    .join("\n");

/**
 * Runs a program that prints what it makes of texts, once for each extreme of those made from the list of accounts.
 *
 * @returns `undefined` where the program is not followed, or its input not known.
 */
export function runOnLists(
  session: Session,
  stdin: Value | undefined,
  read: (path: string) => string | undefined,
  run: (input: TextInput) => TextResult | undefined,
): { readonly status: number | undefined; readonly output: Value } | undefined {
  const seen = { list: false };
  let passwd: Extremes | undefined;
  const extreme = (which: 0 | 1): TextResult | undefined => {
    const list = listOf(session, stdin)?.[which];
    seen.list ||= list !== undefined;
    const text = list ?? (stdin !== undefined && isExact(stdin) ? stdin : undefined);
    return run({
      count: counting(session.machine.work),
      ...(text !== undefined && { stdin: text }),
      read(path) {
        if (normalisePath(path, session.cwd) !== PASSWD) return read(path);
        seen.list = true;
        passwd ??= passwdOf(session.machine);
        return passwd?.[which];
      },
    });
  };
  const low = extreme(0);
  if (low === undefined || !seen.list) return low;
  const high = extreme(1);
  if (high === undefined) return undefined;
  return {
    status: low.status === high.status ? low.status : undefined,
    output: listValue(session, [low.output, high.output]),
  };
}
