import type {
  Finding,
  LaunchRule,
  LaunchSubject,
  ResourceRule,
  ResourceSubject,
  Rule,
  UserDataRule,
  UserDataSubject,
} from "../rules/rule";

/**
 * Runs one rule on one subject. A rule that throws becomes a finding that names the rule: a bug of ours must neither
 * stop somebody's preview nor pass for a clean bill.
 */
export function runRule(rule: UserDataRule, subject: UserDataSubject, options: unknown): readonly Finding[];
export function runRule(rule: LaunchRule, subject: LaunchSubject, options: unknown): readonly Finding[];
export function runRule(rule: ResourceRule, subject: ResourceSubject, options: unknown): readonly Finding[];
export function runRule(
  rule: Rule,
  subject: UserDataSubject | LaunchSubject | ResourceSubject,
  options: unknown,
): readonly Finding[] {
  try {
    // The overloads pair each rule with its subject.
    return (rule as UserDataRule).check(subject as UserDataSubject, options);
  } catch (error) {
    return [{ message: describeFailure(rule.id, error) }];
  }
}

/** What is said of an unexpected error: its type only, since its message may hold a value of the user data. */
export const describeFailure = (where: string, error: unknown): string =>
  `${where} failed on this resource (${error instanceof Error ? error.name : "unknown error"}) and could not judge it; please report this.`;
