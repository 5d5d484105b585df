import type { Count } from "../../facts/wildcard";
import { isExact } from "../shell/value";
import { acceptedKeys, NAMES_RSA_BY_SIGNATURE } from "./algorithms";
import type { Item, Setting } from "./gather";
import { matchesPattern, takesAll, type Answer } from "./patterns";
import type { Settings } from "./settings";

/** Who logs in with a public key. */
export interface Visitor {
  readonly user: string;
  /** The primary group too; "unknown" where they cannot be told. */
  readonly groups: readonly string[] | "unknown";
  /** The key's type as ssh-keygen writes it: "ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256". */
  readonly keyType?: string;
  /** Whether a file is there and can be read; RevokedKeys refuses every key without its file. */
  readonly exists?: (path: string) => Answer;
  /** Whether a command that sshd puts in place of what was asked for hands over a shell, or runs it all the same. */
  readonly handsOver?: (command: string) => Answer;
  /** Whether a folder has a shell to run in it, where sshd makes it the root of a session. */
  readonly holdsShell?: (folder: string) => Answer;
  /** Told what matching takes. */
  readonly count?: Count;
}

/** What speaks against the log-in, and the line that says so (line 0, file "": a default). */
export interface Reason {
  readonly what: string;
  readonly certain: boolean;
  readonly file: string;
  readonly line: number;
}

export interface Admission {
  readonly state: "open" | "closed" | "unknown";
  readonly reasons: readonly Reason[];
}

type Against = (settings: Settings, visitor: Visitor) => readonly Reason[];

/** What the configuration itself says of a public key log-in from an address that is not known. */
export function admits(settings: Settings, visitor: Visitor): Admission {
  const reasons = CHECKS.flatMap((check) => check(settings, visitor));
  if (reasons.some(({ certain }) => certain)) {
    return { state: "closed", reasons: reasons.filter(({ certain }) => certain) };
  }
  return { state: reasons.length === 0 ? "open" : "unknown", reasons };
}

const at = (setting: Setting<unknown>): { file: string; line: number } =>
  setting.state === "default" ? { file: "", line: 0 } : { file: setting.file ?? "", line: setting.line ?? 0 };
const closed = (what: string, where: { file: string; line: number }): readonly Reason[] => [
  { what, certain: true, file: where.file, line: where.line },
];
const unsure = (what: string, where: { file: string; line: number }): readonly Reason[] => [
  { what, certain: false, file: where.file, line: where.line },
];

/** Asks a setting's value; one that is not known speaks against the log-in without being sure. */
function ask<T>(
  setting: Setting<T>,
  name: string,
  judge: (value: T) => readonly Reason[],
): readonly Reason[] {
  return setting.state === "unknown" ? unsure(`${name}: ${setting.why}`, at(setting)) : judge(setting.value);
}

/** A pattern of AllowUsers or DenyUsers; what stands behind "@" is about addresses. */
function userMatches({ user, count }: Visitor, pattern: string): Answer {
  if (!isExact(pattern)) return "unknown";
  const split = pattern.indexOf("@");
  if (split === -1) return matchesPattern(user, pattern, count) ? "yes" : "no";
  if (!matchesPattern(user, pattern.slice(0, split), count)) return "no";
  return takesAll(pattern.slice(split + 1)) ? "yes" : "unknown";
}

function groupMatches({ groups, count }: Visitor, pattern: string): Answer {
  if (!isExact(pattern)) return "unknown";
  // A colon ends a name (group(5)).
  if (pattern.includes(":")) return "no";
  if (groups === "unknown") return takesAll(pattern) ? "yes" : "unknown";
  return groups.some((group) => matchesPattern(group, pattern, count)) ? "yes" : "no";
}

type Matches = (pattern: string) => Answer;

const denied = (
  setting: Setting<readonly Item<string>[]>,
  name: string,
  matches: Matches,
): readonly Reason[] =>
  ask(setting, name, (items) =>
    items.flatMap((item) => {
      const answer = matches(item.value);
      return answer === "no"
        ? []
        : [{ what: `${name} names it`, certain: answer === "yes", file: item.file, line: item.line }];
    }),
  );

const allowed = (
  setting: Setting<readonly Item<string>[]>,
  name: string,
  matches: Matches,
): readonly Reason[] =>
  ask(setting, name, (items) => {
    const answers = items.map((item) => matches(item.value));
    if (items.length === 0 || answers.includes("yes")) return [];
    const maybe = items[answers.indexOf("unknown")];
    return maybe ? unsure(`${name} may not name it`, maybe) : closed(`${name} does not name it`, at(setting));
  });

/** Lists that one key alone satisfies; a list with a method that is off is passed over. */
const methods: Against = (settings) =>
  ask(settings.authenticationMethods, "AuthenticationMethods", (lists) => {
    if (lists.length === 0 || lists.some((list) => /^publickey(?::.*)?$/u.test(list))) return [];
    const keysOnly = lists.some((list) => list.split(",").every((each) => /^publickey(?::.*)?$/u.test(each)));
    return keysOnly
      ? unsure("AuthenticationMethods asks for more than one key", at(settings.authenticationMethods))
      : closed("AuthenticationMethods asks for more than a key", at(settings.authenticationMethods));
  });

/** The types of the key pairs that EC2 makes or takes: which of them a launch has is not told. */
const EC2_TYPES = ["ssh-ed25519", "ssh-rsa"];

