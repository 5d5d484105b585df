import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { is } from "../../machine/prediction";
import { DONE, FAILED, type Call, type Command } from "../session";
import { isExact, type Value } from "../value";
import { mayActAs } from "./acting-user";
import { blurAccounts, isMissing } from "./account-names";
import { isUsable } from "./accounts";
import { isPast } from "./dates";
import { readOptions } from "./options";
import { shellEffect } from "./usermod";

/** passwd(1). A lock stops passwords, not keys: with `UsePAM yes`, every EC2 image's default, sshd still lets a key in. */
export const passwd: Command = (call) => {
  const options = readOptions(call.args, [
    "n",
    "x",
    "w",
    "i",
    "mindays",
    "maxdays",
    "warndays",
    "inactive",
    "R",
  ]);
  const name = options.operands[0] ?? call.session.user;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "passwd") };
  const administers =
    options.has("e", "expire", "l", "lock", "d", "delete", "u", "unlock") || name !== call.session.user;
  if (isMissing(call, name) || (administers && call.session.user !== "root")) return { status: "failure" };
  if (options.has("e", "expire")) {
    return {
      status: "presumed",
      effects: [set("account", name, { passwordExpired: true }, call.since("passwd --expire"))],
    };
  }
  if (options.has("l", "lock", "d", "delete")) {
    return {
      status: "presumed",
      effects: [set("account", name, { password: false }, call.since("passwd --lock"))],
    };
  }
  if (options.has("S", "status")) return { status: "unknown" };
  if (options.has("x", "maxdays"))
    return { ...DONE, effects: maximumEffect(call, name, options.get("x", "maxdays")) };
  if (options.has("u", "unlock")) {
    const before = trait(call.session.machine, "account", name, "password");
    // Of an account that is made without a password none would be left to type (passwd(1)).
    const none = name !== "root" && is(before, false) && before.since.from === "image";
    if (none) return FAILED;
    return {
      status: "presumed",
      effects: [
        blur("account", name, "whether it had a password is not known", call.since("passwd --unlock"), [
          "password",
        ]),
      ],
    };
  }
  // Without anything to read it asks nobody, and changes nothing.
  if (call.stdin === undefined) return { status: "unknown" };
  return {
    status: "presumed",
    effects: [set("account", name, { password: true, passwordExpired: false }, call.since("passwd"))],
  };
};

/** chpasswd(8): `name:password` lines on standard input. */
export const chpasswd: Command = (call) => {
  const since = call.since("chpasswd");
  if (call.stdin === undefined) return DONE;
  const encrypted = readOptions(call.args, ["c", "crypt-method", "s", "sha-rounds", "R", "root"]).has(
    "e",
    "encrypted",
  );
  const lines = call.stdin.split("\n").filter((line) => line.includes(":"));
  const effects = lines.flatMap((line): readonly Effect[] => {
    const name = line.slice(0, line.indexOf(":"));
    const typed = line.slice(name.length + 1);
    if (!isExact(name)) return blurAccounts(call, name, "chpasswd");
    return isMissing(call, name)
      ? []
      : [set("account", name, { password: !encrypted || isUsable(typed), passwordExpired: false }, since)];
  });
  const all = isExact(call.stdin) || lines.length > 0;
  return {
    status: lines.some((line) => isMissing(call, line.slice(0, line.indexOf(":")))) ? "failure" : "presumed",
    effects: all
      ? effects
      : [blur("account", "*", "whose password it sets is not known", since, ["password", "passwordExpired"])],
  };
};

/** chage(1). */
export const chage: Command = (call) => {
  const valued = [
    "d",
    "lastday",
    "E",
    "expiredate",
    "I",
    "inactive",
    "m",
    "mindays",
    "M",
    "maxdays",
    "W",
    "warndays",
    "R",
  ];
  const options = readOptions(call.args, valued);
  const name = options.operands[0];
  if (name === undefined || options.has("l", "list")) return DONE;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "chage") };
  if (isMissing(call, name)) return { status: "failure" };
  return {
    status: "presumed",
    effects: [
      ...maximumEffect(call, name, options.get("M", "maxdays")),
      ...expiryEffect(call, name, options.get("E", "expiredate")),
      ...lastDayEffect(call, name, options.get("d", "lastday"), options.get("M", "maxdays")),
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
function lastDayEffect(
  call: Call,
  name: string,
  day: Value | undefined,
  maximum: Value | undefined,
): readonly Effect[] {
  if (day === undefined) return [];
  const since = call.since("chage --lastday");
  // With a longest time as well, a day long past means that the time is up (chage(1), --maxdays).
  if (maximum !== undefined && maximum !== "-1" && day !== "-1" && !isFirst(day))
    return isExact(day) && isExact(maximum) && isLongPast(day, maximum)
      ? [set("account", name, { passwordExpired: true }, since)]
      : [blur("account", name, "when its password expires is not known", since, ["passwordExpired"])];
  const { ageing } = call.session.budget;
  const old = isExact(day) && !isFirst(day) && isLongPast(day, "0");
  if (old) ageing.old.add(name);
  else ageing.old.delete(name);
  return isExact(day) && !(old && ageing.limited.has(name))
    ? [set("account", name, { passwordExpired: isFirst(day) }, since)]
    : [blur("account", name, "the day is not known", since, ["passwordExpired"])];
}

const isFirst = (day: Value): boolean => day === "0" || day === "1970-01-01";

// By a month at least, so that neither the hour nor the zone matters.
function isLongPast(day: string, maximum: string): boolean {
  const days = /^\d{1,4}$/u.test(maximum) ? Number(maximum) : undefined;
  const at = Date.now() - ((days ?? 0) + 31) * 86_400_000;
  return days !== undefined && isPast(day, new Date(at)) === true;
}

// With no day to spare the password expires over night; a longer time is for the operator to mind.
function maximumEffect(call: Call, name: string, days: Value | undefined): readonly Effect[] {
  if (days === undefined) return [];
  const { ageing } = call.session.budget;
  const limited = !isExact(days) || (days !== "-1" && Number(days) < 9999);
  if (limited) ageing.limited.add(name);
  else ageing.limited.delete(name);
  const spare = isExact(days) && (Number(days) > 0 || days === "-1");
  if (spare && !(limited && ageing.old.has(name))) return [];
  return [
    blur("account", name, "when its password expires is not known", call.since("chage --maxdays"), [
      "passwordExpired",
    ]),
  ];
}

/** chsh(1). */
export const chsh: Command = (call) => {
  const options = readOptions(call.args, ["s", "shell", "R"]);
  const shell = options.get("s", "shell");
  const name = options.operands[0] ?? call.session.user;
  if (shell === undefined) return DONE;
  if (!isExact(name)) return { status: "presumed", effects: blurAccounts(call, name, "chsh") };
  // Everybody else is asked for a password first, and nobody answers (chsh(1)).
  if (isMissing(call, name) || call.session.user !== "root" || !mayActAs(call.session, "chsh")) return FAILED;
  return { status: "presumed", effects: [shellEffect(name, shell, call.since("chsh --shell"))] };
};
