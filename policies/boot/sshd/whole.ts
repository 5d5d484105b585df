import { isIPv6 } from "node:net";
import { upTo } from "../../facts/text";
import { ownValue } from "../../facts/own";
import type { Verdict } from "./algorithms";
import { candidatesOf, firstOf, type Candidate, type Setting } from "./gather";
import type { Located, Program, Statement } from "./program";
import { parseListenAddress } from "./sockets";

type Finding = NonNullable<Verdict> & { readonly keyword: string; readonly at: Located };

const word = (statement: Statement): string => statement.words[0] ?? "";
const none = (text: string): boolean => text.toLowerCase() === "none";

/** What sshd checks once all is read (main() of sshd.c, process_queued_listen_addrs() and assemble_algorithms()). */
export function checkWhole(program: Program): Finding | undefined {
  const candidates = program.atStart.map((node): Candidate => ({ node, certain: true }));
  const first = <T>(name: string, read: (statement: Statement) => T, otherwise: T): Setting<T> =>
    firstOf(candidatesOf(candidates, name), read, { state: "default", value: otherwise });

  return (
    checkCommand("AuthorizedKeysCommand", first) ??
    checkCommand("AuthorizedPrincipalsCommand", first) ??
    checkMethods(first, program.version) ??
    checkFamilies(program, first)
  );
}

type First = <T>(name: string, read: (statement: Statement) => T, otherwise: T) => Setting<T>;

function checkCommand(keyword: string, first: First): Finding | undefined {
  const command = first(keyword.toLowerCase(), ({ rest }) => rest.trim(), "none");
  if (command.state !== "set" || none(command.value)) return undefined;
  const user = first(`${keyword.toLowerCase()}user`, word, "");
  if (user.state === "set") return undefined;
  return user.state === "default"
    ? { fails: `it needs ${keyword}User`, keyword, at: command }
    : { unknown: `whether ${keyword}User is set`, keyword, at: command };
}

const ENABLED_BY: Readonly<Record<string, readonly [setting: string, otherwise: string]>> = {
  publickey: ["pubkeyauthentication", "yes"],
  password: ["passwordauthentication", "yes"],
  hostbased: ["hostbasedauthentication", "no"],
  "gssapi-with-mic": ["gssapiauthentication", "no"],
  "gssapi-keyex": ["gssapikeyexchange", "no"],
};

/** One list at least must name only methods that are on. */
function checkMethods(first: First, version: number): Finding | undefined {
  const lists = first("authenticationmethods", ({ words }) => words.filter((list) => list !== ""), []);
  if (lists.state !== "set" || lists.value.includes("any")) return undefined;
  const on = (method: string): "yes" | "no" | "unknown" => {
    if (method === "none") return "yes";
    if (method === "keyboard-interactive") return keyboardInteractive(first, version);
    const [name, otherwise] = ownValue(ENABLED_BY, method) ?? ["", "no"];
    const value = first(name, (statement) => word(statement).toLowerCase(), otherwise);
    return value.state === "unknown" ? "unknown" : value.value === "yes" ? "yes" : "no";
  };
  const answers = lists.value.map((list) => list.split(",").map((method) => on(upTo(method, ":"))));
  if (answers.some((list) => list.every((each) => each === "yes"))) return undefined;
  const at: Located = lists;
  const keyword = "AuthenticationMethods";
  return answers.every((list) => list.includes("no"))
    ? { fails: "every list asks for a method that is switched off", keyword, at }
    : { unknown: "whether the methods are on", keyword, at };
}

/** Before 8.7 ChallengeResponseAuthentication, on unless set, switches it on too. */
function keyboardInteractive(first: First, version: number): "yes" | "no" | "unknown" {
  const own = first(
    "kbdinteractiveauthentication",
    (each) => word(each).toLowerCase(),
    version < 807 ? "no" : "yes",
  );
  const old = first(
    "challengeresponseauthentication",
    (each) => word(each).toLowerCase(),
    version < 807 ? "yes" : "no",
  );
  const values = [own, old].map((each) => (each.state === "unknown" ? "unknown" : each.value));
  if (values.includes("yes")) return "yes";
  return values.includes("unknown") ? "unknown" : "no";
}

/** An address of the other family than AddressFamily's cannot be looked up: "bad addr or host". */
function checkFamilies(program: Program, first: First): Finding | undefined {
  const family = first("addressfamily", (statement) => word(statement).toLowerCase(), "any");
  if (family.state !== "set" || family.value === "any") return undefined;
  for (const node of program.atStart) {
    if (node.kind !== "set" || node.sets !== "listenaddress") continue;
    const endpoint = parseListenAddress(word(node));
    if (!("address" in endpoint) || !/[.:]/u.test(endpoint.address)) continue;
    const six = isIPv6(endpoint.address);
    if (six === (family.value === "inet6")) continue;
    return {
      fails: `the address is not one of AddressFamily ${family.value}`,
      keyword: "ListenAddress",
      at: node,
    };
  }
  return undefined;
}
