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
import { attempt, type Attempt } from "./failure";

/**
 * Runs one rule on one subject. A rule that throws found neither nothing nor something: the answer says that it failed, and
 * whoever asks has to say so in turn. Never throws.
 */
export function runRule(
  rule: UserDataRule,
  subject: UserDataSubject,
  options: unknown,
): Attempt<readonly Finding[]>;
export function runRule(
  rule: LaunchRule,
  subject: LaunchSubject,
  options: unknown,
): Attempt<readonly Finding[]>;
export function runRule(
  rule: ResourceRule,
  subject: ResourceSubject,
  options: unknown,
): Attempt<readonly Finding[]>;
export function runRule(
  rule: Rule,
  subject: UserDataSubject | LaunchSubject | ResourceSubject,
  options: unknown,
): Attempt<readonly Finding[]> {
  // The overloads pair each rule with its subject. What is found is copied here: findings may be made while they are read.
  return attempt(rule.id, () => [...(rule as UserDataRule).check(subject as UserDataSubject, options)]);
}
