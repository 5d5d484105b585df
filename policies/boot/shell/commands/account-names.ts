import { blur, type Effect } from "../../machine/effect";
import { mentioned, trait } from "../../machine/machine";
import { is } from "../../machine/prediction";
import type { Call } from "../session";
import { couldBe, type Value } from "../value";

// useradd(8) refuses what could be no name in /etc/passwd; what else it refuses depends on the distribution.
export const isName = (name: string): boolean => /^[^\s:,/*-][^\s:,/*]*$/u.test(name);

/** Whether an account is known not to be there: the tools then fail and change nothing. */
export const isMissing = (call: Pick<Call, "session">, name: string): boolean =>
  !isName(name) || is(trait(call.session.machine, "account", name, "exists"), false);

/** The same for a group; a number stands for whichever group has it. */
export const isGroupMissing = (call: Pick<Call, "session">, name: string): boolean =>
  !/^\d+$/u.test(name) && is(trait(call.session.machine, "group", name, "exists"), false);

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