const keyType: Against = (settings, visitor) => {
  if (visitor.keyType !== undefined) return acceptsType(settings, visitor.keyType, visitor.count);
  if (settings.pubkeyAcceptedAlgorithms.state === "default") return [];
  const each = EC2_TYPES.map((type) => acceptsType(settings, type, visitor.count));
  if (each.some((reasons) => reasons.length === 0))
    return each
      .flat()
      .slice(0, 1)
      .map((reason) => ({ ...reason, certain: false }));
  return each[0] ?? [];
};

function acceptsType(
  { pubkeyAcceptedAlgorithms, versions }: Settings,
  type: string,
  count: Count | undefined,
): readonly Reason[] {
  return ask(pubkeyAcceptedAlgorithms, "PubkeyAcceptedAlgorithms", (list) => {
    const answers = versions.map((version): Answer => {
      const accepted = acceptedKeys(list, version, count);
      if (type !== "ssh-rsa") return accepted.includes(type) ? "yes" : "no";
      const strong = accepted.some((name) => name.startsWith("rsa-sha2-") && !name.includes("cert"));
      if (version < NAMES_RSA_BY_SIGNATURE)
        return accepted.includes("ssh-rsa") ? "yes" : strong ? "unknown" : "no";
      // Clients of today do not sign with SHA-1 unless told to.
      return strong ? "yes" : accepted.includes("ssh-rsa") ? "unknown" : "no";
    });
    if (answers.every((answer) => answer === "yes")) return [];
    const what = "PubkeyAcceptedAlgorithms leaves out the key's type";
    const where = at(pubkeyAcceptedAlgorithms);
    return answers.every((answer) => answer === "no") ? closed(what, where) : unsure(what, where);
  });
}

const root: Against = ({ permitRootLogin }, { user }) =>
  user !== "root"
    ? []
    : ask(permitRootLogin, "PermitRootLogin", (value) => {
        if (value === "no") return closed("PermitRootLogin is no", at(permitRootLogin));
        if (value !== "forced-commands-only") return [];
        return unsure("PermitRootLogin takes only keys with a command", at(permitRootLogin));
      });

/** Programs that end at once, whatever is asked of them. */
const ENDS_AT_ONCE = /^(?:(?:\/usr)?\/bin\/(?:false|true)|(?:\/usr)?\/sbin\/nologin|false|true)$/u;

/** sshd's own way to exchange files: nobody gets a shell (sshd_config(5), ForceCommand). */
const FILES_ONLY = /^(?:internal-sftp|\/\S*\/sftp-server)(?:\s|$)/u;

const forced: Against = ({ forceCommand }, { handsOver }) =>
  ask(forceCommand, "ForceCommand", (value) => {
    if (value === undefined) return [];
    const where = at(forceCommand);
    if (FILES_ONLY.test(value)) return closed("ForceCommand lets files be exchanged and no more", where);
    const answer = ENDS_AT_ONCE.test(value) ? "no" : (handsOver?.(value) ?? "unknown");
    if (answer === "yes") return [];
    return answer === "no"
      ? closed("ForceCommand ends every session", where)
      : unsure("ForceCommand runs in place of the shell", where);
  });

const revoked: Against = ({ revokedKeys }, { exists }) =>
  ask(revokedKeys, "RevokedKeys", (path) => {
    if (path === undefined || path === "/dev/null") return [];
    const there = exists?.(path) ?? "unknown";
    if (there === "no")
      return closed("RevokedKeys names a file that is not there: every key is refused", at(revokedKeys));
    return there === "yes" ? [] : unsure("RevokedKeys may refuse the key", at(revokedKeys));
  });

const CHECKS: readonly Against[] = [
  ({ refuseConnection }) =>
    ask(refuseConnection, "RefuseConnection", (on) =>
      on ? closed("RefuseConnection is yes", at(refuseConnection)) : [],
    ),
  ({ endsConnection }) =>
    ask(endsConnection, "AuthenticationMethods", (on) =>
      on
        ? closed(
            "AuthenticationMethods any stands behind other methods: sshd ends the connection",
            at(endsConnection),
          )
        : [],
    ),
  // allowed_user() of auth.c asks in this order.
  ({ denyUsers }, visitor) => denied(denyUsers, "DenyUsers", (pattern) => userMatches(visitor, pattern)),
  ({ allowUsers }, visitor) => allowed(allowUsers, "AllowUsers", (pattern) => userMatches(visitor, pattern)),
  ({ denyGroups }, visitor) => denied(denyGroups, "DenyGroups", (pattern) => groupMatches(visitor, pattern)),
  ({ allowGroups }, visitor) =>
    allowed(allowGroups, "AllowGroups", (pattern) => groupMatches(visitor, pattern)),
  ({ pubkeyAuthentication }) =>
    ask(pubkeyAuthentication, "PubkeyAuthentication", (on) =>
      on ? [] : closed("PubkeyAuthentication is no", at(pubkeyAuthentication)),
    ),
  methods,
  keyType,
  revoked,
  root,
  forced,
  ({ chrootDirectory }, { holdsShell }) =>
    ask(chrootDirectory, "ChrootDirectory", (path) => {
      if (path === undefined) return [];
      return holdsShell?.(path) === "no"
        ? closed("ChrootDirectory holds no shell", at(chrootDirectory))
        : unsure("ChrootDirectory must hold a shell", at(chrootDirectory));
    }),
  ({ maxSessions }) =>
    ask(maxSessions, "MaxSessions", (most) =>
      most === 0 ? closed("MaxSessions is 0", at(maxSessions)) : [],
    ),
];
