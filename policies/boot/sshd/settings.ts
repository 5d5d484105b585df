import { isExact } from "../shell/value";
import { endsAtAny, matched } from "./connection";
import { allOf, candidatesOf, firstOf, type Candidate, type Item, type Setting } from "./gather";
import type { Connection } from "./match-line";
import { colonNumbers, port, wholeNumber } from "./numbers";
import type { Program, Statement } from "./program";
import type { Readable } from "./read";
import type { Version } from "./version";

export type RootLogin = "yes" | "no" | "prohibit-password" | "forced-commands-only";

/** What holds for a connection. Texts are as written, with their tokens; undefined stands for "none". */
export interface Settings {
  readonly pubkeyAuthentication: Setting<boolean>;
  readonly passwordAuthentication: Setting<boolean>;
  readonly kbdInteractiveAuthentication: Setting<boolean>;
  readonly permitEmptyPasswords: Setting<boolean>;
  readonly permitRootLogin: Setting<RootLogin>;
  readonly permitTTY: Setting<boolean>;
  readonly refuseConnection: Setting<boolean>;
  /** sshd ends the connection where it reads its files anew for it. */
  readonly endsConnection: Setting<boolean>;
  /** The lists, each with its methods by commas; empty for "any". */
  readonly authenticationMethods: Setting<readonly string[]>;
  /** The files, tokens not expanded; empty for "none". */
  readonly authorizedKeysFile: Setting<readonly string[]>;
  readonly allowUsers: Setting<readonly Item<string>[]>;
  readonly denyUsers: Setting<readonly Item<string>[]>;
  readonly allowGroups: Setting<readonly Item<string>[]>;
  readonly denyGroups: Setting<readonly Item<string>[]>;
  readonly forceCommand: Setting<string | undefined>;
  readonly chrootDirectory: Setting<string | undefined>;
  readonly authorizedKeysCommand: Setting<string | undefined>;
  readonly authorizedKeysCommandUser: Setting<string | undefined>;
  readonly authorizedPrincipalsFile: Setting<string | undefined>;
  readonly authorizedPrincipalsCommand: Setting<string | undefined>;
  readonly trustedUserCAKeys: Setting<string | undefined>;
  readonly revokedKeys: Setting<string | undefined>;
  /** The list as written, "+", "-" or "^" included; undefined for the release's own. */
  readonly pubkeyAcceptedAlgorithms: Setting<string | undefined>;
  readonly requiredRSASize: Setting<number>;
  readonly maxSessions: Setting<number>;
  readonly maxAuthTries: Setting<number>;
  readonly strictModes: Setting<boolean>;
  readonly usePAM: Setting<boolean>;
  readonly addressFamily: Setting<"any" | "inet" | "inet6">;
  readonly ports: Setting<readonly Item<number>[]>;
  /** As written; empty for every address. */
  readonly listenAddresses: Setting<readonly Item<string>[]>;
  /** Files that are named; empty for the release's own under /etc/ssh. */
  readonly hostKeys: Setting<readonly Item<string>[]>;
  readonly maxStartups: Setting<{ readonly begin: number; readonly full: number }>;
  /** The releases that it may be, oldest first. */
  readonly versions: readonly Version[];
}

type Name = Exclude<keyof Settings, "versions">;

/** What holds for a connection, of an address that need not be known: sshd_config(5), "Match" and first value wins. */
export const settingsFor = (config: Readable, connection: Connection): Settings =>
  agreedSettings(settingsOfEach(config, connection));

/** The same by release. */
export const settingsOfEach = ({ programs }: Readable, connection: Connection): readonly Settings[] =>
  programs.map((program) => settingsOf(program, connection));

