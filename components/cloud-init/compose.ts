import {
  checkUserData,
  type UserDataCheck,
  type UserDataFinding,
  type UserDataNotJudged,
} from "@latchkey/policies/check-user-data";
import { accessCloudConfig } from "./access-cloud-config";
import { loginUserProblem } from "./account-name";
import { accessProblems } from "./accounts";
import { readCallersUserData, userDataProperty, type CallersUserData } from "./callers-user-data";
import { encodeUserData, type EncodedUserData } from "./encode";
import { mimePart, sizeProblems, type UserDataPart } from "./merge";
import { writeMime } from "./mime";
import type { InputProblem } from "./problem";
import { repairScript, type RepairOptions } from "./repair";

export type ImageFacts = NonNullable<UserDataCheck["image"]>;

export interface ComposeOptions extends RepairOptions {
  /** The caller's own, in the order in which cloud-init is to take them. */
  readonly userData?: readonly UserDataPart[];
  /** User data of ours, beside the accounts and the repair program. */
  readonly extra?: readonly UserDataPart[];
  /** What the image is, as far as it is known. */
  readonly family?: ImageFacts["family"];
  readonly gzip?: boolean;
  /** Whether the host mends itself at boot. */
  readonly mend?: boolean;
  /** Rules of the pack whose findings are meant. */
  readonly acceptedRules?: readonly string[];
}

export type Composed =
  | { readonly problems: readonly []; readonly userData: EncodedUserData }
  | { readonly problems: readonly InputProblem[]; readonly userData?: undefined };

/**
 * The user data of a host that keeps itself open: the repair program first, as a boothook; then what the caller gives, in
 * its own words; the accounts last, merged into all that.
 *
 * The outcome goes through the rules of the pack before anything is made of it. What they could not judge, for a bug of
 * ours, is refused: whether a host can be entered is what it is composed for.
 *
 * @param check Judges the outcome; as the pack does unless told.
 * @returns the user data, or all that is wrong with what was given
 */
export function composeUserData(options: ComposeOptions, check = checkUserData): Composed {
  try {
    return compose(options, check);
  } catch {
    // What was thrown may quote the user data.
    return { problems: [NOT_COMPOSED] };
  }
}

type Check = typeof checkUserData;

const NOT_COMPOSED: InputProblem = {
  property: "userData",
  reason: "it could not be read and put together, for a bug of Latchkey's",
  remedy: "Report it, with the user data cut down to what makes it happen",
};

function compose(options: ComposeOptions, check: Check): Composed {
  const { userData = [] } = options;
  const consoleOnly = options.mend !== false && options.repair?.sshd !== false;
  const callers = readCallersUserData(userData, options, { consoleOnly });
  const early = [...accessProblems(options), ...callers.problems];
  if (early.length > 0) {
    return {
      problems: callers.problems.length > 0 ? early : [...early, ...judgeAlone(options, callers, check)],
    };
  }

  const { parts, before } = partsOf(options, callers);
  const text = writeMime(parts.map(mimePart));
  const encoded = encodeUserData(text, { gzip: options.gzip !== false });
  const size = sizeProblems(encoded, named(parts, before, userData.length));
  if (size.length > 0) return { problems: size };
  const judged = judge(encoded, options, before, callers.partCounts, check);
  if (judged.length > 0) return { problems: judged };
  const alone = judgeLoginUser(options, callers, check);
  return alone.length > 0 ? { problems: alone } : { problems: [], userData: encoded };
}

/** All parts in their order; `before` of them stand before the caller's. */
function partsOf(
  options: ComposeOptions,
  callers: CallersUserData,
): { readonly parts: readonly UserDataPart[]; readonly before: number } {
  const { userData = [], extra = [] } = options;
  const repair = options.mend === false ? [] : [{ text: repairScript(options), filename: "latchkey-repair" }];
  const before = [...repair, ...extra];
  const names = callers.userNames.filter((name) => name !== "default" && name !== "");
  const accounts = accessCloudConfig({
    ...options,
    ...(callers.usersForm !== undefined && { usersForm: callers.usersForm }),
  });
  return {
    parts: [...before, ...userData, { text: withNames(accounts, names), filename: "latchkey-accounts" }],
    before: before.length,
  };
}

