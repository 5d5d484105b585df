import type { ResourceValidationArgs } from "@pulumi/policy";
import { ownValue } from "../facts/own";
import { describeNotJudged, failureOf } from "../judging/failure";
import type { WrittenRule } from "../judging/written-judge";
import { refOf } from "../launch/stack";
import type { UserDataRule } from "../rules/rule";
import type { Session } from "./session";
import { tell, type Say } from "./telling";

/** Tells what a rule finds in a resource as the program wrote it. */
export async function checkWritten(
  rule: WrittenRule,
  session: Session,
  args: ResourceValidationArgs,
  say: Say,
): Promise<void> {
  const { resource, findings, failures } = await session.hear(rule, args);
  for (const finding of findings) tell(rule, { finding, resource: refOf(resource) }, session, say);
  if (failures.length > 0) say(describeNotJudged("This", failures));
}

/**
 * Writes mended user data where it stood; a secret stays one, since @pulumi/policy keeps what is written over a secret. Where
 * that fails nothing is mended, and the launch is not judged. Never throws.
 */
export function remediate(
  rule: UserDataRule,
  session: Session,
  args: ResourceValidationArgs,
  options: unknown,
): Record<string, unknown> | undefined {
  try {
    const mended = session.mend(rule, options, args);
    // Deeper properties are those of a type that holds several launches.
    if (mended === undefined || typeof ownValue(args.props, mended.property) !== "string") return undefined;
    Reflect.set(args.props, mended.property, mended.text);
    return args.props;
  } catch (error) {
    const { urn, type, name } = args;
    session.note({ urn, type, name }, failureOf(rule.id, error));
    return undefined;
  }
}