/** What releases agree on; what they do not is unknown. */
export function agreedSettings(each: readonly Settings[]): Settings {
  const [first, ...others] = each;
  if (!first) throw new TypeError("a configuration that no release reads has no settings");
  const merged = { ...first, versions: each.flatMap(({ versions }) => versions) };
  for (const name of Object.keys(first) as (keyof Settings)[]) {
    if (name === "versions") continue;
    const differs = others.some((other) => JSON.stringify(other[name]) !== JSON.stringify(first[name]));
    if (differs)
      (merged as Record<Name, unknown>)[name] = { state: "unknown", why: "releases of OpenSSH differ in it" };
  }
  return merged;
}

const exact = (text: string): string | undefined => (isExact(text) ? text : undefined);
const word = ({ words }: Statement): string | undefined => exact(words[0] ?? "");
const flag = (statement: Statement): boolean | undefined => {
  const value = word(statement)?.toLowerCase();
  return value === undefined ? undefined : value === "yes";
};
const known = ({ words }: Statement): readonly string[] | undefined =>
  words.every(isExact) ? words.filter((each) => each !== "") : undefined;
const number = (statement: Statement): number | undefined => wholeNumber(word(statement) ?? "", Infinity);
const rootLogin = (statement: Statement): RootLogin | undefined => {
  const value = word(statement)?.toLowerCase();
  return value === "without-password" ? "prohibit-password" : (value as RootLogin | undefined);
};

/** "none" is a value that stands for no value; wrapped, because undefined means "not known" while gathering. */
interface Text {
  readonly text: string | undefined;
}
const orNone = (text: string): Text => ({ text: text.toLowerCase() === "none" ? undefined : text });
const text = (statement: Statement): Text | undefined => {
  const value = word(statement);
  return value === undefined ? undefined : orNone(value);
};
const command = ({ rest }: Statement): Text | undefined => {
  const value = exact(rest.replace(/^[ \t\r\n]+/u, ""));
  return value === undefined ? undefined : orNone(value);
};
const unwrap = (setting: Setting<Text>): Setting<string | undefined> =>
  setting.state === "unknown" ? setting : { ...setting, value: setting.value.text };

