import { ownValue } from "../../facts/own";
import { FIRST_INTERFACE } from "./interfaces";
import { namesPort22 } from "./ports";
import { appended, inserted, type Chain, type Verdict } from "./rules";

/** What a command of iptables(8) makes of the chain INPUT; `undefined` where that cannot be told. */
export function changeInput(chain: Chain, args: readonly string[]): Chain | undefined {
  const command = args.find((arg) => COMMANDS.test(arg));
  if (command === undefined) return chain;
  const at = args.indexOf(command);
  const name = args[at + 1];
  switch (COMMANDS.exec(command)?.[1]) {
    case "P":
    case "policy":
      return name === "INPUT" ? { ...chain, policy: args[at + 2] === "DROP" ? "drop" : "accept" } : chain;
    case "F":
    case "flush":
      return name === undefined || name === "INPUT" || name.startsWith("-")
        ? { policy: chain.policy }
        : chain;
    case "A":
    case "append":
    case "I":
    case "insert":
      if (name !== "INPUT") return name === undefined || /^[A-Z]/u.test(name) ? chain : undefined;
      return add(chain, args.slice(at + 2), /^-?-[Ii]/u.test(command));
    case "D":
    case "delete":
    case "R":
    case "replace":
      return name === "INPUT" ? undefined : chain;
    default:
      return chain;
  }
}

const COMMANDS =
  /^--?(P|policy|F|flush|A|append|I|insert|D|delete|R|replace|X|N|Z|E|delete-chain|new-chain|zero|rename-chain)$/u;

const VERDICTS: Readonly<Record<string, Verdict>> = {
  ACCEPT: "accept",
  DROP: "drop",
  REJECT: "drop",
  TARPIT: "drop",
};

/** Targets after which the next rule is asked. */
const GOES_ON = /^(?:LOG|NFLOG|ULOG|MARK|CONNMARK|TRACE|SET)$/u;

function add(chain: Chain, words: readonly string[], first: boolean): Chain | undefined {
  const position = /^\d+$/u.test(words[0] ?? "") ? Number(words[0]) : undefined;
  const whom = about(position === undefined ? words : words.slice(1));
  if (whom === "none") return chain;
  const target = after(words, /^(?:-j|--jump|-g|--goto)$/u);
  if (target === undefined || GOES_ON.test(target)) return chain;
  const verdict = ownValue(VERDICTS, target);
  if (verdict === undefined) return undefined;
  if (!first) return appended(chain, verdict, whom);
  if ((position ?? 1) === 1) return inserted(chain, verdict, whom);
  return chain.decided === undefined
    ? appended(chain, verdict, whom)
    : chain.decided === verdict
      ? chain
      : undefined;
}

const after = (words: readonly string[], flags: RegExp): string | undefined => {
  const at = words.findIndex((word) => flags.test(word));
  return at === -1 ? undefined : words[at + 1];
};

/** Whether a rule is about everybody's new connection to port 22, about some, or about others alone. */
function about(words: readonly string[]): "all" | "some" | "none" {
  let whom: "all" | "some" = "all";
  for (let at = 0; at < words.length; at += 1) {
    const flag = words[at] ?? "";
    const value = words[at + 1] ?? "";
    const answer = question(flag, value, words[at - 1] === "!");
    if (answer === "none") return "none";
    if (answer === "some") whom = "some";
    if (flag.startsWith("-") && !/^--(?:syn)$/u.test(flag)) at += 1;
  }
  return whom;
}

const EVERYWHERE = /^(?:0\.0\.0\.0\/0|0\/0|::\/0|any)$/u;

function question(flag: string, value: string, not: boolean): "all" | "some" | "none" {
  const told = askFor(flag, value);
  if (!not || told === "some") return told;
  return told === "all" ? "none" : "all";
}

function askFor(flag: string, value: string): "all" | "some" | "none" {
  switch (flag) {
    case "-p":
    case "--protocol":
    case "--proto":
      return /^(?:tcp|all|6|0)$/u.test(value) ? "all" : "none";
    case "-i":
    case "--in-interface":
      return FIRST_INTERFACE.test(value) || value === "+"
        ? "all"
        : /^(?:eth|en)/u.test(value)
          ? "some"
          : "none";
    case "--dport":
    case "--destination-port":
    case "--dports":
    case "--destination-ports":
    case "--ports":
      return namesPort22(value) ? "all" : "none";
    case "--sport":
    case "--source-port":
    case "--sports":
      return "none";
    case "-s":
    case "--source":
    case "--src":
    case "-d":
    case "--destination":
    case "--dst":
      if (value.startsWith("127.")) return "none";
      return EVERYWHERE.test(value) ? "all" : "some";
    case "--state":
    case "--ctstate":
      return value.split(",").includes("NEW") ? "all" : "none";
    case "-m":
    case "--match":
      return /^(?:tcp|state|conntrack|multiport|comment|udp|icmp)$/u.test(value) ? "all" : "some";
    default:
      return /^(?:-j|--jump|-g|--goto|--comment|--syn|--reject-with|--log-prefix|--log-level|-w|--wait|!)$/u.test(
        flag,
      ) || !flag.startsWith("-")
        ? "all"
        : "some";
  }
}
