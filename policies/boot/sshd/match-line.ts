import type { Count } from "../../facts/wildcard";
import { isExact } from "../shell/value";
import type { Verdict } from "./algorithms";
import { strdelim } from "./lines";
import { port } from "./numbers";
import { addressInList, isAddressList, matchPatternList, takesAll, type Answer } from "./patterns";
import type { Version } from "./version";

/** One condition of a Match line. */
export interface Criterion {
  readonly name:
    | "all"
    | "user"
    | "group"
    | "host"
    | "address"
    | "localaddress"
    | "localport"
    | "rdomain"
    | "invalid-user"
    /** A condition that cannot be read here. */
    | "unread";
  readonly value: string;
}

/** Who connects, and from where to which port as far as it is known. */
export interface Connection {
  readonly user: string;
  readonly groups: readonly string[] | "unknown";
  /** "elsewhere": none of those that the configuration names. */
  readonly address?: string;
  /** The host's own; left out, any that a host may have. */
  readonly localAddress?: string;
  readonly localPort?: number;
  /** Told what matching takes. */
  readonly count?: Count;
}

const NAMES = ["user", "group", "host", "address", "localaddress", "localport"];

/** A Match line's conditions: match_cfg_line() of servconf.c without a connection. */
export function parseMatch(
  rest: string | undefined,
  words: readonly string[],
  version: Version,
): readonly Criterion[] | NonNullable<Verdict> {
  const tokens = version >= 909 ? words : matchTokens(rest, version);
  if (tokens === "left over") return { fails: "there is an argument too many at the end of the line" };
  const criteria: Criterion[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    if (token.startsWith("#") && version >= 807) break;
    if (token === "") return { unknown: "an empty condition" };
    const equals = version >= 909 ? token.indexOf("=") : -1;
    if (equals > 0 && version < 1000) return { unknown: "a condition with an equals sign" };
    const written = equals > 0 ? token.slice(0, equals) : token;
    const name = written.toLowerCase();
    if (name === "all") {
      const next = tokens[at + 1];
      const alone = next === undefined || next === "" || (next.startsWith("#") && version >= 807);
      if (criteria.length > 0 || !alone || equals > 0) return { fails: '"all" stands with other conditions' };
      return [{ name: "all", value: "" }];
    }
    if (name === "invalid-user" && version >= 909) {
      criteria.push({ name, value: "" });
      continue;
    }
    const value = equals > 0 ? token.slice(equals + 1) : (tokens[++at] ?? "");
    if (value === "" || (value.startsWith("#") && version >= 807))
      return { fails: "a condition has no argument" };
    const verdict = checkCriterion(name, value, version);
    if (verdict) return verdict;
    criteria.push({ name: name as Criterion["name"], value });
  }
  return criteria.length === 0 ? { fails: "the Match has no condition" } : criteria;
}

/** The tokens of strdelim() up to a comment; "left over" where an empty token stops sshd in the middle of the line. */
function matchTokens(rest: string | undefined, version: Version): readonly string[] | "left over" {
  const tokens: string[] = [];
  for (let text = rest; text !== undefined;) {
    const next = strdelim(text);
    if (next.token === undefined) break;
    if (next.token === "" && tokens.length % 2 === 0) {
      return next.rest === undefined || next.rest === "" ? tokens : "left over";
    }
    tokens.push(next.token);
    if (next.token.startsWith("#") && version >= 807) break;
    text = next.rest;
  }
  return tokens;
}

function checkCriterion(name: string, value: string, version: Version): Verdict {
  if (name === "version" && version >= 1000) return { unknown: "what OpenSSH calls its version" };
  if (name === "rdomain" && version >= 707) return undefined;
  if (!NAMES.includes(name)) return { fails: "a condition that sshd does not know" };
  if ((name === "address" || name === "localaddress") && version >= 804) {
    const valid = isAddressList(value);
    if (valid === "no") return { fails: "an address or its mask is wrong" };
    if (valid === "unknown") return { unknown: "whether sshd takes the address" };
  }
  if (name === "localport") {
    const number = port(value);
    if (number === "unknown") return { unknown: "which port the service's name stands for" };
    if (number === undefined) return { fails: "the port is not one" };
  }
  return undefined;
}

/** Whether the line's block applies when the file is read, before anybody connects. */
export const appliesAtStart = (criteria: readonly Criterion[], version: Version): boolean =>
  // 9.9 takes a Match that asks for invalid-user alone as one that always applies.
  criteria.every(({ name }) => name === "all" || (name === "invalid-user" && version < 1000));

/** Whether a Match line's block applies to a connection of somebody who exists on the machine. */
export function applies(criteria: readonly Criterion[], connection: Connection): Answer {
  let all: Answer = "yes";
  for (const criterion of criteria) {
    const found = answer(criterion, connection);
    // Most blocks are about somebody else: what else they ask for is not looked at.
    if (found === "no") return "no";
    if (found === "unknown") all = "unknown";
  }
  return all;
}

function answer({ name, value }: Criterion, connection: Connection): Answer {
  switch (name) {
    case "all":
      return "yes";
    case "invalid-user":
      return "no";
    case "user":
      return matchPatternList(connection.user, value, connection.count) === 1 ? "yes" : "no";
    case "group":
      return groupMatches(connection, value);
    case "host":
      return takesAll(value) ? "yes" : "unknown";
    case "address":
      if (connection.address === "elsewhere") return isEverywhere(value) ? "yes" : "no";
      return addressInList(connection.address, value);
    case "localaddress":
      return connection.localAddress === undefined
        ? someLocalAddressIn(value)
        : addressInList(connection.localAddress, value);
    case "localport":
      if (connection.localPort === undefined) return "unknown";
      return port(value) === connection.localPort ? "yes" : "no";
    case "rdomain":
    case "unread":
      return "unknown";
  }
}

/** Networks that documents alone use (RFC 5737, RFC 3849): no host has an address of theirs. */
const NOBODYS =
  /^(?:192\.0\.2\.\d+(?:\/(?:2[4-9]|3[012]))?|198\.51\.100\.\d+(?:\/(?:2[4-9]|3[012]))?|203\.0\.113\.\d+(?:\/(?:2[4-9]|3[012]))?|2001:db8:[\da-f:]*(?:\/(?:3[2-9]|[4-9]\d|1[012]\d))?)$/iu;

/** Whether the host's own address, which is not known, is in a list: what no host has is left out of it. */
function someLocalAddressIn(list: string): Answer {
  if (!isExact(list) || isAddressList(list) !== "yes") return "unknown";
  const items = list.split(",").filter((item) => !NOBODYS.test(item.replace(/^!/u, "")));
  return items.some((item) => !item.startsWith("!")) ? addressInList(undefined, items.join(",")) : "no";
}

const isEverywhere = (list: string): boolean =>
  takesAll(list) ||
  list.split(",").some((item) => /^(?:\*|0\.0\.0\.0\/0|::\/0)$/u.test(item)) ||
  !isExact(list);

/** ga_match_pattern_list() of groupaccess.c: a group that a negated pattern names wins. */
function groupMatches({ groups, count }: Connection, list: string): Answer {
  if (groups === "unknown") return "unknown";
  const found = groups.map((group) => matchPatternList(group, list, count));
  return found.includes(-1) || !found.includes(1) ? "no" : "yes";
}
