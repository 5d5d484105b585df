import { mentioned, said, trait, type Machine } from "./machine";
import { is } from "./prediction";
import type { AccountNumber } from "./traits";

/** login.defs(5), UID_MIN and UID_MAX: every distribution's since about 2012. */
const FIRST = 1000;
const LAST = 60_000;

/**
 * The number that useradd(8) gives a new account: the one asked for, or the one behind the highest regular account's, or
 * for a system account one below them all. A vendor's image has no regular account before its first boot.
 *
 * @returns `undefined` where the number that is asked for is not known.
 */
export function numberOf(
  machine: Machine,
  name: string,
  asked?: unknown,
  isSystem = false,
): AccountNumber | undefined {
  if (typeof asked === "number" || typeof asked === "string")
    return /^\d{1,9}$/u.test(String(asked)) ? Number(asked) : undefined;
  if (asked !== undefined && asked !== null) return undefined;
  if (isSystem) return "system";
  let highest = FIRST - 1;
  if (machine.family === "unknown" || machine.opaque.length > 0) return "regular";
  for (const each of mentioned(machine, "account")) {
    if (each === name || each === "root" || is(trait(machine, "account", each, "exists"), false)) continue;
    const uid = said(machine, "account", each, "uid");
    if (uid === undefined && trait(machine, "account", each, "exists").since.from === "image") continue;
    if (uid?.certain !== true || uid.value === "regular") return "regular";
    if (uid.value !== "system" && uid.value <= LAST) highest = Math.max(highest, uid.value);
  }
  return highest + 1;
}

/** The account that has a number; `undefined` where none certainly has it. */
export function accountOf(machine: Machine, uid: number): string | undefined {
  return ["root", ...mentioned(machine, "account")].find(
    (name) =>
      is(trait(machine, "account", name, "exists"), true) && is(trait(machine, "account", name, "uid"), uid),
  );
}
