import { trait, type Machine } from "../machine/machine";
import { isExact } from "../shell/value";
import { CONFIGURATION } from "./recognise";

/** An account that `/etc/latchkey/repair.conf` declares. */
export interface Declared {
  readonly name: string;
  readonly home: string;
  readonly shell: string | undefined;
  /** Lines of authorized_keys. */
  readonly keys: readonly string[];
  /** The instance's key pair opens it. */
  readonly keyPair: boolean;
  /** A password is declared, by its hash or by a file that holds it. */
  readonly password: "none" | "hash" | "file";
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
  if (owner.value !== "root" || (mode.value & 0o022) !== 0) return "refused";
  return readConfiguration(content.value.text);
}

/** More accounts than this are not followed: the program's work grows with their square. */
const MAX_DECLARED = 32;

const NAME = /^[a-z_][a-z0-9_.-]{0,31}$/u;
/** A value has no quote within it, and nothing is evaluated. */
const LINE = /^([a-z_]+)='([^']*)'$/u;

function readConfiguration(text: string): Configuration | "unknown" | "refused" {
  const lines = text.split("\n").flatMap((line): (readonly [string, string])[] => {
    const [, name, value] = LINE.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  const last = (wanted: string): string | undefined => lines.findLast(([name]) => name === wanted)?.[1];
  const accounts = accountsOf(lines);
  if (last("version") !== "1" || !lines.some(([name]) => name === "account")) return "refused";
  if (accounts.length > MAX_DECLARED) return "unknown";
  return {
    off: new Set(words(last("off") ?? "")),
    ports: words(last("ports") ?? "22").map(Number),
    keepOpen: last("keep_open") === "yes",
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
        home: all("home").at(-1) ?? `/home/${name}`,
        shell: all("shell").at(-1),
        keys: all("key"),
        keyPair: all("key_pair").at(-1) === "yes",
        password,
      },
    ];
  });
}
