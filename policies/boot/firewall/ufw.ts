import { ownValue } from "../../facts/own";
import { FIRST_INTERFACE } from "./interfaces";
import { namesPort22 } from "./ports";
import { appended, inserted, type Rules, type Verdict } from "./rules";

type Ufw = Rules["ufw"];

const VERDICTS: Readonly<Record<string, Verdict>> = {
  allow: "accept",
  limit: "accept",
  deny: "drop",
  reject: "drop",
};

/** What a command of ufw(8) makes of its rules; `undefined` where that cannot be told. */
export function changeUfw(ufw: Ufw, args: readonly string[]): Ufw | undefined {
  const [verb = "", ...rest] = args.filter((arg) => !arg.startsWith("--"));
  switch (verb) {
    case "enable":
      return { ...ufw, active: true };
    case "disable":
      return { ...ufw, active: false };
    case "reset":
      return { policy: "drop", active: false };
    case "default":
      return /^(?:outgoing|routed)$/u.test(rest[1] ?? "")
        ? ufw
        : { ...ufw, policy: rest[0] === "allow" ? "accept" : "drop" };
    case "logging":
    case "reload":
    case "app":
    case "route":
    case "status":
      return ufw;
    case "delete":
      return about(rest.slice(1)) === "none" ? ufw : undefined;
    case "insert":
    case "prepend":
      return addRule(
        ufw,
        verb === "insert" ? rest.slice(1) : rest,
        verb === "insert" && rest[0] !== "1" ? "middle" : "first",
      );
    default:
      return addRule(ufw, [verb, ...rest], "last");
  }
}

function addRule(ufw: Ufw, words: readonly string[], where: "first" | "middle" | "last"): Ufw | undefined {
  const [verb = "", ...rest] = words[0] === "rule" ? words.slice(1) : words;
  const verdict = ownValue(VERDICTS, verb);
  if (verdict === undefined) return undefined;
  const whom = about(rest);
  if (whom === "none") return ufw;
  if (where === "middle" && ufw.decided !== undefined && ufw.decided !== verdict) return undefined;
  const change = where === "first" ? inserted : appended;
  return { ...change(ufw, verdict, whom), active: ufw.active };
}

/** Whether a rule is about everybody who comes to port 22. */
function about(words: readonly string[]): "all" | "some" | "none" {
  const [first = "", ...more] = words[0] === "in" ? words.slice(1) : words;
  if (first === "out") return "none";
  if (more.length === 0 || more[0] === "comment") return namesSsh(first);
  let whom: "all" | "some" | "none" = "all";
  const all = [first, ...more];
  for (let at = 0; at < all.length; at += 1) {
    const value = all[at + 1] ?? "";
    switch (all[at]) {
      case "on":
        if (!FIRST_INTERFACE.test(value)) return /^(?:eth|en)/u.test(value) ? "some" : "none";
        break;
      case "from":
      case "to":
        if (!/^(?:any|0\.0\.0\.0\/0|::\/0)$/u.test(value)) whom = "some";
        break;
      case "port":
      case "app":
        // A port that stands behind `from` is the visitor's own.
        if (all.lastIndexOf("from", at) > all.lastIndexOf("to", at)) return "some";
        if (namesSsh(value) === "none") return "none";
        break;
      case "proto":
        if (!/^(?:tcp|any)$/u.test(value)) return "none";
        break;
      case "comment":
        return whom;
      default:
        break;
    }
  }
  return whom;
}

// The profile OpenSSH comes with Ubuntu's package; whatever another profile stands for is not port 22.
function namesSsh(text: string): "all" | "none" {
  if (text === "OpenSSH" || text === "SSH") return "all";
  const [port = "", protocol] = text.split("/");
  return namesPort22(port) && protocol !== "udp" ? "all" : "none";
}
