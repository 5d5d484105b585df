import { trait, type Machine } from "../machine/machine";
import { isExact } from "../shell/value";
import { CONFIGURATION } from "./recognise";

/** An account that `/etc/latchkey/repair.conf` declares. */
export interface Declared {
  readonly name: string;
  readonly shell: string | undefined;
  /** Lines of authorized_keys. */
  readonly keys: readonly string[];
  /** The instance's key pair opens it. */
  readonly keyPair: boolean;
  /** A password is declared, by its hash or by a file that holds it. */
  readonly password: "none" | "hash" | "file";
  /** Its password is for the console only. */
  readonly console: boolean;
}

/** What the repair program is told (components/cloud-init/repair/README.md). */
export interface Configuration {
  /** Parts that are switched off. */
  readonly off: ReadonlySet<string>;
  readonly ports: readonly number[];
  /** Second factors and jails of the declared accounts are lifted as well. */
  readonly keepOpen: boolean;
  readonly accounts: readonly Declared[];
}

/** Whoever has keys logs in by SSH; others only at the console. */
export const logsIn = ({ keys, keyPair }: Declared): boolean => keys.length > 0 || keyPair;

/**
 * The program's configuration on a machine.
 *
 * @returns "unknown" where what it says cannot be told, "refused" where the program does not use it and does nothing
 */
export function configurationOf(machine: Machine): Configuration | "unknown" | "refused" {
  const exists = trait(machine, "file", CONFIGURATION, "exists");
  if (exists.certain && !exists.value) return "refused";
  const content = trait(machine, "file", CONFIGURATION, "content");
  const mode = trait(machine, "file", CONFIGURATION, "mode");
  const owner = trait(machine, "file", CONFIGURATION, "owner");
  if (!exists.certain || !content.certain || !mode.certain || !owner.certain) return "unknown";
  if (!isExact(content.value.text)) return "unknown";
  if (owner.value !== "root" || (mode.value & 0o022) !== 0 || !isRoots(machine, FOLDER)) return "refused";
  return readConfiguration(content.value.text);
}

const FOLDER = CONFIGURATION.slice(0, CONFIGURATION.lastIndexOf("/"));

/** Whether a folder is root's, and nobody else writes to it, as far as lines say anything of it. */
export function isRoots(machine: Machine, folder: string): boolean {
  const mode = trait(machine, "file", folder, "mode");
  const owner = trait(machine, "file", folder, "owner");
  return !(owner.certain && owner.value !== "root") && !(mode.certain && (mode.value & 0o022) !== 0);
}

/** Whether nobody but root can change what a path leads to: the program writes nothing anywhere else. */
export const isOurs = (machine: Machine, path: string): boolean =>
  path
    .split("/")
    .slice(0, -1)
    .every((_, at, steps) => isRoots(machine, `/${steps.slice(1, at + 1).join("/")}`));

/** More accounts than this are not followed: the program's work grows with their square. */
const MAX_DECLARED = 32;

const NAME = /^[a-z_][a-z0-9_-]*$/u;
/** A value has no quote within it, and nothing is evaluated. */
const LINE = /^([a-z_]+)='([^']*)'$/u;

function readConfiguration(text: string): Configuration | "unknown" | "refused" {
  const lines = text.split("\n").flatMap((line): (readonly [string, string])[] => {
    const [, name, value] = LINE.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  const once = (wanted: string): string | undefined => lines.findLast(([name]) => name === wanted)?.[1];
  const accounts = accountsOf(lines);
  if (once("version") !== "1" || accounts.length === 0) return "refused";
  if (accounts.length > MAX_DECLARED) return "unknown";
  return {
    off: new Set(words(once("off") ?? "")),
    ports: words(once("ports") ?? "22").map(Number),
    keepOpen: once("keep_open") === "yes",
    accounts,
  };
}

const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");

function accountsOf(lines: readonly (readonly [string, string])[]): readonly Declared[] {
  const starts = lines.flatMap(([name], at) => (name === "account" ? [at] : []));
  return starts.flatMap((start, at): readonly Declared[] => {
    const own = lines.slice(start, starts[at + 1]);
    const all = (wanted: string): readonly string[] =>
      own.filter(([name]) => name === wanted).map(([, value]) => value);
    const [name = ""] = all("account");
    if (!NAME.test(name)) return [];
    const password = all("hash").length > 0 ? "hash" : all("hash_file").length > 0 ? "file" : "none";
    return [
      {
        name,
        shell: all("shell").at(-1),
        keys: all("key"),
        keyPair: all("key_pair").at(-1) === "yes",
        password,
        console: all("console").at(-1) === "yes",
      },
    ];
  });
}
