import { imageHasGroup } from "../../image/groups";
import { passwdLinesOf } from "../../image/passwd";
import { blur, type Effect } from "../../machine/effect";
import { mentioned, trait, type Machine } from "../../machine/machine";
import { is, type Prediction } from "../../machine/prediction";
import type { Call } from "../session";
import { couldBe, isExact, type Value } from "../value";

// useradd(8) refuses what could be no name in /etc/passwd; what else it refuses depends on the distribution.
export const isName = (name: string): boolean => /^[^\s:,/*-][^\s:,/*]*$/u.test(name);

// A vendor's image has no account or group of a made-up name, as long as no package or program has brought one.
function isAbsent(machine: Machine, exists: Prediction<boolean>, name: string): boolean {
  if (exists.certain) return !exists.value;
  if (!isExact(name)) return false;
  const untouched = is(trait(machine, "host", "", "filesKnown"), true) && machine.opaque.length === 0;
  return untouched && exists.since.from === "image" && imageHasGroup(machine.family, name) === false;
}

/** Whether an account is known not to be there: the tools then fail and change nothing. */
export const isMissing = ({ session: { machine } }: Pick<Call, "session">, name: string): boolean =>
  !isName(name) ||
  (isAbsent(machine, trait(machine, "account", name, "exists"), name) && !isOfImage(machine, name));

/** The same for a group; a number stands for whichever group has it. */
export const isGroupMissing = ({ session: { machine } }: Pick<Call, "session">, name: string): boolean =>
  !/^\d+$/u.test(name) && isAbsent(machine, trait(machine, "group", name, "exists"), name);

/** Whether an account is known to be there. */
export function isThere(machine: Machine, name: string): boolean {
  const exists = trait(machine, "account", name, "exists");
  return exists.certain ? exists.value : exists.since.from === "image" && isOfImage(machine, name);
}

const isOfImage = (machine: Machine, name: string): boolean =>
  !is(trait(machine, "account", name, "exists"), false) &&
  (passwdLinesOf(machine.family) ?? []).some(([line]) => line.startsWith(`${name}:`));

/** Every account the name could turn out to be becomes uncertain. */
export function blurAccounts(
  call: Pick<Call, "session" | "since">,
  name: Value,
  construct: string,
): readonly Effect[] {
  const why = "which account it changes is not known";
  return mentioned(call.session.machine, "account")
    .filter((each) => couldBe(name, each))
    .map((each) => blur("account", each, why, call.since(construct)));
}