function settingsOf(program: Program, connection: Connection): Settings {
  const { version } = program;
  const start = program.atStart.map((node): Candidate => ({ node, certain: node.kind === "set" }));
  const inMatch = matched(program, connection);
  const global = <T>(name: string, read: (statement: Statement) => T | undefined, value: T): Setting<T> =>
    firstOf(candidatesOf(start, name), read, { state: "default", value });
  const first = <T>(name: string, read: (statement: Statement) => T | undefined, value: T): Setting<T> =>
    firstOf(candidatesOf(inMatch, name), read, global(name, read, value));
  const every = <T>(
    name: string,
    read: (statement: Statement) => readonly T[] | undefined,
    own: readonly Item<T>[] = [],
  ) => allOf(candidatesOf(start, name), read, { state: "default", value: own });
  const added = (name: string) => {
    const words = (statement: Statement): readonly string[] => statement.words.filter((each) => each !== "");
    return allOf(candidatesOf(inMatch, name), words, every(name, words));
  };
  const maybe = (
    name: string,
    read: (statement: Statement) => Text | undefined = text,
  ): Setting<string | undefined> => unwrap(first<Text>(name, read, { text: undefined }));
  // A later MaxStartups replaces an earlier one until 10.1.
  const startups = candidatesOf(start, "maxstartups");

  return {
    pubkeyAuthentication: first("pubkeyauthentication", flag, true),
    passwordAuthentication: first("passwordauthentication", flag, true),
    kbdInteractiveAuthentication: keyboardInteractive(version, first),
    permitEmptyPasswords: first("permitemptypasswords", flag, false),
    permitRootLogin: first("permitrootlogin", rootLogin, "prohibit-password"),
    permitTTY: first("permittty", flag, true),
    refuseConnection: first("refuseconnection", flag, false),
    endsConnection: endsAtAny(program, connection),
    authenticationMethods: without(first("authenticationmethods", known, []), "any"),
    authorizedKeysFile: without(
      first<readonly string[]>("authorizedkeysfile", known, [
        ".ssh/authorized_keys",
        ".ssh/authorized_keys2",
      ]),
      "none",
    ),
    allowUsers: added("allowusers"),
    denyUsers: added("denyusers"),
    allowGroups: added("allowgroups"),
    denyGroups: added("denygroups"),
    forceCommand: maybe("forcecommand", command),
    chrootDirectory: maybe("chrootdirectory"),
    authorizedKeysCommand: maybe("authorizedkeyscommand", command),
    authorizedKeysCommandUser: maybe("authorizedkeyscommanduser"),
    authorizedPrincipalsFile: maybe("authorizedprincipalsfile"),
    authorizedPrincipalsCommand: maybe("authorizedprincipalscommand", command),
    trustedUserCAKeys: maybe("trustedusercakeys"),
    // Outside of Match alone "none" stands for no file (CLEAR_ON_NONE of servconf.c): in a block it is one's name.
    revokedKeys: unwrap(
      firstOf<Text>(
        candidatesOf(inMatch, "revokedkeys"),
        (each) => lift(word(each)),
        global("revokedkeys", text, { text: undefined }),
      ),
    ),
    pubkeyAcceptedAlgorithms: unwrap(
      first<Text>("pubkeyacceptedalgorithms", (each) => lift(word(each)), { text: undefined }),
    ),
    requiredRSASize: first("requiredrsasize", number, 1_024),
    maxSessions: first("maxsessions", number, 10),
    maxAuthTries: first("maxauthtries", number, 6),
    strictModes: global("strictmodes", flag, true),
    usePAM: global("usepam", flag, false),
    addressFamily: global("addressfamily", (each) => word(each)?.toLowerCase() as "any" | undefined, "any"),
    ports: addsPort22(program)
      ? { state: "unknown", why: "early builds of 8.2 also listen on port 22 after an Include" }
      : every("port", portOf, [{ value: 22, file: "", line: 0 }]),
    listenAddresses: every("listenaddress", (each) => lift(word(each)) && [each.words[0] ?? ""]),
    hostKeys: every("hostkey", (each) => lift(word(each)) && [each.words[0] ?? ""]),
    maxStartups: firstOf(version < 1001 ? startups.toReversed() : startups, startupsOf, {
      state: "default",
      value: { begin: 10, full: 100 },
    }),
    versions: [version],
  };
}

const lift = (value: string | undefined): Text | undefined =>
  value === undefined ? undefined : { text: value };

/** 8.2 and 8.3 set port 22 after each included file; Ubuntu has mended its 8.2 in an update (Launchpad 1876320). */
const addsPort22 = ({ version, nodes, atStart }: Program): boolean =>
  (version === 802 || version === 803) &&
  nodes.some((node) => node.kind === "include" && node.files.length > 0) &&
  atStart.some((node) => node.kind === "set" && node.sets === "port");

function portOf(statement: Statement): readonly number[] | undefined {
  const value = port(word(statement) ?? "");
  return typeof value === "number" ? [value] : undefined;
}

function startupsOf(statement: Statement): { begin: number; full: number } | undefined {
  const [begin, , full] = colonNumbers(word(statement) ?? "", 3);
  return begin === undefined ? undefined : { begin, full: full ?? begin };
}

const without = (setting: Setting<readonly string[]>, none: string): Setting<readonly string[]> =>
  setting.state === "unknown"
    ? setting
    : { ...setting, value: setting.value.filter((each) => each.toLowerCase() !== none) };

type First = <T>(name: string, read: (statement: Statement) => T | undefined, value: T) => Setting<T>;

/** Before 8.7 it is off unless ChallengeResponseAuthentication, on unless set, switches it on. */
function keyboardInteractive(version: Version, first: First): Setting<boolean> {
  if (version >= 807) return first("kbdinteractiveauthentication", flag, true);
  const old = first("challengeresponseauthentication", flag, true);
  return old.state !== "unknown" && old.value ? old : first("kbdinteractiveauthentication", flag, false);
}
