import { known } from "../facts/fact";
import type { UserDataRule, UserDataSubject } from "../rules/rule";
import type { PropertyText } from "../boot/mending/property-text";

// A mend may uncover what the next one takes: text that is not encoded has its beginning looked at only then.
const MOST_STEPS = 4;

/**
 * The user data of a launch mended by one rule, step by step, until the rule has nothing to say about it.
 *
 * @param judge Follows the launch with other user data.
 * @returns `undefined` where the rule has nothing to say as it is, cannot mend it, or would still report the result.
 * @throws whatever the rule or the judge throws.
 */
export function mendUserData(
  rule: UserDataRule,
  subject: UserDataSubject,
  options: unknown,
  judge: (launch: UserDataSubject["launch"]) => UserDataSubject,
): PropertyText | undefined {
  let now = subject;
  let mended: PropertyText | undefined;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (rule.check(now, options).length === 0) return mended;
    const { userData } = now.launch;
    if (userData.state !== "known") return undefined;
    mended = rule.mend?.(userData.value, now.boot);
    if (mended === undefined) return undefined;
    now = judge({ ...now.launch, userData: known({ ...userData.value, ...mended }, userData.path) });
  }
  return rule.check(now, options).length === 0 ? mended : undefined;
}
