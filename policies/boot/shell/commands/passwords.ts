import { blur, set, type Effect } from "../../machine/effect";
import { DONE, type Call, type Command } from "../session";
import { isExact, type Value } from "../value";
import { blurAccounts, shellEffect } from "./accounts";
import { isPast } from "./dates";
import { readOptions } from "./options";

/** passwd(1). A lock stops passwords, not keys: with `UsePAM yes`, every EC2 image's default, sshd still lets a key in. */
export const passwd: Command = (call) => {
  const options = readOptions(call.args, ["n", "x", "w", "i", "mindays", "maxdays", "warndays", "inactive", "R"]);
  const name = options.operands[0] ?? call.session.user;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "passwd") };
  if (options.has("e", "expire")) {
    return { status: "presumed", effects: [set("account", name, { passwordExpired: true }, call.since("passwd --expire"))] };
  }
  if (options.has("l", "lock", "d", "delete")) {
    return { status: "presumed", effects: [set("account", name, { password: false }, call.since("passwd --lock"))] };
  }
  if (options.has("S", "status")) return { status: "unknown" };
  return { status: "presumed", effects: [set("account", name, { password: true, passwordExpired: false }, call.since("passwd"))] };
};

/** chpasswd(8): `name:password` lines on standard input. */
export const chpasswd: Command = (call) => {
  const since = call.since("chpasswd");
  if (call.stdin === undefined) return DONE;
  const names = call.stdin.split("\n").flatMap((line) => (line.includes(":") ? [line.slice(0, line.indexOf(":"))] : []));
  const effects = names.flatMap((name): readonly Effect[] =>
    isExact(name)
      ? [set("account", name.trim(), { password: true, passwordExpired: false }, since)]
      : blurAccounts(call, name, "chpasswd"),
  );
  return { status: "presumed", effects: isExact(call.stdin) || names.length > 0 ? effects : [blur("account", "*", "whose password it sets is not known", since, ["password"])] };
};

/** chage(1). */
export const chage: Command = (call) => {
  const valued = ["d", "lastday", "E", "expiredate", "I", "inactive", "m", "mindays", "M", "maxdays", "W", "warndays", "R"];
  const options = readOptions(call.args, valued);
  const name = options.operands[0];
  if (name === undefined || options.has("l", "list")) return DONE;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "chage") };
  return {
    status: "presumed",
    effects: [
      ...expiryEffect(call, name, options.get("E", "expiredate")),
      ...lastDayEffect(call, name, options.get("d", "lastday")),
    ],
  };
};

function expiryEffect(call: Call, name: string, date: Value | undefined): readonly Effect[] {
  if (date === undefined) return [];
  const since = call.since("chage --expiredate");
  const expired = isExact(date) ? isPast(date) : undefined;
  return expired === undefined
    ? [blur("account", name, "the expiry date is not known", since, ["expired"])]
    : [set("account", name, { expired }, since)];
}

// A last change on day 0 asks for a new password at the next log-in; any other day does not by itself (chage(1)).
function lastDayEffect(call: Call, name: string, day: Value | undefined): readonly Effect[] {
  if (day === undefined) return [];
  const since = call.since("chage --lastday");
  return isExact(day)
    ? [set("account", name, { passwordExpired: day === "0" }, since)]
    : [blur("account", name, "the day is not known", since, ["passwordExpired"])];
}

/** chsh(1). */
export const chsh: Command = (call) => {
  const options = readOptions(call.args, ["s", "shell", "R"]);
  const shell = options.get("s", "shell");
  const name = options.operands[0] ?? call.session.user;
  if (shell === undefined) return DONE;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "chsh") };
  return { status: "presumed", effects: [shellEffect(name, shell, call.since("chsh --shell"))] };
};
