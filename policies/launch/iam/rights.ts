import type { Source } from "../part";
import { textAt } from "../read";
import { decide, mergedEffects, type Answer, type Question } from "./evaluate";
import { policyEffects, policyOf, roleEffects } from "./policies";

/**
 * What a role of the stack may do: its policies together, within its permissions boundary ("Permissions boundaries for IAM
 * entities", IAM user guide). Reads them once for all questions. What the organization rules out is not seen.
 */
export function rightsOf(role: Source): (question: Question) => Answer {
  const effects = roleEffects(role);
  const boundary = boundaryOf(role);
  return (question) => {
    const own = decide(mergedEffects(effects(question)));
    if (own.verdict === "denied") return own;
    const within = boundary?.(question);
    if (within === undefined || within.verdict === "allowed") return own;
    return within.verdict === "denied" ? { verdict: "denied", by: "boundary" } : within;
  };
}

/** What the boundary leaves; `undefined` where there is none. */
function boundaryOf({ resource, stack }: Source): ((question: Question) => Answer) | undefined {
  const arn = textAt(resource.inputs, "permissionsBoundary");
  if (arn.state === "absent") return undefined;
  const policy = policyOf(stack, resource, arn);
  return (question) => {
    const answer = decide(policyEffects(policy, question));
    if (answer.verdict !== "unknown") return answer;
    return { ...answer, why: `the permissions boundary of the role ${resource.name}: ${answer.why}` };
  };
}