const named = (
  parts: readonly UserDataPart[],
  before: number,
  given: number,
): readonly { name: string; text: string }[] =>
  parts.map(({ text, filename }, index) => ({
    name: index >= before && index < before + given ? userDataProperty(index - before) : (filename ?? "ours"),
    text,
  }));

/**
 * The rules are content while any account can be entered. What this host is said to be entered by is its login user, so
 * that one is judged as if it were the only one, too.
 */
function judgeLoginUser(
  options: ComposeOptions,
  callers: CallersUserData,
  check: Check,
): readonly InputProblem[] {
  const { users = [], publicKeys = [], keyPair } = options;
  return users.length === 0 || (publicKeys.length === 0 && keyPair !== true)
    ? []
    : judgeAlone(options, callers, check);
}

/** Judges the caller's user data for a login user with a key pair and nobody else. */
function judgeAlone(
  options: ComposeOptions,
  callers: CallersUserData,
  check: Check,
): readonly InputProblem[] {
  if (loginUserProblem(options.loginUser) !== undefined) return [];
  const { loginUser, family, userData = [], acceptedRules = [], mend, keepOpen, repair, sshPorts } = options;
  const alone: ComposeOptions = {
    loginUser,
    keyPair: true,
    userData,
    acceptedRules,
    ...(family !== undefined && { family }),
    ...(mend !== undefined && { mend }),
    ...(keepOpen !== undefined && { keepOpen }),
    ...(repair !== undefined && { repair }),
    ...(sshPorts !== undefined && { sshPorts }),
  };
  const { parts, before } = partsOf(alone, callers);
  return judge(encodeUserData(writeMime(parts.map(mimePart))), alone, before, callers.partCounts, check);
}

/** `users: "bob, default"` is a text, which a list replaces: its names are said again in ours. */
function withNames(config: string, names: readonly string[]): string {
  if (names.length === 0) return config;
  return config.replace(
    /^users:\n/mu,
    `users:\n${names.map((name) => `  - ${JSON.stringify(name)}\n`).join("")}`,
  );
}

function judge(
  { base64 }: EncodedUserData,
  options: ComposeOptions,
  before: number,
  partCounts: readonly number[],
  check: Check,
): readonly InputProblem[] {
  const { loginUser, family, publicKeys = [], users = [], acceptedRules = [] } = options;
  const keyPair = options.keyPair === true;
  const image: ImageFacts = { family: family ?? "other", loginUser };
  const verdict = check({ userData: base64, encoding: "base64", image, keyPair });
  if (verdict.login === "not-judged") return [notJudged(verdict.failure)];
  const { findings, login } = verdict;
  // What only loses a part of the caller's own is the caller's to know; what shuts the door is an error.
  const meant = findings.filter(({ rule, severity }) => severity !== "low" && !acceptedRules.includes(rule));
  const problems = meant.map((finding) => problemOf(finding, before, partCounts));
  const hasKeys =
    keyPair || publicKeys.length > 0 || users.some((user) => (user.publicKeys ?? []).length > 0);
  if (login === "closed" && hasKeys && findings.length === 0) {
    problems.push({
      property: "userData",
      reason: `with it nobody can log in as ${loginUser}, whose key is given`,
      remedy: "Take out what changes that account, its home or sshd",
    });
  }
  return problems;
}

// A host that was not judged is not made: whether it could be entered is what it is made for.
const notJudged = ({ where, error }: UserDataNotJudged["failure"]): InputProblem => ({
  property: "userData",
  reason: `it could not be judged, for a bug of Latchkey's (${where}: ${error})`,
  remedy: "Report it, with the user data cut down to what makes it happen",
});

// The rule's message names a part of the composed message; the caller knows only what it gave.
function problemOf(
  { message, remedy, place }: UserDataFinding,
  before: number,
  partCounts: readonly number[],
): InputProblem {
  const reason = message
    .replace(/user data,(?: part \d+(?: \([^)]*\))?,)? (?=line \d)/gu, "")
    .replace(/\.$/u, "");
  return {
    property: propertyAt(place?.part, before, partCounts),
    reason,
    remedy: remedy.replace(/\.$/u, ""),
  };
}

function propertyAt(part: number | undefined, before: number, partCounts: readonly number[]): string {
  let last = before;
  for (const [index, count] of partCounts.entries()) {
    last += count;
    if (part !== undefined && part > before && part <= last) return userDataProperty(index);
  }
  return "userData";
}
